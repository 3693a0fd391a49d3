// Loaded before the first paint, so that what needs a script is shown only with one.
document.documentElement.classList.add("js");
