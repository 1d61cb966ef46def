// What a mark of a picture says, beside the pointer. The table beneath says the same without it.
const tip = document.createElement("p");
tip.className = "picture__tip";
tip.setAttribute("aria-hidden", "true");
tip.hidden = true;
document.body.append(tip);

document.addEventListener("pointermove", (event) => {
  const mark = event.target instanceof Element ? event.target.closest(".picture [aria-label][role='graphics-symbol'], .picture [aria-roledescription]") : null;
  const words = mark?.getAttribute("aria-label") ?? "";
  tip.hidden = !words.includes(": ");
  if (tip.hidden) return;
  tip.textContent = words;
  tip.style.left = `${Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${event.clientY + 16}px`;
});
