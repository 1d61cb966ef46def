/* Pages that were read stay readable without a connection. The network is always asked first: a figure that was put
   right must not be hidden by an old copy. HOME and OFFLINE are written above by the server. */
const SHELF = "chungtay-portal-1";
const OWN = ["/static/portal/portal.js", "/static/portal/mark.svg", HOME, OFFLINE];
const MOST = 80;
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(OWN)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const gone = (names) => Promise.all(names.filter((name) => name !== SHELF).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(gone).then(() => self.clients.claim()));
});

async function keep(request, answer) {
  const shelf = await caches.open(SHELF);
  await shelf.put(request, answer);
  const held = await shelf.keys();
  const own = OWN.map((path) => new URL(path, self.location).href);
  const others = held.filter((one) => !own.includes(one.url));
  await Promise.all(others.slice(0, Math.max(0, others.length - MOST)).map((one) => shelf.delete(one)));
}

async function answered(event) {
  const { request } = event;
  const asked = fetch(request).then((answer) => {
    const private_ = (answer.headers.get("Cache-Control") || "").includes("no-store");
    if (answer.ok && !private_) event.waitUntil(keep(request, answer.clone()).catch(() => {}));
    return answer;
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const first = await Promise.race([asked.catch(() => undefined), late]);
  if (first) return first;
  const held = await caches.match(request);
  if (held) return held;
  return asked.catch(async () => (await caches.match(OFFLINE)) || Response.error());
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  const own = address.origin === self.location.origin && event.request.method === "GET";
  // Pages end with a stroke. Files of data, and proofs of the log, which must be fresh, are not kept.
  const page = address.pathname.startsWith(HOME) && address.pathname.endsWith("/");
  const ours = page || address.pathname.startsWith("/static/portal/");
  if (own && ours) event.respondWith(answered(event));
});
