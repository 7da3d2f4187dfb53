// Builds what the pages are dressed with into ../static: style and script in one file each (and more style for
// the pages of judging and for those of the worklist), without what no template uses; every file named by its content and compressed once, here. manifest.json tells how each is called now.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";
import { workOut } from "./tokens.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const web = dirname(here);
const output = join(web, "static");
const targets = ["chrome111", "firefox114", "safari16.4"];
const files = new Map(); // by the name in the manifest

const hashed = (name, content) => {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  return `${basename(name, extname(name))}-${hash}${extname(name)}`;
};

const bundled = await build({
  entryPoints: [join(here, "css/site.css"), join(here, "css/judged.css"), join(here, "css/worklist.css"), join(here, "js/site.js")],
  bundle: true,
  minify: true,
  write: false,
  outdir: output,
  entryNames: "[name]",
  assetNames: "[name]-[hash]",
  publicPath: "/static",
  loader: { ".woff2": "file" },
  target: targets,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

// Style: the selectors that something uses, with the values that its tokens have.
async function purged(css) {
  const templates = await everyFile(join(web, "templates"), ".html");
  const python = (await readdir(web)).filter((name) => name.endsWith(".py")).map((name) => join(web, name));
  const scripts = await everyFile(join(here, "js"), ".js");
  const [kept] = await new PurgeCSS().purge({
    content: [...templates, ...python, ...scripts],
    css: [{ raw: css }],
    defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
    safelist: { standard: [/^trede-/, /^htmx-/], deep: [], greedy: [] }, // ours: written because it is used
    keyframes: true,
  });
  const root = postcss.parse(kept.css);
  workOut(root);
  return (await transform(root.toString(), { loader: "css", minify: true, target: targets, legalComments: "none" })).code;
}

async function everyFile(folder, ending) {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

// A font keeps the name by which the style asks for it; the manifest knows it as noto-sans-400.woff2.
const fontName = (name) => basename(name).replace(/-latin-(\d+)-normal-\w+/, "-$1");

for (const { path, contents, text } of bundled.outputFiles) {
  const name = relative(output, path);
  if (name.endsWith(".woff2")) files.set(fontName(name), [basename(name), contents]);
  else {
    const content = Buffer.from(name.endsWith(".css") ? await purged(text) : text);
    files.set(name, [hashed(name, content), content]);
  }
}
for (const name of await readdir(join(here, "images"))) {
  const content = await readFile(join(here, "images", name));
  files.set(name, [hashed(name, content), content]);
}

await mkdir(output, { recursive: true });
const manifest = {};
for (const [name, [called, content]] of [...files].sort()) {
  manifest[name] = called;
  const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  const packed = gzipSync(content, { level: 9 });
  await writeFile(join(output, called), content);
  if (brotli.length < content.length * 0.95) {
    await writeFile(join(output, `${called}.br`), brotli);
    await writeFile(join(output, `${called}.gz`), packed);
  }
  console.log(`  ${called.padEnd(36)} ${String(content.length).padStart(7)} bytes, ${String(brotli.length).padStart(6)} as it travels`);
}
await writeFile(resolve(output, "manifest.json.new"), `${JSON.stringify(manifest, null, 2)}\n`);
await rename(resolve(output, "manifest.json.new"), resolve(output, "manifest.json")); // last: now it is all there
const current = new Set(Object.values(manifest).flatMap((name) => [name, `${name}.br`, `${name}.gz`]).concat("manifest.json"));
for (const name of await readdir(output)) if (!current.has(name)) await rm(join(output, name));
