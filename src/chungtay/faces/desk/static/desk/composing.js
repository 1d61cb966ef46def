// Editing a review's words: figures as chips that cannot be typed over, drafts saved by themselves, text pasted without
// its styling. The page is plain forms that work without this script; each editor writes back into its form's textarea.

const QUIET = 1500; // ms without a change until the draft is saved
const AGAIN = 5000; // ms until a failed saving is tried again
const TOKEN = /\[\[([0-9a-f]{8})(?:\|([^[\]\n]*))?\]\]/g;
const figures = document.getElementById("compose-figures");
const words = new Map([...(figures?.content.querySelectorAll("option") ?? [])].map((one) => [one.value, one.dataset.words]));

// This window among the account's own: another that has the same block open is not written over unseen.
const WINDOW = [...crypto.getRandomValues(new Uint32Array(4))].map((one) => one.toString(36)).join("-");

document.documentElement.classList.add("has-script");

function chip(key, said) {
  const made = document.createElement("span");
  made.className = "bound";
  made.contentEditable = "false";
  made.dataset.key = key;
  made.textContent = words.get(key) ?? said ?? key;
  return made;
}

function shown(text) {
  const made = document.createDocumentFragment();
  let at = 0;
  for (const found of text.matchAll(TOKEN)) {
    made.append(text.slice(at, found.index), chip(found[1], found[2]));
    at = found.index + found[0].length;
  }
  made.append(text.slice(at));
  return made;
}

function written(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.dataset?.key) return `[[${node.dataset.key}|${node.textContent}]]`;
  if (node.nodeName === "BR") return "\n";
  const inner = [...node.childNodes].map(written).join("");
  return node.nodeName === "DIV" || node.nodeName === "P" ? `\n${inner}` : inner;
}

class Editor {
  constructor(form) {
    this.form = form;
    this.area = form.querySelector("textarea");
    this.state = form.querySelector("[data-state]");
    this.box = document.createElement("div");
    this.box.className = "compose__editor";
    this.box.contentEditable = "true";
    this.box.lang = "vi";
    this.box.setAttribute("role", "textbox");
    this.box.setAttribute("aria-multiline", "true");
    this.label = form.querySelector("label");
    this.label.id = `l-${form.dataset.key}`;
    this.box.setAttribute("aria-labelledby", this.label.id);
    this.box.dataset.placeholder = this.area.placeholder;
    this.box.append(shown(this.area.value));
    this.area.hidden = true;
    this.area.after(this.box);
    this.area.value = this.text();
    // What was refused is kept nowhere: `saved` null makes leaving the page ask.
    this.saved = "unsaved" in form.dataset ? null : this.area.value;
    this.refused = null;
    // Every saving carries a greater number: what arrives after a greater one is left, however late.
    this.version = Number(form.elements.version.value);
    form.elements.window.value = WINDOW;
    this.isLeft = false;
    this.box.addEventListener("input", () => this.changed());
    this.box.addEventListener("paste", (event) => this.paste(event));
    this.box.addEventListener("drop", (event) => event.preventDefault());
    this.box.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("submit", () => this.leave());
    this.chooser();
  }

  text() { return written(this.box).replace(/^\n/, ""); }

  // A draft still on its way would come in after the wording it belongs to.
  leave() {
    clearTimeout(this.timer);
    this.flight?.abort();
    this.form.elements.version.value = ++this.version;
    this.area.value = this.text();
    this.saved = this.area.value;
  }

  changed() {
    this.area.value = this.text();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), QUIET);
  }

  paste(event) {
    event.preventDefault();
    this.insert(shown(event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n")));
  }

  key(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      this.insert(document.createTextNode("\n"));
    }
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.form.requestSubmit(this.form.querySelector("[value=save]"));
    }
  }

  insert(piece) {
    const chosen = getSelection();
    let range = chosen.rangeCount ? chosen.getRangeAt(0) : null;
    if (!range || !this.box.contains(range.commonAncestorContainer)) {
      range = document.createRange();
      range.selectNodeContents(this.box);
      range.collapse(false);
    }
    range.deleteContents();
    const last = piece.nodeType === Node.DOCUMENT_FRAGMENT_NODE ? piece.lastChild : piece;
    range.insertNode(piece);
    // A line end at the very end of a box is not drawn unless something follows it.
    if (last?.data?.endsWith("\n") && !last.nextSibling) last.after(document.createElement("br"));
    if (last) { range.setStartAfter(last); range.collapse(true); chosen.removeAllRanges(); chosen.addRange(range); }
    this.box.focus();
    this.changed();
  }

  chooser() {
    if (!words.size) return;
    const list = document.createElement("select");
    list.className = "compose__insert button--s";
    list.setAttribute("aria-label", this.state.dataset.insert);
    list.append(new Option(`${this.state.dataset.insert}…`, ""), figures.content.cloneNode(true));
    list.addEventListener("change", () => {
      if (list.value) this.insert(chip(list.value));
      list.value = "";
    });
    this.form.querySelector(".actions").prepend(list);
  }

  async save() {
    const text = this.area.value;
    if (this.isLeft) return;
    if (text === this.refused || (text === this.saved && this.refused === null)) return;
    this.state.textContent = this.state.dataset.saving;
    const body = new URLSearchParams(new FormData(this.form));
    body.set("do", "draft");
    body.set("version", ++this.version);
    this.flight?.abort();
    const flight = (this.flight = new AbortController());
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, signal: flight.signal });
      const told = await answer.json();
      if (answer.status === 422) { this.state.textContent = told.refused.join(" "); this.refused = text; return; }
      if (told.left) { this.isLeft = true; this.state.textContent = this.state.dataset.left; return; }
      this.saved = text;
      this.refused = null;
      this.form.elements.since.value = body.get("version");
      const over = told.standing !== Number(body.get("seen"));
      this.state.textContent = `${this.state.dataset.saved} ${told.at}${over ? `. ${this.state.dataset.over}` : ""}`;
    } catch {
      if (flight.signal.aborted) return;
      this.state.textContent = this.state.dataset.failed;
      this.timer = setTimeout(() => this.save(), AGAIN);
    }
  }
}

const editors = [];
function opened(pane) {
  for (const form of pane.querySelectorAll("form[data-compose]:not([data-ready])")) {
    form.dataset.ready = "";
    editors.push(new Editor(form));
  }
}
for (const pane of document.querySelectorAll(".compose__pane")) {
  if (pane.open) opened(pane);
  pane.addEventListener("toggle", () => { if (pane.open) opened(pane); });
}
addEventListener("beforeunload", (event) => {
  if (editors.some((one) => one.area.value !== one.saved)) event.preventDefault();
});
