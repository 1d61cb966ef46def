// Choosing all clean reports at once, and how many are chosen. Without a script each box is ticked by itself.

const form = document.querySelector("[data-queue]");
document.documentElement.classList.add("has-script");

const boxes = (root) => [...root.querySelectorAll("input[name=batch]")];

function count() {
  const chosen = boxes(form).filter((box) => box.checked).length;
  const told = form.querySelector("[data-count]");
  if (told) told.textContent = chosen ? `(${chosen})` : "";
  for (const group of form.querySelectorAll("[data-group]")) {
    const all = group.querySelector("[data-all]");
    if (!all) continue;
    const own = boxes(group);
    const ticked = own.filter((box) => box.checked).length;
    all.checked = ticked === own.length;
    all.indeterminate = ticked > 0 && ticked < own.length;
  }
}

form?.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) {
    for (const box of boxes(event.target.closest("[data-group]"))) box.checked = event.target.checked;
  }
  count();
});
if (form) count();
