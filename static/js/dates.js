// The day number beside a date box. No part of a date is ever invented: a month or a
// year gives the range of days it may stand for.
import { word } from "./words.js";

const DAY_MS = 86_400_000;
const MINUS = "\u2212";

const utc = (year, month, day) => {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.getTime() : null;
};

// [first, last] moment that `text` may stand for, or null when it is no date.
export function span(text) {
  const parts = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text.trim());
  if (!parts) return null;
  const [year, month, day] = parts.slice(1).map((part) => (part ? Number(part) : null));
  if (day) {
    const at = utc(year, month, day);
    return at === null ? null : [at, at];
  }
  const first = utc(year, month ?? 1, 1);
  if (first === null) return null;
  const last = month ? Date.UTC(year, month, 0) : Date.UTC(year, 11, 31);
  return [first, last];
}

const signed = (days) => (days < 0 ? `${MINUS}${-days}` : String(days));

export function dayText(text, dayZero) {
  const [zero] = span(dayZero) ?? [];
  const days = span(text);
  if (!days) return "";
  const whole = days[0] === days[1];
  const lacks = whole ? "" : word(text.trim().length > 4 ? "lacksDay" : "lacksMonth");
  if (zero === undefined) return lacks;
  const [first, last] = days.map((at) => Math.round((at - zero) / DAY_MS));
  return whole
    ? word("day", signed(first))
    : `${word("days", `${signed(first)} \u2026 ${signed(last)}`)} \u00b7 ${lacks}`;
}

// "d3" or "d-2" typed in a date box becomes the date it means.
export function fromDay(text, dayZero) {
  const typed = /^d\s*([+\-\u2212]?)(\d{1,5})$/i.exec(text.trim());
  const [zero] = span(dayZero) ?? [];
  if (!typed || zero === undefined) return null;
  const days = Number(typed[2]) * (typed[1] && typed[1] !== "+" ? -1 : 1);
  return new Date(zero + days * DAY_MS).toISOString().slice(0, 10);
}

function show(input) {
  const place = document.querySelector(`output[for="${CSS.escape(input.id)}"]`);
  if (!place) return;
  place.classList.remove("bad");
  place.textContent = dayText(input.value, input.dataset.dayZero ?? "");
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("input.date")) show(event.target);
});
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches?.("input[data-day-zero]")) return;
  const date = fromDay(input.value, input.dataset.dayZero);
  if (date) {
    input.value = date;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
