// Ticking a whole list at once, and how many lines are ticked. Without a script each box is ticked by itself.

for (const form of document.querySelectorAll("[data-ticks]")) {
  const boxes = () => [...form.querySelectorAll("tbody input[type=checkbox]")];
  const all = form.querySelector("[data-all]");
  const told = form.querySelector("[data-count]");
  const count = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    if (told) told.textContent = ticked ? `(${ticked})` : "";
    if (!all) return;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all.checked;
    count();
  });
  count();
}
