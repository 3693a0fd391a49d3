// A repeating group: blank rows are there without a script too; with one they appear when
// they are asked for, and a row that is removed is emptied, which is what removes it.
const CELLS = "input, select, textarea";

const isBlank = (row) => [...row.querySelectorAll(CELLS)].every((cell) => !cell.value);

function tell(cell) {
  cell.dispatchEvent(new Event("input", { bubbles: true }));
  cell.dispatchEvent(new Event("change", { bubbles: true }));
}

// A copy of the last row, numbered after it: "genes__3-gene" becomes "genes__4-gene".
function another(group) {
  const last = group.querySelector("tbody tr:last-child");
  const row = last.cloneNode(true);
  const number = Number(/__(\d+)-/.exec(last.querySelector(CELLS).name)[1]);
  for (const cell of row.querySelectorAll(CELLS)) {
    cell.value = "";
    cell.name = cell.name.replace(/__\d+-/, `__${number + 1}-`);
    cell.id = cell.id.replace(/__\d+-/, `__${number + 1}-`);
    cell.removeAttribute("aria-invalid");
    renumber(cell, number);
  }
  renumber(row.querySelector("[data-remove-row] span"), number);
  last.after(row);
  return row;
}

// Row 4 of the page is the one whose cells are numbered 3.
function renumber(place, number) {
  const next = (text) => text.replace(String(number + 1), String(number + 2));
  if (place.hasAttribute("aria-label")) {
    const label = place.getAttribute("aria-label");
    const at = label.lastIndexOf(String(number + 1));
    place.setAttribute("aria-label", label.slice(0, at) + next(label.slice(at)));
  } else place.textContent = next(place.textContent);
}

function add(group) {
  const rows = [...group.querySelectorAll("tbody tr.spare")];
  const row = rows.find((one) => !one.classList.contains("shown")) ?? another(group);
  row.classList.add("shown");
  row.querySelector(CELLS).focus();
}

function remove(row) {
  const group = row.closest(".rows");
  for (const cell of row.querySelectorAll(CELLS)) cell.value = "";
  row.classList.add("spare");
  row.classList.remove("shown");
  for (const message of row.querySelectorAll(".msg")) message.remove();
  tell(row.querySelector(CELLS));
  group.querySelector("[data-add-row]").focus();
}

document.addEventListener("click", (event) => {
  const group = event.target.closest?.("[data-add-row]")?.closest(".rows");
  if (group) add(group);
  const row = event.target.closest?.("[data-remove-row]")?.closest("tr");
  if (row) remove(row);
});

// What is wrong with a cell is said at the cell.
export function sayAtCells(root) {
  const old = new Set();
  for (const said of root.querySelectorAll("[data-cell]")) {
    const cell = document.getElementById(said.dataset.cell);
    if (!cell) continue;
    const row = cell.closest("tr");
    if (!old.has(row)) for (const one of row.querySelectorAll(".msg")) one.remove();
    old.add(row);
    row.classList.add("shown");
    said.id = `${cell.id}_error`;
    cell.setAttribute("aria-invalid", "true");
    cell.setAttribute("aria-describedby", said.id);
    cell.after(said);
  }
}

export function forgetCells(field) {
  for (const cell of field.querySelectorAll(".rows [aria-invalid]")) {
    cell.removeAttribute("aria-invalid");
    cell.removeAttribute("aria-describedby");
  }
  for (const said of field.querySelectorAll(".rows .msg")) said.remove();
}

// A row that was never blank stays in sight however it is emptied by hand.
document.addEventListener("input", (event) => {
  const row = event.target.closest?.(".rows tr.spare");
  if (row && !isBlank(row)) row.classList.add("shown");
});

sayAtCells(document);
