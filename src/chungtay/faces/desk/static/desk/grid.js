// The entry grid by keyboard, saving cell by cell. The page is a plain form that works without this script; here every
// change is sent as it is made, with the version that was seen, and the server's history is what undoing asks for.

const form = document.querySelector("[data-grid]");
const said = form.dataset;
const state = form.querySelector("[data-state]");
const found = form.querySelector("[data-found]");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const AGAIN = 3000; // ms until a failed saving is tried again
const QUIET = 700; // ms without a change until the checks are asked

document.documentElement.classList.add("has-script");

// --- rows ----------------------------------------------------------------------------------------

const rows = new Map();
for (const tr of form.querySelectorAll("tr[data-item]")) {
  const id = tr.dataset.item;
  const row = { id, tr, text: field("t"), kind: field("a"), note: field("n"), seal: field("s"), said: document.getElementById(`m-${id}`) };
  row.version = parseInt(row.seal.value, 10);
  row.base = content(row);
  row.offer = row.text.dataset.offer ?? "";
  rows.set(id, row);
  function field(name) { return tr.querySelector(`[name="${name}-${id}"]`); }
}
const order = [...rows.values()];
const dirty = new Map(); // row -> the deed that changed it: what one deed changed is undone together
let deedsDone = 0;
let busy = false;
let editing = false;
let started = "";
let retry = null;
let asking = null;

function content(row) { return { t: row.text.value.trim(), a: row.kind.value, n: row.note.value.trim() }; }
function same(a, b) { return a.t === b.t && a.a === b.a && a.n === b.n; }
function rowOf(element) { return rows.get(element?.closest?.("tr[data-item]")?.dataset.item); }

function show(row, cell) {
  row.text.value = cell.t;
  row.kind.value = cell.a;
  row.note.value = cell.n;
  if (cell.n) row.note.closest("details").open = true;
  row.base = content(row);
}

function tell(row, kind, text) {
  row.said.querySelectorAll(`.grid__${kind}`).forEach((old) => old.remove());
  if (!text) return null;
  const line = document.createElement("p");
  line.className = `grid__${kind}`;
  line.textContent = text;
  row.said.append(line);
  return line;
}

function offer(row, text) {
  row.offer = text;
  row.text.placeholder = text;
  const line = row.said.querySelector(".grid__offer");
  if (line) line.hidden = !text;
}

// --- saving --------------------------------------------------------------------------------------

// While a content is on its way, or torn between two people, committing it once more would write over the other's.
function commit(row) {
  if (!row || row.theirs || row.text.readOnly || same(content(row), row.sent ?? row.base)) return;
  waits(row, ++deedsDone);
  flush();
}

function waits(row, deed) {
  dirty.delete(row); // to the end, so that deeds are sent in their order
  dirty.set(row, deed);
}

async function post(address, fields) {
  const body = new URLSearchParams(fields);
  const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
  if (answer.redirected || !(answer.headers.get("Content-Type") ?? "").startsWith("application/json")) throw new Error(String(answer.status));
  return answer.json();
}

async function flush() {
  if (busy || !dirty.size) return;
  clearTimeout(retry);
  busy = true;
  const sent = [...dirty].map(([row, deed]) => [row, (row.sent = content(row)), deed]);
  dirty.clear();
  state.textContent = said.saidSaving;
  try {
    const fields = sent.flatMap(([row, now, deed]) => [["d", String(deed)], ["i", row.id], ["t", now.t], ["a", now.a], ["n", now.n], ["v", String(row.version)]]);
    const answer = await post(said.cells, fields);
    if (answer.told) {
      state.textContent = answer.told.join(" ");
      for (const [row, now] of sent) [row.sent, row.base] = [null, now];
    } else {
      for (const [index, cell] of answer.cells.entries()) saved(sent[index][0], sent[index][1], cell);
      state.textContent = said.saidSaved;
      ask();
    }
  } catch {
    const later = [...dirty];
    dirty.clear();
    for (const [row, , deed] of sent) {
      row.sent = null;
      waits(row, deed);
    }
    for (const [row, deed] of later) waits(row, deed);
    state.textContent = said.saidLost;
    retry = setTimeout(flush, AGAIN);
    busy = false;
    return;
  }
  busy = false;
  count();
  flush();
}

function saved(row, sent, cell) {
  row.sent = null;
  row.version = cell.v;
  const problem = tell(row, "bad", cell.problem ?? "");
  row.tr.classList.toggle("is-bad", Boolean(problem));
  row.tr.classList.toggle("is-torn", Boolean(cell.theirs));
  row.theirs = cell.theirs ?? null;
  if (cell.theirs) return torn(row, sent, cell);
  if (cell.kept === false) return void (row.base = sent); // asked again only once it is typed anew
  row.seal.value = cell.s;
  tell(row, "torn", "");
  const now = content(row);
  if (same(now, sent)) show(row, cell);
  else row.base = { t: cell.t, a: cell.a, n: cell.n };
  offer(row, cell.offer);
}

