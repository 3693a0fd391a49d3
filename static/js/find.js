// Quick find: a combobox over the results that htmx puts into #find-results.
const box = document.getElementById("find-box");
const list = document.getElementById("find-results");

const options = () => [...list.querySelectorAll("[role=option]")];

function activate(option) {
  for (const other of options()) {
    other.classList.toggle("on", other === option);
    other.setAttribute("aria-selected", String(other === option));
  }
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function show(open) {
  list.hidden = !open;
  box.setAttribute("aria-expanded", String(open));
  if (!open) activate(null);
}

function move(step) {
  const all = options();
  if (all.length === 0) return;
  const at = all.findIndex((option) => option.classList.contains("on"));
  activate(all[(at + step + all.length) % all.length]);
}

if (box && list) {
  list.addEventListener("htmx:afterSwap", () => {
    const all = options();
    all.forEach((option, n) => (option.id ||= `find-option-${n}`));
    show(list.childElementCount > 0 && document.activeElement === box);
    activate(all[0] ?? null);
  });
  list.addEventListener("layer:closed", () => show(false));
  box.addEventListener("keydown", (event) => {
    const active = list.querySelector("[role=option].on");
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && active && !list.hidden) active.click();
    else return;
    event.preventDefault();
  });
  box.addEventListener("focus", () => show(list.childElementCount > 0));
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".find")) show(false);
  });
  box.addEventListener("blur", () => {
    setTimeout(() => {
      if (!list.contains(document.activeElement)) show(false);
    }, 150);
  });
}
