// Moves and removes rows of a form without asking the server. The buttons do the same without a script, one by one.

const lines = document.querySelector("[data-lines]");
const said = document.querySelector("[data-said]");

function tell(line) {
  const at = [...lines.children].indexOf(line) + 1;
  if (said) said.textContent = `${said.dataset.moved} ${at}/${lines.children.length}`;
}

function move(line, by) {
  const other = by < 0 ? line.previousElementSibling : line.nextElementSibling;
  if (!other) return;
  const held = document.activeElement;
  if (by < 0) other.before(line);
  else other.after(line);
  held?.focus();
  line.scrollIntoView({ block: "nearest" });
  tell(line);
}

function step(line, by) {
  const other = by < 0 ? line.previousElementSibling : line.nextElementSibling;
  other?.querySelector("[data-go=up]")?.focus();
}

lines?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-go]");
  // Removing a row may take rules with it: that is for the server to do.
  if (!button || button.dataset.go === "remove") return;
  event.preventDefault();
  move(button.closest("[data-line]"), button.dataset.go === "up" ? -1 : 1);
});

lines?.addEventListener("keydown", (event) => {
  const line = event.target.closest("[data-line]");
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!line || event.ctrlKey || event.metaKey) return;
  if (event.altKey && by) move(line, by);
  else if (event.altKey && event.key === "Delete") line.querySelector("[data-go=remove]")?.click();
  else if (by && event.target.closest("button")) step(line, by);
  else return;
  event.preventDefault();
});
