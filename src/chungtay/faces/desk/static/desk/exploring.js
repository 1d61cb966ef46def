// The explorer works without this. It filters the list of indicators, moves chips between lines and columns,
// lets a day be chosen by a slider, and copies the link.
const form = document.querySelector("#question");
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

const sieve = document.querySelector("#sieve");
if (sieve) {
  sieve.closest("p").hidden = false;
  sieve.addEventListener("input", () => {
    const words = plain(sieve.value).split(/\s+/).filter(Boolean);
    for (const set of document.querySelectorAll(".explore__codes fieldset")) {
      let any = false;
      for (const label of set.querySelectorAll("label")) {
        const fits = words.every((word) => label.dataset.words.includes(word));
        label.hidden = !fits;
        label.style.display = fits ? "" : "none";
        any ||= fits;
      }
      set.hidden = !any;
    }
  });
  sieve.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}

const axes = document.querySelector(".explore__axes");
if (axes && form) {
  const order = () => [...axes.querySelectorAll("[data-axis]")].map((chip) => chip.dataset.axis).join(",");
  let held = null;
  for (const chip of axes.querySelectorAll("[data-axis]")) {
    chip.draggable = true;
    chip.addEventListener("dragstart", () => { held = chip; });
    chip.addEventListener("dragover", (event) => event.preventDefault());
    chip.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!held || held === chip) return;
      chip.before(held);
      held.querySelector("input").checked = chip.querySelector("input").checked;
      form.elements.hang.value = order();
    });
    chip.addEventListener("keydown", (event) => {
      const other = event.key === "ArrowLeft" ? chip.previousElementSibling : event.key === "ArrowRight" ? chip.nextElementSibling : null;
      if (!other?.dataset.axis) return;
      event.preventDefault();
      event.key === "ArrowLeft" ? other.before(chip) : other.after(chip);
      form.elements.hang.value = order();
      chip.querySelector("input").focus();
    });
  }
}

const slider = document.querySelector(".explore__slider");
if (slider) {
  slider.hidden = false;
  const range = slider.querySelector("input");
  const told = slider.querySelector("output");
  const day = () => {
    const date = new Date(`${range.dataset.first}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + Number(range.value));
    return date.toISOString().slice(0, 10);
  };
  range.addEventListener("input", () => {
    const isNow = range.value === range.max;
    form.elements.biet.value = isNow ? "" : day();
    told.textContent = isNow ? "" : day();
  });
  range.addEventListener("change", () => form.requestSubmit());
}

const copy = document.querySelector("#copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const link = document.querySelector("#link");
    try {
      await navigator.clipboard.writeText(link.value);
      copy.querySelector("span").textContent = "✓";
    } catch {
      link.select();
    }
  });
}
