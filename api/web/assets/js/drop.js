// A file can be dropped on the page of imports; the field for a file is what it lands in.
const place = document.querySelector("[data-drop]");
const field = place?.querySelector('input[type="file"]');

if (field) {
  const over = (is) => place.classList.toggle("trede-drop--over", is);
  place.querySelector("[data-drop-say]").hidden = false;
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) over(false);
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    over(false);
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    field.files = one.files;
    field.focus();
  });
}
