// What floats or was opened last (a menu, a dialog, the history) and how Esc closes it.
// A layer is any element with data-layer: it is open when it is a <details open>, a
// <dialog open>, or not hidden.

const isOpen = (layer) =>
  layer.matches("details, dialog") ? layer.open : !layer.hidden && layer.childElementCount > 0;

let counter = 0;

export function opened(layer) {
  layer.dataset.opened = String(++counter);
}

export function close(layer) {
  if (layer.matches("details")) {
    layer.open = false;
    layer.querySelector("summary")?.focus();
  } else if (layer.matches("dialog")) {
    layer.close();
  } else if (layer.dataset.layer === "empty") {
    layer.replaceChildren();
    document.getElementById(layer.dataset.opener ?? "")?.focus();
  } else {
    layer.hidden = true;
  }
  layer.dispatchEvent(new CustomEvent("layer:closed", { bubbles: true }));
}

export function closeLast() {
  const open = [...document.querySelectorAll("[data-layer]")].filter(isOpen);
  open.sort((a, b) => Number(b.dataset.opened ?? 0) - Number(a.dataset.opened ?? 0));
  if (open.length === 0) return false;
  close(open[0]);
  return true;
}

document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches?.("[data-layer]") || !event.target.open) return;
    opened(event.target);
    event.target.querySelector(".menu")?.scrollIntoView({ block: "nearest" });
  },
  true,
);

document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-close]");
  if (closer) {
    close(closer.closest("[data-layer]"));
    return;
  }
  for (const menu of document.querySelectorAll("details[data-layer][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
