// Nothing here is needed to read a page: it keeps pages for when there is no connection, and says so when there is none.
const home = document.documentElement.dataset.home;
if ("serviceWorker" in navigator && home) {
  window.addEventListener("load", () => navigator.serviceWorker.register(`${home}sw.js`, { scope: home }).catch(() => {}));
}
const told = document.getElementById("offline-told");
const tell = () => { if (told) told.hidden = navigator.onLine; };
window.addEventListener("online", tell);
window.addEventListener("offline", tell);
tell();
