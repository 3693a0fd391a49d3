// How htmx behaves here: 422 and 412 answers are shown, a lost server is said and tried
// again, a session that ended leads to the sign-in page and back.
import { focusFirstProblem } from "./entry.js";
import { keepForReturn } from "./comeback.js";
import { opened } from "./layers.js";

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;
// What a proxy says of a server that is away, and the server of its database.
const AWAY = new Set([502, 503, 504]);
// How long each element waits that could not send what was typed.
const waiting = new Map();

const offline = document.getElementById("offline");
function sayLost() {
  for (const element of waiting.keys()) if (!element.isConnected) waiting.delete(element);
  const lost = waiting.size > 0;
  if (offline) offline.hidden = !lost;
  for (const place of document.querySelectorAll("[data-save-state]")) {
    place.classList.toggle("lost", lost);
  }
}

function tryAgain(element) {
  const wait = waiting.get(element) ?? FIRST_RETRY_MS;
  waiting.set(element, Math.min(wait * 2, LONGEST_RETRY_MS));
  setTimeout(() => htmx.trigger(element, "dayzero:retry"), wait);
  sayLost();
}

for (const lost of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(lost, (event) => {
    if (event.target.closest("form[data-entry]")) tryAgain(event.detail.elt);
  });
}

document.addEventListener("htmx:afterOnLoad", (event) => {
  const entering = event.target.closest?.("form[data-entry]");
  if (entering && AWAY.has(event.detail.xhr.status)) {
    tryAgain(event.detail.elt);
    return;
  }
  waiting.delete(event.detail.elt);
  if (entering) sayLost();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const signIn = event.detail.xhr.getResponseHeader("X-Sign-In");
  if (signIn) {
    event.detail.shouldSwap = false;
    keepForReturn();
    location.assign(signIn);
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  const status = event.detail.xhr?.status;
  if (status === 422 || status === 412) focusFirstProblem(document);
  const layer = event.detail.target?.closest?.("[data-layer=empty]");
  if (layer) {
    layer.dataset.opener = event.detail.requestConfig?.elt?.id ?? "";
    opened(layer);
  }
});

/* A Django token for every request that writes. */
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});
