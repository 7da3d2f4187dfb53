// What is typed is kept as a draft every few seconds, so that a flat battery or a lost session loses nothing.
const EVERY = 4000;
const form = document.querySelector("form[data-draft]");

if (form) {
  const told = form.querySelector("[data-draft-told]");
  const written = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return new URLSearchParams(data);
  };
  let kept = written().toString();
  let over = false;
  const keep = async () => {
    const now = written();
    if (over || now.toString() === kept) return;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: now, redirect: "error" });
      if (answer.status === 204) {
        kept = now.toString();
        const time = new Date().toLocaleTimeString("nl", { hour: "2-digit", minute: "2-digit" });
        told.textContent = `Concept bewaard om ${time}.`;
      } else if (answer.status === 401) {
        told.textContent = "U bent uitgelogd. Wat u typte staat er nog: leg het vast, dan kunt u eerst weer inloggen.";
      }
    } catch {
      told.textContent = "Het concept kon nu niet worden bewaard. Wat u typte staat er nog.";
    }
  };
  setInterval(keep, EVERY);
  form.addEventListener("submit", () => {
    over = true; // what is recorded is no draft any more
  });
  addEventListener("pagehide", () => {
    const now = written();
    if (!over && now.toString() !== kept) navigator.sendBeacon(form.dataset.draft, now);
  });
}
