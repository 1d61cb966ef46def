// Pointing at cells: the field that has the focus takes the address of the cell that is clicked, then the next row's
// field is ready. Everything can be typed as well; without this script the page is a plain form.

const form = document.querySelector("[data-pointing]");
const fields = [...form.querySelectorAll("[data-address]")];
const cells = new Map([...form.querySelectorAll("[data-cell]")].map((cell) => [cell.dataset.cell.toLowerCase(), cell]));
const [first] = form.querySelectorAll("[data-cell]");
let active = fields.find((field) => !field.value && !["period_at", "place_at"].includes(field.id)) ?? fields[2];

const cellOf = (text) => {
  const plain = text.trim().replaceAll("$", "").replaceAll("'", "").toLowerCase();
  if (!plain) return undefined;
  const sheet = first ? first.dataset.cell.split("!")[0].toLowerCase() : "";
  return cells.get(plain.includes("!") ? plain : `${sheet}!${plain}`);
};

function paint() {
  for (const cell of cells.values()) cell.classList.remove("is-taken", "is-here");
  for (const field of fields) {
    const cell = cellOf(field.value);
    field.classList.toggle("is-here", field === active);
    cell?.classList.add(field === active ? "is-here" : "is-taken");
    const shown = field.parentElement.querySelector("output");
    if (shown) shown.textContent = cell ? cell.textContent : "";
  }
}

function choose(field, scroll = false) {
  active = field;
  paint();
  if (scroll) cellOf(field.value)?.scrollIntoView({ block: "center", inline: "center" });
}

for (const field of fields) {
  field.addEventListener("focus", () => choose(field, true));
  field.addEventListener("input", paint);
}

form.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (!cell || !active) return;
  active.value = cell.dataset.cell;
  const next = fields[fields.indexOf(active) + 1];
  if (next) {
    choose(next);
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
  paint();
});

// Enter goes to the next row, as in a sheet; the button keeps the layout.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[data-address]")) return;
  event.preventDefault();
  fields[fields.indexOf(event.target) + 1]?.focus();
});

paint();
