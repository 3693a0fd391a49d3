// A form that the server draws anew after a choice in it. What was typed while the answer
// was under way is not swapped away: the same is asked again, with what is typed now.
const asked = new WeakMap();
const typed = (form) => new URLSearchParams(new FormData(form)).toString();

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target.matches("form")) asked.set(detail.xhr, typed(detail.target));
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const then = asked.get(detail.xhr);
  if (then === undefined || then === typed(detail.target)) return;
  const { elt, triggeringEvent } = detail.requestConfig;
  detail.shouldSwap = false;
  htmx.trigger(elt, triggeringEvent.type);
});
