// The words that scripts show stand in base.html, in the page's language.
const page = document.getElementById("words");

export function word(name, value = "") {
  return (page?.dataset[name] ?? "").replace("%s", value);
}
