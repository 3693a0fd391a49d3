// Keys of the whole application. Single letters work only outside inputs and can be
// switched off (WCAG 2.1.4); what a key does is said by data-key, data-go and data-rows.
import { closeLast, opened } from "./layers.js";

const SWITCH = "dayzero.single-keys";
const CHORD_MS = 1200;
let chordSince = -Infinity;

const singleKeys = () => localStorage.getItem(SWITCH) !== "off";
const typing = (element) =>
  element.isContentEditable || element.matches("input, textarea, select");
const press = (element) => {
  element?.focus();
  element?.click();
  return Boolean(element);
};

function showKeys() {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open) return;
  dialog.showModal();
  opened(dialog);
}

function moveRow(step) {
  const links = [...document.querySelectorAll("[data-rows] tbody tr:not(.group)")]
    .map((row) => row.querySelector("a, button"))
    .filter((link) => link?.checkVisibility());
  if (links.length === 0) return;
  const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
}

function singleLetter(event) {
  const key = event.key.toLowerCase();
  if (performance.now() - chordSince < CHORD_MS) {
    chordSince = -Infinity;
    return press(document.querySelector(`[data-go="${CSS.escape(key)}"]`));
  }
  if (key === "g") chordSince = performance.now();
  else if (key === "/") document.querySelector("#find-box")?.focus();
  else if (key === "?") showKeys();
  else if (key === "j") moveRow(1);
  else if (key === "k") moveRow(-1);
  else return press(document.querySelector(`[data-key="${CSS.escape(key)}"]`));
  return true;
}

function fieldOf(element) {
  return element.closest(".fld") ?? element.querySelector?.(".fld:focus-within");
}

function inForm(event) {
  const form = event.target.closest("form[data-entry]") ?? document.querySelector("form[data-entry]");
  if (!form) return false;
  const ctrl = event.ctrlKey || event.metaKey;
  if (ctrl && event.key === "Enter") return submit(form, "[data-save-next]") || submit(form, "[data-save]");
  if (ctrl && event.key.toLowerCase() === "s") return submit(form, "[data-save]");
  if (event.altKey && event.code === "KeyM") return openNoValue(fieldOf(event.target));
  if (event.altKey && event.code === "KeyH") {
    return press(fieldOf(event.target)?.querySelector("[data-history]"));
  }
  return false;
}

function submit(form, selector) {
  const button = form.querySelector(selector);
  // A click, so that the button's own value is sent with the form.
  button?.click();
  return Boolean(button);
}

function openNoValue(field) {
  const menu = field?.querySelector("details.noval");
  if (!menu) return false;
  menu.open = true;
  (menu.querySelector("input:checked") ?? menu.querySelector("input")).focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "Escape") {
    if (closeLast()) event.preventDefault();
    return;
  }
  if (inForm(event)) {
    event.preventDefault();
    return;
  }
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const inDialog = document.querySelector("dialog[open]");
  if (plain && !inDialog && singleKeys() && !typing(event.target) && event.key.length === 1) {
    if (singleLetter(event)) event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-show-keys]")) showKeys();
});

const toggle = document.getElementById("single-keys");
if (toggle) {
  toggle.checked = singleKeys();
  toggle.addEventListener("change", () =>
    localStorage.setItem(SWITCH, toggle.checked ? "on" : "off"),
  );
}
