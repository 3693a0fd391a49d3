// Draw every [data-chart]: its specification is fetched from the address it names.
async function draw(element) {
  const answer = await fetch(element.dataset.chart, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} for ${element.dataset.chart}`);
  await globalThis.dayzeroCharts.draw(element, await answer.json());
}

function drawAll(root) {
  for (const element of root.querySelectorAll("[data-chart]:not([data-drawn])")) {
    element.dataset.drawn = "";
    draw(element).catch((problem) => {
      delete element.dataset.drawn;
      element.dispatchEvent(new CustomEvent("dayzero:chart-failed", { bubbles: true, detail: problem }));
    });
  }
}

drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.target));