function torn(row, mine, cell) {
  const line = tell(row, "torn", `${said.saidTheirs}: ${cell.theirs.words} · ${said.saidMine}: ${mine.t || row.kind.selectedOptions[0].textContent} `);
  for (const [words, key, deed] of [[said.saidKeep, "F8", keep], [said.saidTake, "F9", take]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--s";
    button.textContent = `${words} (${key})`;
    button.addEventListener("click", () => deed(row));
    line.append(button, " ");
  }
}

function keep(row) {
  if (!row.theirs) return;
  row.base = { t: row.theirs.t, a: row.theirs.a, n: row.theirs.n };
  row.theirs = null;
  row.tr.classList.remove("is-torn");
  tell(row, "torn", "");
  commit(row);
}

function take(row) {
  if (!row.theirs) return;
  show(row, row.theirs);
  row.theirs = null;
  row.tr.classList.remove("is-torn");
  tell(row, "torn", "");
  count();
}

async function settle() {
  while (busy || dirty.size) {
    flush();
    await new Promise((done) => setTimeout(done, 40));
  }
}

async function undo() {
  await settle();
  const answer = await post(said.undo, []);
  const cells = answer.cells ?? [];
  for (const cell of cells) {
    const row = rows.get(String(cell.i));
    row.version = cell.v;
    row.seal.value = cell.s;
    show(row, cell);
    offer(row, cell.offer);
    tell(row, "bad", "");
    row.tr.classList.remove("is-bad");
  }
  state.textContent = answer.told?.join(" ") ?? (cells.length ? said.saidSaved : said.saidNothing);
  if (cells.length) go(rows.get(String(cells[0].i)));
  count();
  ask();
}

// --- what stands beside --------------------------------------------------------------------------

function count() {
  const must = order.filter((row) => !("optional" in row.tr.dataset));
  const filled = (must.length ? must : order).filter((row) => row.text.value.trim() || row.kind.value).length;
  form.querySelector("[data-filled]").textContent = filled;
  form.querySelector("[data-bar]").value = filled;
  for (const link of form.querySelectorAll(".grid__sections a")) {
    const held = [];
    for (let tr = document.querySelector(link.hash)?.nextElementSibling; tr?.dataset.item; tr = tr.nextElementSibling) held.push(rows.get(tr.dataset.item));
    const asked = held.filter((row) => !("optional" in row.tr.dataset));
    const all = asked.length ? asked : held;
    const here = all.filter((row) => row.text.value.trim() || row.kind.value).length;
    link.lastElementChild.textContent = `${here}/${all.length}`;
    link.classList.toggle("is-done", here === all.length);
  }
  const take = form.querySelector("[data-take-all]");
  const left = order.filter((row) => row.offer && !row.text.value.trim() && !row.kind.value).length;
  if (take) {
    take.hidden = !left;
    take.lastChild.textContent = take.lastChild.textContent.replace(/\d+/, left);
  }
}

function ask() {
  clearTimeout(asking);
  asking = setTimeout(check, QUIET);
}

async function check() {
  if (busy || dirty.size) return ask();
  const answer = await fetch(said.findings);
  if (!answer.ok || answer.redirected) return;
  const told = await answer.text(); // whoever is explaining types on meanwhile
  const typed = [...found.querySelectorAll("input")].map((input) => [input.name, input.value, input.value !== input.defaultValue]);
  const held = found.contains(document.activeElement) ? document.activeElement : null;
  const [at, from, to] = [held?.name ?? "", held?.selectionStart ?? null, held?.selectionEnd ?? null];
  const unfolded = [...found.querySelectorAll("details")].map((part) => part.open);
  found.innerHTML = told;
  found.querySelectorAll("details").forEach((part, n) => unfolded[n] && part.setAttribute("open", ""));
  found.hidden = false;
  for (const [name, value, changed] of typed) if (changed && form.elements[name]) form.elements[name].value = value;
  if (at) form.elements[at]?.focus();
  if (at && from !== null) form.elements[at]?.setSelectionRange?.(from, to);
  order.forEach((row) => tell(row, "find", ""));
  const lines = [...found.querySelectorAll("[data-finding]")];
  for (const line of lines) {
    for (const id of line.dataset.items.split(" ").filter(Boolean)) {
      const row = rows.get(id);
      const mark = document.createElement("p");
      mark.className = `grid__find grid__find--${line.dataset.finding}`;
      mark.textContent = line.dataset.words;
      row?.said.append(mark);
    }
  }
  const tally = form.querySelector("[data-tally]");
  tally.textContent = lines.length ? (found.querySelector("h2")?.textContent ?? "") : "";
  tally.hidden = !tally.textContent.trim();
}

// --- keys ----------------------------------------------------------------------------------------

function go(row) {
  if (!row) return;
  row.text.focus({ preventScroll: true });
  begin(row); // a page that lies behind another is told of no focus
  row.tr.scrollIntoView({ block: "nearest" });
}

function begin(row) {
  editing = false;
  started = row.text.value;
  row.text.select();
}

function step(row, by) {
  let at = order.indexOf(row) + by;
  while (order[at]?.text.readOnly) at += by;
  go(order[at]);
}

function restore(row) {
  row.text.value = started;
  editing = false;
  row.text.select();
}

function accept(...which) {
  const deed = ++deedsDone;
  for (const row of which) {
    if (!row.offer || row.text.value.trim() || row.kind.value) continue;
    row.text.value = row.offer;
    waits(row, deed);
  }
  flush();
}

async function send() {
  commit(rowOf(document.activeElement));
  await settle();
  if (order.some((row) => row.theirs)) return go(order.find((row) => row.theirs));
  form.requestSubmit(form.querySelector("[data-send]"));
}

const leave = (row) => { commit(row); editing = false; };
const deeds = {
  Enter: (row, event) => { leave(row); step(row, event.shiftKey ? -1 : 1); },
  ArrowDown: (row) => { leave(row); step(row, 1); },
  ArrowUp: (row) => { leave(row); step(row, -1); },
  Escape: (row) => restore(row),
  F2: (row) => { editing = true; row.text.setSelectionRange(row.text.value.length, row.text.value.length); },
  F8: (row) => keep(row),
  F9: (row) => take(row),
};

form.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key === "Enter") {
    event.preventDefault();
    return void send();
  }
  if (command && event.key.toLowerCase() === "z" && !event.shiftKey && !(row && event.target !== row.kind && event.target.value !== startedOf(row, event.target))) {
    event.preventDefault();
    return void undo();
  }
  if (event.key === "Enter" && found.contains(event.target) && event.target.matches("input")) return event.preventDefault();
  if (command || event.altKey || !row) return;
  if (event.target === row.note && event.key === "Enter") {
    event.preventDefault();
    commit(row);
    return step(row, 1);
  }
  if (event.target === row.kind && event.key === "Enter") {
    event.preventDefault();
    return step(row, 1);
  }
  if (event.target !== row.text) return;
  if (Object.hasOwn(deeds, event.key)) {
    event.preventDefault();
    deeds[event.key](row, event);
  } else if (!editing && event.key === "ArrowRight" && row.text.value === started) {
    event.preventDefault();
    row.kind.focus();
  } else if (event.key === "=" && row.offer) {
    event.preventDefault();
    accept(row);
    step(row, 1);
  } else if (event.key === "?") {
    event.preventDefault();
    open("keys");
  }
});

