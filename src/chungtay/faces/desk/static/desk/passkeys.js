// Passkeys: what the server asks for is handed to the browser, and its answer back. Bytes travel as base64url.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readable(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"])
    if (options[list]) options[list] = options[list].map((key) => ({ ...key, id: bytes(key.id) }));
  return options;
}

function plain(made) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (made.response[name]) response[name] = text(made.response[name]);
  return { id: made.id, rawId: text(made.rawId), type: made.type, response };
}

async function asked(button, headers) {
  const makes = button.dataset.makes !== undefined;
  // A new key asks for the password first, in a body and never in an address.
  const shown = makes && JSON.stringify({ password: document.getElementById(button.dataset.password).value });
  const answer = await fetch(button.dataset.passkey, makes ? { method: "POST", body: shown, headers } : {});
  const options = readable(await answer.json());
  if (!makes) return plain(await navigator.credentials.get({ publicKey: options }));
  const label = document.getElementById(button.dataset.makes).value;
  return { label, credential: plain(await navigator.credentials.create({ publicKey: options })) };
}

async function pressed(button) {
  const said = document.getElementById(button.getAttribute("aria-describedby"));
  said.hidden = true;
  button.disabled = true;
  try {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
    const headers = { "X-CSRFToken": token };
    const body = JSON.stringify(await asked(button, headers));
    const answer = await fetch(button.dataset.passkey, { method: "POST", body, headers });
    const { to } = answer.ok ? await answer.json() : {};
    if (to) return location.assign(to);
  } catch {
    // The person closed the browser's window, or it has no such key.
  }
  said.hidden = false;
  button.disabled = false;
}

for (const button of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  button.hidden = false;
  button.addEventListener("click", () => pressed(button));
}
