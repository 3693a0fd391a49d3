// A form that is being filled in: reasons for no value, unsaved changes, first problem.
import { close } from "./layers.js";

/* -- no value: the reason's word stands where the control stood -- */

function showReason(radio) {
  const field = radio.closest(".fld");
  const place = field.querySelector(".missing-row .missing-word");
  if (radio.value && place) place.textContent = radio.dataset.word;
}

function takeReason(radio) {
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  const menu = radio.closest("details");
  close(menu);
  if (!radio.value) controlOf(menu.closest(".fld"))?.focus();
}

function controlOf(field) {
  return field.querySelector(
    ".ctl input:checked, .ctl input:not([type=hidden]), .ctl select, .ctl textarea",
  );
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.(".noval input")) showReason(event.target);
});

document.addEventListener("keydown", (event) => {
  const radio = event.target;
  if (!radio.matches?.(".noval input")) return;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const menu = radio.closest("details");
  const byKey = menu.querySelector(`input[data-letter="${CSS.escape(event.key.toLowerCase())}"]`);
  if (event.key === "Enter") takeReason(radio);
  else if (byKey) takeReason(byKey);
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const label = event.target.closest(".noval label");
  if (label && event.detail > 0) takeReason(label.querySelector("input"));
  const button = event.target.closest("[data-enter-value]");
  if (button) {
    const field = button.closest(".fld");
    const none = field.querySelector(".noval input[value='']");
    none.checked = true;
    none.dispatchEvent(new Event("change", { bubbles: true }));
    controlOf(field)?.focus();
  }
  const repair = event.target.closest("[data-repair]");
  if (repair) {
    enter(document.getElementById(repair.dataset.for), repair.dataset.repair);
  }
});

// Put a repair's value into a box, or choose it in a group of radios.
function enter(place, value) {
  const radio = place.querySelector(`input[value="${CSS.escape(value)}"]`);
  if (radio) radio.checked = true;
  else place.value = value;
  const control = radio ?? place;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
  control.focus();
}

// Tab goes from answer to answer; the tools of a field answer to Alt M and Alt H.
function skipTools(root) {
  for (const tool of root.querySelectorAll(".fld .tools :is(summary, a)")) {
    tool.tabIndex = -1;
  }
}

// On a narrow screen the rule of a grade is folded, for it stands above the form.
function foldRules(root) {
  if (!matchMedia("(max-width: 720px)").matches) return;
  for (const rule of root.querySelectorAll("details.src")) rule.open = false;
}

/* -- unsaved changes -- */

// What the server says of the record is no typing.
const NOT_TYPED = /^(csrfmiddlewaretoken|version|record|reason|base|differs|keep__.*)$/;
export const written = (form) => {
  const typed = [...new FormData(form)].filter(([name]) => !NOT_TYPED.test(name));
  return new URLSearchParams(typed).toString();
};
const asLoaded = new WeakMap();
const asSent = new WeakMap();
let leaving = false;
export const leave = () => (leaving = true);

function watch(form) {
  asLoaded.set(form, form.hasAttribute("data-unsaved") ? "" : written(form));
}

export const unsaved = () =>
  [...document.querySelectorAll("form[data-entry]")].some(
    (form) => asLoaded.has(form) && asLoaded.get(form) !== written(form),
  );

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-entry]") && !event.defaultPrevented) leaving = true;
});
addEventListener("beforeunload", (event) => {
  if (!leaving && unsaved()) event.preventDefault();
});
// Typing goes on while a save is under way: only what was sent is saved.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target;
  if (form.matches?.("form[data-entry]")) asSent.set(form, written(form));
  // A draft that falls due after its save has nothing left to keep.
  if (form.matches?.("[data-keeps-draft]") && !unsaved()) event.preventDefault();
});
document.addEventListener("dayzero:saved", (event) => {
  const form = event.target.closest("form");
  form.removeAttribute("data-unsaved");
  document.getElementById("draft-notice")?.remove();
  const reason = form.elements.namedItem("reason");
  if (reason) reason.value = "";
  asLoaded.set(form, asSent.get(form) ?? written(form));
});

/* -- after an answer with problems, the summary or else the first bad field -- */

export function focusFirstProblem(root) {
  const place =
    root.querySelector(".errsum") ??
    root.querySelector(".fld.bad :is(input, select, textarea):not([type=hidden])");
  place?.focus();
  place?.scrollIntoView({ block: "center" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-to-field]");
  const place = link && document.getElementById(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  const field = place.closest(".fld") ?? place;
  const control = place.matches("input, select, textarea") ? place : controlOf(field);
  (control ?? place).focus();
  field.scrollIntoView({ block: "center" });
});

skipTools(document);
foldRules(document);
for (const form of document.querySelectorAll("form[data-entry]")) watch(form);
document.addEventListener("htmx:load", (event) => {
  const part = event.target;
  skipTools(part.closest("form[data-entry]") ?? part);
  foldRules(part);
  const forms = [part, ...part.querySelectorAll("form[data-entry]")];
  for (const form of forms) if (form.matches("form[data-entry]")) watch(form);
});
if (document.querySelector(".errsum")) focusFirstProblem(document);
