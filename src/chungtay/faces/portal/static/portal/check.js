// The proof of a leaf, worked out again in the reader's own browser: nothing here takes the server's word for it.
const words = document.getElementById("check-words").dataset;
const subtle = globalThis.crypto?.subtle;
const LAST = "chungtay-log-head";

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
const packed = (hash) => btoa(String.fromCharCode(...hash));

async function sha(prefix, ...parts) {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, prefix === null ? 0 : 1));
  let at = 0;
  if (prefix !== null) joined[at++] = prefix;
  for (const part of parts) { joined.set(part, at); at += part.length; }
  return new Uint8Array(await subtle.digest("SHA-256", joined));
}

function parsed(text) {
  const cut = text.indexOf("\n\n");
  const lines = text.slice(0, cut).split("\n");
  const note = text.slice(cut + 2);
  const end = note.lastIndexOf("\n\n");
  const [origin, size, root] = note.slice(0, end).split("\n");
  if (lines[0] !== "c2sp.org/tlog-proof@v1" || end < 0) throw new Error("no proof");
  return {
    body: bytes(lines[1].replace(/^extra /, "")), position: Number(lines[2].replace(/^index /, "")),
    path: lines.slice(3).map(bytes), signed: note.slice(0, end + 1), signatures: note.slice(end + 2).trim().split("\n"),
    origin, size: Number(size), root: bytes(root),
  };
}

// RFC 9162, 2.1.3.2.
async function leads(proof) {
  let at = proof.position, last = proof.size - 1, hash = await sha(0, proof.body);
  for (const step of proof.path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = await sha(1, step, hash);
      while (at !== 0 && at % 2 === 0) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
    } else hash = await sha(1, hash, step);
    at = Math.floor(at / 2); last = Math.floor(last / 2);
  }
  return proof.position < proof.size && last === 0 && same(hash, proof.root);
}

// RFC 9162, 2.1.4.2.
async function follows(before, proof, path) {
  if (before.size === proof.size) return same(before.root, proof.root);
  if (before.size > proof.size) return false;
  const steps = Number.isInteger(Math.log2(before.size)) ? [before.root, ...path] : [...path];
  if (!steps.length) return false;
  let first = before.size - 1, last = proof.size - 1;
  while (first % 2 === 1) { first = Math.floor(first / 2); last = Math.floor(last / 2); }
  let older = steps[0], newer = steps[0];
  for (const step of steps.slice(1)) {
    if (last === 0) return false;
    if (first % 2 === 1 || first === last) {
      older = await sha(1, step, older); newer = await sha(1, step, newer);
      while (first !== 0 && first % 2 === 0) { first = Math.floor(first / 2); last = Math.floor(last / 2); }
    } else newer = await sha(1, newer, step);
    first = Math.floor(first / 2); last = Math.floor(last / 2);
  }
  return last === 0 && same(older, before.root) && same(newer, proof.root);
}

async function isSigned(proof) {
  for (const told of words.key.split(" ").filter(Boolean)) {
    const [name, , ...encoded] = told.split("+");
    const key = await subtle.importKey("raw", bytes(encoded.join("+")).slice(1), { name: "Ed25519" }, false, ["verify"]);
    for (const line of proof.signatures) {
      const [dash, signer, signature] = line.split(" ");
      if (dash !== "\u2014" || signer !== name) continue;
      if (await subtle.verify("Ed25519", key, bytes(signature).slice(4), new TextEncoder().encode(proof.signed))) return true;
    }
  }
  return false;
}

function say(list, text, good) {
  const item = document.createElement("li");
  item.className = good === true ? "step step--good" : good === false ? "step step--bad" : "step";
  item.textContent = `${good === true ? "\u2713" : good === false ? "\u2717" : "\u2013"} ${text}`;
  list.append(item);
  return good;
}

async function remembered(list, proof) {
  let before = null;
  try { before = JSON.parse(localStorage.getItem(LAST)); } catch { return; }
  if (before && before.origin === proof.origin) {
    const old = { size: before.size, root: bytes(before.root) };
    let path = [];
    if (old.size < proof.size) {
      const answer = await fetch(`${words.consistency}?tu=${old.size}&den=${proof.size}`);
      if (!answer.ok) return;
      path = (await answer.json()).path.map(bytes);
    }
    // A page kept on the way may be older than what was seen here: it is the newer of the two that is remembered.
    if (old.size > proof.size) return;
    const goesOn = await follows(old, proof, path);
    if (!say(list, goesOn ? words.grown : words.grownBad, goesOn)) return;
  } else say(list, words.first);
  try { localStorage.setItem(LAST, JSON.stringify({ origin: proof.origin, size: proof.size, root: packed(proof.root) })); } catch { /* a browser that keeps nothing */ }
}

async function checked(list, text) {
  if (!subtle) return say(list, words.plain);
  const proof = parsed(text);
  say(list, words.leaf, true);
  const holds = await leads(proof);
  if (!say(list, holds ? words.path : words.pathBad, holds)) return false;
  try {
    const signed = await isSigned(proof);
    if (!say(list, signed ? words.signed : words.signedBad, signed)) return false;
  } catch { say(list, words.signedNone); }
  await remembered(list, proof);
  return proof;
}

for (const section of document.querySelectorAll(".stands")) {
  const list = section.querySelector(".steps");
  fetch(section.dataset.proof)
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error("no proof"))))
    .then((text) => checked(list, text))
    .catch(() => say(list, words.failed));
}

if (subtle) {
  document.getElementById("file-check").hidden = false;
  document.getElementById("file").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const section = document.getElementById("from-file");
    const list = section.querySelector(".steps");
    section.hidden = false;
    list.replaceChildren();
    say(list, words.reading);
    const content = new Uint8Array(await file.arrayBuffer());
    if (file.name.endsWith(".tlog-proof")) {
      const proof = await checked(list, new TextDecoder().decode(content)).catch(() => say(list, words.pathBad, false));
      if (proof) document.getElementById("file-body").textContent = new TextDecoder().decode(proof.body);
      return;
    }
    const digest = [...await sha(null, content)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    location.assign(`${words.to}${digest}/`);
  });
}
