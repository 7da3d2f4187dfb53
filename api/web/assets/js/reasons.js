// The reasons of a line of the review fold out under it; without this the link leads to a page of their own.
const fold = async (link) => {
  const known = document.getElementById(link.dataset.opens);
  if (known) {
    known.hidden = !known.hidden;
    link.setAttribute("aria-expanded", String(!known.hidden));
    return;
  }
  const answer = await fetch(link.href, { headers: { "hx-request": "true", "hx-request-type": "partial" } });
  const html = answer.ok && !answer.headers.has("hx-redirect") ? await answer.text() : "";
  if (!html) {
    location.assign(link.href);
    return;
  }
  link.closest("tr").insertAdjacentHTML("afterend", html);
  link.setAttribute("aria-expanded", "true");
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-opens]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  fold(link).catch(() => location.assign(link.href));
});
