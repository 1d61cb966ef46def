// Keys for the page of a report. Every key presses a button or follows a link that is on the page anyway,
// so nothing can be done by key that cannot be done without a script.

const bench = document.querySelector("[data-reading]");
const keys = document.getElementById("keys");
let asked = null; // id of the candidate that was decided last: undone by "u", followed by the next one

document.documentElement.classList.add("has-script");

const cards = () => [...bench.querySelectorAll("[data-candidate]")];
const current = () => document.activeElement?.closest?.("[data-candidate]") ?? null;

function go(card, smooth = true) {
  if (!card) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", behavior: smooth ? "smooth" : "auto" });
  const mark = document.getElementById(`m-${card.dataset.candidate}`);
  bench.querySelectorAll(".mark.is-here").forEach((other) => other.classList.remove("is-here"));
  if (mark) {
    mark.classList.add("is-here");
    mark.scrollIntoView({ block: "center", behavior: smooth ? "smooth" : "auto" });
  }
}

function step(by) {
  const all = cards();
  const at = all.indexOf(current());
  go(at < 0 ? all.find((card) => card.dataset.state === "proposed") ?? all[0] : all[at + by]);
}

function press(key) {
  const card = current();
  const button = card?.querySelector(`[data-key="${key}"]`);
  if (button) button.click();
  return Boolean(button);
}

function undo() {
  if (press("u") || !asked) return;
  go(document.getElementById(`c-${asked}`));
  press("u");
}

function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

function toSource() {
  const card = current();
  if (card) document.getElementById(`m-${card.dataset.candidate}`)?.focus();
}

const deeds = { j: () => step(1), k: () => step(-1), x: () => press("x"), e: () => press("e"), u: undo, o: toSource, "?": () => open("keys") };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys?.open) return;
  const writing = event.target.closest("input, select, textarea");
  if (writing) {
    if (event.key === "Escape") press("Escape");
    return;
  }
  if (event.key === "Enter" && event.target.matches("[data-candidate]")) {
    event.preventDefault();
    press("Enter");
  } else if (Object.hasOwn(deeds, event.key)) {
    event.preventDefault();
    deeds[event.key]();
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) open(opener.dataset.open);
  const mark = event.target.closest("a.mark");
  if (mark) {
    event.preventDefault();
    go(document.getElementById(mark.hash.slice(1)));
  }
});

// After a decision the next undecided figure is taken up; after opening an edit form its first field is.
document.addEventListener("htmx:beforeRequest", (event) => {
  const card = event.target.closest?.("[data-candidate]");
  if (card && event.detail.requestConfig.verb === "post") asked = card.dataset.candidate;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const card = event.detail.elt?.closest?.("[data-candidate]");
  if (!card) return;
  const field = card.querySelector("form.edit select, form.edit input");
  recolour(card);
  if (field) return field.focus();
  if (card.dataset.candidate !== asked || card.dataset.state === "proposed") return go(card, false);
  const all = cards();
  const rest = all.slice(all.indexOf(card) + 1);
  go(rest.find((other) => other.dataset.state === "proposed") ?? card);
});

function recolour(card) {
  const mark = document.getElementById(`m-${card.dataset.candidate}`);
  if (mark) mark.className = `mark mark--${card.dataset.state}`;
}
