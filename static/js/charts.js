// Draw every [data-chart]: its specification is fetched from the address it names, one
// column wide where there is room for no more. A chart whose address changes is drawn
// anew, and stands until the new one is there.
const drawings = new WeakMap();
const narrow = matchMedia("(max-width: 700px)");

function addressOf(element) {
  const address = element.dataset.chart;
  if (!narrow.matches) return address;
  return `${address}${address.includes("?") ? "&" : "?"}columns=1`;
}

async function draw(element, address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  const place = document.createElement("div");
  place.ariaHidden = "true"; // the element around it is one image with a name
  const drawing = await globalThis.dayzeroCharts.draw(place, await answer.json());
  if (element.dataset.drawn !== address) return drawing.finalize();
  drawing.view.addEventListener("click", (event, item) => {
    const behind = behindOf(drawing.view, event, item);
    if (behind) location.assign(behind);
  });
  drawings.get(element)?.finalize();
  drawings.set(element, drawing);
  element.replaceChildren(place);
  element.dispatchEvent(new CustomEvent("dayzero:chart-drawn", { bubbles: true }));
}

// A mark whose row names who is behind it leads there. Of a line or a band, which is one
// mark of many points, the point counts that is nearest across.
function behindOf(view, event, item) {
  if (!item?.datum) return "";
  const { marktype, items } = item.mark;
  if (marktype !== "line" && marktype !== "area") return item.datum.behind;
  const across = acrossOf(view, event, item.mark.group);
  const points = items.filter((one) => one.datum.behind);
  points.sort((one, other) => Math.abs(one.x - across) - Math.abs(other.x - across));
  return points[0]?.datum.behind;
}

// How far right of a mark's group somebody clicked, in the pixels of the drawing.
function acrossOf(view, event, group) {
  const drawn = view.container().querySelector("svg");
  const box = drawn.getBoundingClientRect();
  const scale = Number(drawn.getAttribute("width")) / box.width || 1;
  let across = (event.clientX - box.left) * scale - view.padding().left - view.origin()[0];
  for (let one = group; one; one = one.mark?.group) across -= one.x || 0;
  return across;
}

export function drawAll(root) {
  for (const element of root.querySelectorAll("[data-chart]")) {
    const address = addressOf(element);
    if (element.dataset.drawn === address) continue;
    element.dataset.drawn = address;
    draw(element, address).catch((problem) => {
      if (element.dataset.drawn === address) delete element.dataset.drawn;
      if (!element.hasChildNodes()) element.textContent = element.dataset.failed ?? "";
      element.dispatchEvent(new CustomEvent("dayzero:chart-failed", { bubbles: true, detail: problem }));
    });
  }
}

drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.target));
narrow.addEventListener("change", () => drawAll(document));
