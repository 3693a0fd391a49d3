// What was typed after the last draft when the session ended. It waits in this tab for
// the sign-in, becomes the draft, and the page opens with it.
import { leave, unsaved, written } from "./entry.js";

const KEY = "dayzero.typed";

const formOfPage = () => document.querySelector("form[data-entry][data-draft]");

export function keepForReturn() {
  const form = formOfPage();
  if (!form || !unsaved()) return;
  const { version, record } = form.elements;
  const body = `${written(form)}&version=${version.value}&record=${record.value}`;
  sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, body }));
  leave();
}

async function comeBack(form) {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  if (kept?.path !== location.pathname) return;
  sessionStorage.removeItem(KEY);
  const answer = await fetch(form.dataset.draft, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
    },
    body: kept.body,
  });
  if (!answer.ok || answer.redirected) return;
  leave();
  location.reload();
}

const form = formOfPage();
if (form) comeBack(form);
