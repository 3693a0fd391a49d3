// Buttons that copy the text of the element they name. They are shown by this script, so
// that nobody meets one that does nothing.
for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copies);
    const said = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      said.textContent = button.dataset.done;
    } catch {
      // Without leave to write, the text is marked for the reader's own copying.
      getSelection().selectAllChildren(source);
      said.textContent = button.dataset.marked;
    }
  });
}