function startedOf(row, element) { return element === row.text ? started : row.base.n; }

form.addEventListener("focusin", (event) => {
  const row = rowOf(event.target);
  if (row && event.target === row.text) begin(row);
});
form.addEventListener("focusout", (event) => commit(rowOf(event.target)));
// As in a spreadsheet: typing after a click puts a new number in place of the old one; F2 or two clicks edit it.
form.addEventListener("click", (event) => {
  const row = rowOf(event.target);
  const text = row?.text;
  if (event.target !== text || editing || text.value !== started || text.selectionStart !== text.selectionEnd) return;
  text.select();
});
form.addEventListener("dblclick", (event) => { editing = Boolean(rowOf(event.target)); });
form.addEventListener("input", (event) => {
  const row = rowOf(event.target);
  if (row && event.target === row.text && row.text.value) row.kind.value = "";
});
form.addEventListener("change", (event) => {
  const row = rowOf(event.target);
  if (!row || event.target !== row.kind) return;
  if (row.kind.value) row.text.value = "";
  commit(row);
});

form.addEventListener("paste", (event) => {
  const row = rowOf(event.target);
  const block = event.clipboardData.getData("text/plain");
  if (!row || event.target !== row.text || !/[\n\t]/.test(block)) return;
  event.preventDefault();
  const values = block.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t").at(-1).trim());
  const deed = ++deedsDone;
  const open = order.slice(order.indexOf(row)).filter((other) => !other.text.readOnly);
  for (const [index, value] of values.entries()) {
    const target = open[index];
    if (!target) break;
    if (!value) continue;
    target.text.value = value;
    target.kind.value = "";
    if (!same(content(target), target.base)) waits(target, deed);
  }
  flush();
  go(open[Math.min(values.length, open.length) - 1]);
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=do]");
  const [deed, id] = (button?.value ?? "").split("-");
  if (deed === "take") {
    event.preventDefault();
    accept(...(id ? [rows.get(id)] : order));
    if (!id) button.hidden = true;
  } else if (deed === "unlock") {
    event.preventDefault();
    const row = rows.get(id);
    row.text.readOnly = false;
    row.tr.classList.remove("is-locked");
    form.elements.mo.value += `,${id}`;
    button.closest("p").remove();
    go(row);
  } else if (deed === "send" && (busy || dirty.size)) {
    event.preventDefault();
    send();
  }
});

function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) open(opener.dataset.open);
});
addEventListener("beforeunload", (event) => { if (dirty.size || busy) event.preventDefault(); });

count();
if (order.some((row) => row.text.value || row.kind.value)) check();
const why = document.getElementById("stopped") && [...found.querySelectorAll("input")].find((input) => !input.value);
if (why) why.focus();
else go(order.find((row) => !row.text.readOnly && !row.text.value && !row.kind.value) ?? order.find((row) => !row.text.readOnly));
