// A switch that stays as it was left, on this computer: data-kept names it.
const PREFIX = "dayzero.";

for (const box of document.querySelectorAll("input[data-kept]")) {
  const name = PREFIX + box.dataset.kept;
  box.checked = localStorage.getItem(name) === "on";
  box.addEventListener("change", () => localStorage.setItem(name, box.checked ? "on" : "off"));
}
