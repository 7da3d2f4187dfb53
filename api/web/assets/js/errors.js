// What is wrong with a form gets the focus when the page comes, so that nobody has to look for it.
document.querySelector("[data-focus]")?.focus();

// The links in a summary put the cursor in the field, not only in sight.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".trede-errors__link");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (field) {
    event.preventDefault();
    field.focus({ preventScroll: true });
    field.closest(".trede-field, .trede-choices")?.scrollIntoView({ block: "center" });
  }
});
