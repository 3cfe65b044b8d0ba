// What the service worker does, and when. Files of this version come from the device, everything else from the network.

self.addEventListener("install", (event) => event.waitUntil(keepSite().catch(tellAll)));
self.addEventListener("activate", (event) => event.waitUntil(takeCharge()));
self.addEventListener("fetch", (event) => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer);
});
// A page asks with JSON text and a port for the reply. Only a page whose visitor agreed says "take-over"; until then a new version waits.
self.addEventListener("message", (event) => {
  const request = JSON.parse(event.data).do;
  if (request === "take-over") event.waitUntil(self.skipWaiting());
  else event.waitUntil(inTurn(() => report(request)).then((reply) => event.ports[0].postMessage(JSON.stringify(reply))));
});

// Where every name belongs to one content.
const HASHED = /^(assets|runtime)\//;

// Two open pages may ask at once; the second finds the work of the first done.
let last = Promise.resolve();
const inTurn = (act) => (last = last.then(act, act));

/** An answer, or nothing where this is no business of ours and the browser does what it always does. */
function answerTo(request) {
  const path = pathOf(request.url);
  if (path === undefined || !["GET", "HEAD"].includes(request.method)) return undefined;
  if (path in KEPT.site) return fromSite(path, request);
  if (path in KEPT.engine) return fromEngine(path, request);
  if (HASHED.test(path)) return fromEarlier(path, request);
  if (request.mode !== "navigate") return undefined;
  return fetch(request).catch(() => withoutNetwork(path));
}

/** Where an address leads in this site: query and fragment left out, a folder as its index.html. Nothing for an address outside it. */
function pathOf(url) {
  const { origin, pathname } = new URL(url);
  if (origin !== BASE.origin || !pathname.startsWith(BASE.pathname)) return undefined;
  try {
    const path = decodeURIComponent(pathname.slice(BASE.pathname.length));
    return path === "" || path.endsWith("/") ? `${path}index.html` : path;
  } catch {
    return undefined; // Not UTF-8, so not ours.
  }
}

async function fromSite(path, request) {
  let found = await stored(path);
  if (!found || !(await isSound(path, found.clone()))) found = await heal(path, request);
  return request.method === "HEAD" ? new Response(null, found) : found;
}

/** A file that was lost or damaged. Where the server has another version by now, that is the answer, but it is not kept with this one. */
async function heal(path, request) {
  try {
    const fresh = await download(path);
    await store(path, fresh.clone()).catch(() => {});
    return fresh;
  } catch {
    return fetch(request).catch((error) => {
      if (request.mode !== "navigate") throw error;
      return withoutNetwork("");
    });
  }
}

/** Only its size is looked at here: the visitor waits. Worse damage stops the engine, and then the page asks for a repair. */
async function fromEngine(path, request) {
  const size = (await (await stored(path))?.blob())?.size;
  return size === FILES[path][0] ? stored(path) : fetch(request);
}

/** What this version does not know may belong to an earlier one, of which a page is still open. The server has it no more. */
async function fromEarlier(path, request) {
  for (const name of await ownCaches()) {
    const found = await stored(path, name);
    if (found) return found;
  }
  return fetch(request);
}

/** From now on this version answers, also for pages that are open and came from an earlier one or from the server. */
async function takeCharge() {
  await rememberPages().catch(() => {}); // There is no room for it.
  await tidy();
  await self.clients.claim();
}

/** A navigation that got no answer: to another name that hosts give a page, or to what this version does not know. */
async function withoutNetwork(path) {
  if (`${path}/index.html` in KEPT.site) return Response.redirect(address(`${path}/`));
  const page = await stored(`${path}.html` in KEPT.site ? `${path}.html` : "404.html");
  if (!page) return Response.error();
  if (`${path}.html` in KEPT.site) return page;
  // Only we know that there was no network: the page says so instead of calling the address wrong.
  const words = (await page.text()).replace("<html ", "<html data-without-network ");
  return new Response(words, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

/**
 * What is kept, after mending what can be mended, and what stood in the way. "keep" has the engine kept from now on; "state" asks no more
 * than that it stays as it was; "repair" looks at every byte again.
 */
async function report(request) {
  if (request === "repair") sound.clear();
  const engine = Object.keys(KEPT.engine);
  const reply = { site: false, engine: false, repaired: 0, failed: "", size: 0 };
  for (const path of engine) reply.size += FILES[path][0];
  try {
    await tidy();
    await withRoom(() => mend(Object.keys(KEPT.site)));
    reply.site = true;
    if (request === "keep" || (await caches.has(ENGINE_CACHE))) {
      reply.repaired = await withRoom(() => mend(engine));
      reply.engine = true;
    }
  } catch (error) {
    reply.failed = reason(error);
    // Half an engine is of no use, and the device needs the room.
    if (reply.failed === "full" && reply.site) await caches.delete(ENGINE_CACHE);
  }
  return reply;
}

const reason = (error) => (error.name === "QuotaExceededError" ? "full" : "network");

/** An installation failed: whoever is looking is told why, and the browser that it failed. */
async function tellAll(error) {
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) {
    client.postMessage(JSON.stringify({ failed: reason(error) }));
  }
  throw error;
}
