// A form that was sent is not sent again by a second click; the command in it would see to that as well.
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.matches("[hx-post]")) return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
});

// Back by the button of the browser: the page is as it was, and the form can be sent.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
