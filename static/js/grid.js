// A table of boxes: up, down and Enter go to the same box of the next row, as in a sheet.
const STEPS = { ArrowUp: -1, ArrowDown: 1, Enter: 1 };

document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (!box.matches?.("table[data-grid] input") || !(event.key in STEPS)) return;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const row = box.closest("tr");
  const at = [...row.querySelectorAll("input:not([type=hidden]), select")].indexOf(box);
  const next = STEPS[event.key] > 0 ? row.nextElementSibling : row.previousElementSibling;
  next?.querySelectorAll("input:not([type=hidden]), select")[at]?.focus();
  event.preventDefault();
});
