// Questions that other answers call for. One that is not asked is out of sight only
// while it is empty: what was typed never vanishes with its question.
const given = (form, name) => {
  const field = document.getElementById(`id_${name}_field`);
  if (field?.querySelector(".absent:checked")) return [];
  const cell = new RegExp(`^${name}__\\d+-`);
  const posted = [...new FormData(form)];
  return posted.filter(([key, value]) => value && (key === name || cell.test(key))).map(([, value]) => value);
};

function isAsked(field, form) {
  if ("never" in field.dataset) return false;
  const answers = given(form, field.dataset.only);
  if (answers.length === 0) return false;
  const values = field.dataset.values.split(" ");
  return answers.some((one) => values.includes(one)) !== "unless" in field.dataset;
}

function isEmpty(field, form) {
  const name = field.id.replace(/^id_|_field$/g, "");
  return given(form, name).length === 0 && !field.querySelector(".absent:checked");
}

function settle(form) {
  for (const field of form.querySelectorAll(".fld[data-only], .fld[data-never]")) {
    const asked = isAsked(field, form);
    const empty = isEmpty(field, form);
    field.classList.toggle("waits", !asked && empty);
    field.querySelector(".stray").hidden = asked || empty;
  }
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form[data-entry]");
    if (form) settle(form);
  });
}
for (const form of document.querySelectorAll("form[data-entry]")) settle(form);
