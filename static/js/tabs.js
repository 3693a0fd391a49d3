// The tab of the page that is open stands in view, where not all have room beside it.
const open = document.querySelector(".tabs [aria-current]");
if (open) {
  const tabs = open.closest(".tabs");
  const middle = (box) => box.left + box.width / 2;
  tabs.scrollLeft += middle(open.getBoundingClientRect()) - middle(tabs.getBoundingClientRect());
}
