// Design tokens, worked out while the style is built: what has one value on every page need not travel as a chain of
// names. A token that some component sets for itself stays what it is.
const THEME = ".voorbeeld-theme";

export function workOut(root) {
  const values = new Map();
  const changing = new Set();
  root.walkDecls(/^--/, (declaration) => {
    if (declaration.parent.selector === THEME && declaration.parent.parent === root) values.set(declaration.prop, declaration.value);
    else changing.add(declaration.prop);
  });
  changing.forEach((name) => values.delete(name));
  root.walkDecls((declaration) => {
    if (declaration.value.includes("var(")) declaration.value = resolved(declaration.value, values, changing);
  });
  root.walkDecls(/^--/, (declaration) => {
    if (values.has(declaration.prop)) declaration.remove();
  });
  dropEmpty(root);
}

// `var(--a, b)`: the value of --a; b where nothing says what --a is; the same where a component may say so.
function resolved(value, values, changing) {
  const begin = value.indexOf("var(");
  if (begin < 0) return value;
  const end = closing(value, begin + 4);
  const [name, fallback] = parts(value.slice(begin + 4, end));
  const rest = resolved(value.slice(end + 1), values, changing);
  return value.slice(0, begin) + meant(name, fallback, values, changing) + rest;
}

function meant(name, fallback, values, changing) {
  const otherwise = fallback === undefined ? undefined : resolved(fallback, values, changing);
  if (values.has(name)) return resolved(values.get(name), values, changing);
  if (otherwise !== undefined && !changing.has(name)) return otherwise;
  return otherwise === undefined ? `var(${name})` : `var(${name},${otherwise})`;
}

function closing(text, from) {
  let depth = 1;
  let at = from;
  while ((depth += { "(": 1, ")": -1 }[text[at]] ?? 0)) at += 1;
  return at;
}

function parts(inside) {
  const comma = inside.indexOf(",");
  return comma < 0 ? [inside.trim()] : [inside.slice(0, comma).trim(), inside.slice(comma + 1).trim()];
}

function dropEmpty(root) {
  root.walkRules((rule) => {
    if (!rule.nodes.length) rule.remove();
  });
  root.walkAtRules((rule) => {
    if (rule.nodes && !rule.nodes.length) rule.remove();
  });
}
