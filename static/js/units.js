// A number and its unit. Choosing another unit converts nothing that is typed; what would
// be stored is shown beside it.
const PLACES = 1e6;

function show(box) {
  const choice = document.getElementById(`${box.id}_unit`);
  const place = choice?.closest(".ctl").querySelector("output.as-stored");
  if (!place) return;
  const { times, by, minus } = choice.selectedOptions[0].dataset;
  const number = Number(box.value.trim().replace(",", "."));
  const stored = choice.selectedIndex === 0 || !box.value.trim() || Number.isNaN(number);
  const value = Math.round(((number - minus) * times * PLACES) / by) / PLACES;
  place.textContent = stored ? "" : `= ${value} ${place.dataset.unit}`;
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const choice = event.target.closest?.(".unit-choice");
    if (choice) show(document.getElementById(choice.id.replace(/_unit$/, "")));
    else if (event.target.matches?.(".ctl input.n")) show(event.target);
  });
}
