// On a narrow screen the sections stand in one line that scrolls: the one that is open comes into view.
const here = document.querySelector(".nav [aria-current]");
const nav = here?.closest(".nav");
if (nav) nav.scrollLeft = here.offsetLeft - nav.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;
