// Warn before the session ends; a click keeps it, and every answer of the server counts
// as activity. Past the end the page stays, so that nothing typed is lost.
const page = document.body;
const seconds = Number(page.dataset.sessionSeconds ?? 0);
const atMost = Date.now() + Number(page.dataset.sessionAtMost ?? 0) * 1000;
const WARN_BEFORE_S = 120;
const dialog = document.getElementById("session-warning");
const end = () => Math.min(Date.now() + seconds * 1000, atMost);
let endsAt = end();

const renewed = () => {
  endsAt = end();
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
  // What a page asks by itself is nobody's activity.
  document.addEventListener("htmx:afterOnLoad", ({ detail }) => {
    if (!detail.requestConfig.headers["X-Poll"]) renewed();
  });
  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  setInterval(tick, 1000);
}
