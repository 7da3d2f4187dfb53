// Of rows that stand ready for what there can be more of, the empty ones are out of sight until they are asked for.
const typed = "input:not([type=hidden]), textarea";

for (const button of document.querySelectorAll("[data-next]")) {
  const rows = [...document.querySelectorAll(`[data-row="${button.dataset.next}"]`)];
  const filled = (row) => [...row.querySelectorAll(typed)].some((field) => field.value) || row.querySelector("[aria-invalid]") || row.autofocus;
  const last = rows.findLastIndex(filled);
  rows.forEach((row, at) => {
    row.hidden = at > Math.max(last, 0);
  });
  button.addEventListener("click", (event) => {
    const next = rows.find((row) => row.hidden);
    if (!next) return; // none left: the server makes one more
    event.preventDefault();
    next.hidden = false;
    next.querySelector(typed).focus();
  });
}
