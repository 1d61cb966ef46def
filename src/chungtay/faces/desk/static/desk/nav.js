// On a narrow screen the sections stand in one line that scrolls: the one that is open comes into view.
const here = document.querySelector(".nav [aria-current]");
const nav = here?.closest(".nav");
if (nav) nav.scrollLeft = here.offsetLeft - nav.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;

// A day is typed; the button beside it opens the browser's calendar, which writes into the same field.
function typedDay(iso) {
  if (document.documentElement.lang === "en") return iso;
  return iso.split("-").reverse().join("/");
}

function isoDay(text) {
  const found = /^\s*(\d{1,2})[/-](\d{1,2})[/-](\d{4})\s*$/.exec(text);
  return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : text.trim();
}

document.documentElement.classList.add("picks-days");
document.addEventListener("click", (event) => {
  const dated = event.target.closest?.(".dated__pick")?.parentElement;
  if (!dated) return;
  const [typed, native] = [dated.querySelector("input"), dated.querySelector(".dated__native")];
  native.value = isoDay(typed.value);
  native.onchange = () => {
    if (!native.value) return;
    typed.value = typedDay(native.value);
    typed.dispatchEvent(new Event("input", { bubbles: true }));
    typed.focus();
  };
  native.showPicker?.();
});
