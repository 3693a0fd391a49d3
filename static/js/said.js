// After a save only messages are swapped. What they mean for the control beside them
// (its frame, aria-invalid, what describes it) is set here; the control stays as it is.
import { forgetCells, sayAtCells } from "./rows.js";

function controlsOf(field) {
  const group = field.querySelector(".ctl[role]");
  return group ? [group] : field.querySelectorAll(".ctl :is(input, select, textarea)");
}

function tell(said) {
  const field = said.closest(".fld");
  const { css } = said.dataset;
  field.classList.toggle("bad", css === "bad");
  field.classList.toggle("soft", css === "soft");
  // A reason belongs to the value that it was given for: it leaves with its doubt.
  const stands = field.querySelector(".confirm textarea");
  if (stands && css !== "soft") stands.value = "";
  field.querySelector("output.day")?.classList.toggle("bad", css === "bad");
  const id = said.id.replace(/_said$/, "");
  const told = ["helptext", "error", "doubt"].map((part) => `${id}_${part}`);
  const described = told.filter((one) => document.getElementById(one)).join(" ");
  for (const control of controlsOf(field)) {
    control.toggleAttribute("aria-describedby", Boolean(described));
    if (described) control.setAttribute("aria-describedby", described);
    if (css === "bad") control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
  // What was said once has moved to its cells; only what is new is said again.
  if (!("moved" in said.dataset)) {
    forgetCells(field);
    sayAtCells(said);
    said.dataset.moved = "";
  }
  if (css) unfold(field);
}

function unfold(place) {
  const folded = place.closest("details.more");
  if (folded) folded.open = true;
}

function askReason() {
  const why = document.getElementById("why");
  const state = document.getElementById("record-state");
  if (!why || !state) return;
  why.hidden = !("asksReason" in state.dataset);
  const reason = document.getElementById("reason");
  const missing = document.getElementById("reason-message");
  reason.toggleAttribute("aria-invalid", Boolean(missing));
  if (missing) reason.setAttribute("aria-invalid", "true");
  if (missing) reason.setAttribute("aria-describedby", missing.id);
}

// Registered before the focus goes to the problems, so that what is folded is open.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "problems") return;
  for (const said of document.querySelectorAll(".fld .said")) tell(said);
  askReason();
});

// On a narrow screen the history stands below the form.
document.addEventListener("htmx:afterSettle", (event) => {
  const { target } = event.detail;
  if (target?.id === "history" && matchMedia("(max-width: 860px)").matches) {
    target.scrollIntoView({ block: "start" });
  }
});

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a[data-to-field]");
    const place = link && document.getElementById(link.hash.slice(1));
    if (place) unfold(place);
  },
  true,
);
