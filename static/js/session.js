// Warn before the session ends; a click keeps it, and every answer of the server counts
// as activity. Past the end the page stays, so that nothing typed is lost.
const page = document.body;
const seconds = Number(page.dataset.sessionSeconds ?? 0);
const WARN_BEFORE_S = 120;
const dialog = document.getElementById("session-warning");
let endsAt = Date.now() + seconds * 1000;

const renewed = () => {
  endsAt = Date.now() + seconds * 1000;
  if (dialog?.open) dialog.close();
};

async function stay() {
  const answer = await fetch(page.dataset.sessionPing, {
    method: "POST",
    headers: { "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
  });
  if (answer.ok) renewed();
}

function tick() {
  const left = Math.round((endsAt - Date.now()) / 1000);
  if (left > WARN_BEFORE_S) return;
  dialog.classList.toggle("ended", left <= 0);
  dialog.querySelector("[data-seconds-left]").textContent = String(Math.max(left, 0));
  if (!dialog.open) dialog.showModal();
}

if (seconds > 0 && dialog) {
  document.addEventListener("htmx:afterOnLoad", renewed);
  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  setInterval(tick, 1000);
}
