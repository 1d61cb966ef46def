// Keys for confirming many reports. Every key presses a button, follows a link or moves a choice that is on the page.

document.documentElement.classList.add("has-script");

const sitting = document.querySelector("[data-sitting]");
const sure = document.querySelector("[data-sure]");

function turn(name) {
  const options = [...sitting.querySelectorAll(`input[name=${name}]`)];
  if (options.length < 2) return;
  const at = options.findIndex((option) => option.checked);
  options[(at + 1) % options.length].checked = true;
}

const turns = { d: "place", k: "period" };

document.addEventListener("keydown", (event) => {
  if (!(sitting || sure) || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "Enter" && event.target.closest("button, a")) return;
  if (event.target.matches("input:not([type=radio]), select, textarea")) return;
  if (sitting && Object.hasOwn(turns, event.key)) {
    event.preventDefault();
    turn(turns[event.key]);
    return;
  }
  // A radio would send the form by its first button, whatever that is.
  if (event.key === "Enter") event.preventDefault();
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});

function count() {
  const boxes = [...sure.querySelectorAll("input[name=so]")];
  sure.querySelector("[data-count]").textContent = `(${boxes.filter((box) => box.checked).length})`;
}

sure?.addEventListener("change", count);
