// A file that takes a while: asked for beside the page, so that it shows that it is being made. Without a script the
// form is sent as it is.

const saved = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

async function made(form) {
  const [bar, told, button] = [form.querySelector("progress"), form.querySelector("[data-told]"), form.querySelector("button")];
  const began = Date.now();
  const tick = () => { told.textContent = `${form.dataset.slow} · ${Math.round((Date.now() - began) / 1000)} s`; };
  const slow = setTimeout(() => { bar.hidden = false; tick(); }, 400);
  const ticking = setInterval(() => { if (!bar.hidden) tick(); }, 1000);
  button.disabled = true;
  try {
    const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok || answer.headers.get("Content-Type") !== "application/pdf") throw new Error(String(answer.status));
    saved(await answer.blob(), /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))[1]);
    told.textContent = form.dataset.done;
  } catch {
    told.textContent = form.dataset.failed;
  } finally {
    clearTimeout(slow);
    clearInterval(ticking);
    bar.hidden = true;
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll("[data-making]")) {
  form.addEventListener("submit", (event) => { event.preventDefault(); made(form); });
}
