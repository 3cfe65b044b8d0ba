// The service worker's events. Files of this version come from the device, everything else from the network.

/**
 * @typedef {{site: boolean, engine: boolean, repaired: number, failed: string, size: number, pages: string[], leftOut: Record<string, Fault>}} SavedReport
 *   what is saved, how many files were repaired, what failed, how large the engine is, all pages, and which files are left out and why
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", (event) => event.waitUntil(saveSite().catch(reportFailure)));
worker.addEventListener("activate", (event) => event.waitUntil(takeCharge()));
worker.addEventListener("fetch", (event) => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer);
});
// A page asks with JSON text, and a port for the reply. Only a page whose visitor agreed sends "take-over"; until then a new version waits.
worker.addEventListener("message", (event) => {
  const request = JSON.parse(event.data).do;
  if (request === "take-over") event.waitUntil(worker.skipWaiting());
  else event.waitUntil(inTurn(() => report(request)).then((reply) => event.ports[0].postMessage(JSON.stringify(reply))));
});

// The folders whose files are named after their content.
const HASHED = /^(assets|runtime)\//;

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * Run one after another. Two open pages may ask at once; the second then finds the work of the first done.
 * @template T
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
function inTurn(act) {
  const result = last.then(act, act);
  last = result;
  return result;
}

/**
 * Answer a request, or leave it to the browser.
 * @param {Request} request
 */
function answerTo(request) {
  const path = pathOf(request.url);
  if (path === undefined || !["GET", "HEAD"].includes(request.method)) return undefined;
  if (Object.hasOwn(PRECACHE.site, path)) return answerFromSite(path, request);
  if (Object.hasOwn(PRECACHE.engine, path)) return answerFromEngine(path, request);
  // The browser adds the part after "#" by itself.
  if (Object.hasOwn(PRECACHE.moved, path))
    return Promise.resolve(Response.redirect(address(PRECACHE.moved[path]) + new URL(request.url).search));
  if (HASHED.test(path)) return answerFromEarlier(path, request);
  if (request.mode !== "navigate") return undefined;
  return fetch(request).catch(() => answerOffline(path));
}

/**
 * Convert an address to a path in this site. Query and fragment are left out; a folder becomes its index.html. Some hosts show page.html
 * at page, too.
 * @param {string} url
 * @returns {string | undefined} undefined for an address outside the site
 */
function pathOf(url) {
  const { origin, pathname } = new URL(url);
  if (origin !== BASE.origin || !pathname.startsWith(BASE.pathname)) return undefined;
  try {
    const path = decodeURIComponent(pathname.slice(BASE.pathname.length));
    if (path === "" || path.endsWith("/")) return `${path}index.html`;
    return `${path}.html` in PRECACHE.site || `${path}.html` in PRECACHE.moved ? `${path}.html` : path;
  } catch {
    return undefined; // Not UTF-8, so not ours.
  }
}

/**
 * @param {string} path
 * @param {Request} request
 */
async function answerFromSite(path, request) {
  let found = await stored(path);
  if (!found || !(await isSound(path, found.clone()))) found = await restore(path, request);
  return request.method === "HEAD" ? new Response(null, found) : found;
}

/**
 * Fetch a file that is not here: left out, lost or damaged. Where the server has another version by now, or the file is changed on its way,
 * that is the answer, but it is not saved with this version.
 * @param {string} path
 * @param {Request} request
 */
async function restore(path, request) {
  const fresh = await fetch(request).catch(() => undefined);
  if (fresh) {
    if (request.method === "GET") await saveIfSound(path, fresh.clone()).catch(() => {});
    return fresh;
  }
  // The browser may still have a copy.
  return download(path).catch((error) => {
    if (request.mode !== "navigate") throw error;
    return answerOffline("");
  });
}

/**
 * Check only the size here, because the visitor waits. Worse damage stops the engine, and then the page asks for a repair.
 * @param {string} path
 * @param {Request} request
 */
async function answerFromEngine(path, request) {
  const size = (await (await stored(path))?.blob())?.size;
  return (size === FILES[path][0] && (await stored(path))) || fetch(request);
}

/**
 * Look for an unknown file in earlier versions. A page of theirs may still be open, and the server no longer has the file.
 * @param {string} path
 * @param {Request} request
 */
async function answerFromEarlier(path, request) {
  for (const name of await ownCaches()) {
    const found = await stored(path, name);
    if (found) return found;
  }
  return fetch(request);
}

/** Answer from now on, also for pages that are open already. */
async function takeCharge() {
  await rememberPages().catch(() => {}); // There is no room for it.
  await tidy();
  await worker.clients.claim();
}

/**
 * Answer a navigation that got no answer: to a folder, or to what is not on this device.
 * @param {string} path
 */
async function answerOffline(path) {
  if (`${path}/index.html` in PRECACHE.site) return Response.redirect(address(`${path}/`));
  const page = await stored("404.html");
  if (!page) return Response.error();
  // Without this attribute the page calls the address wrong. It cannot know that there is no network.
  const words = (await page.text()).replace("<html ", "<html data-without-network ");
  return new Response(words, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

/**
 * Report what is saved, after repairing what can be repaired, and what failed.
 * @param {"keep" | "state" | "repair" | "again"} request "keep" has the engine saved from now on; "state" only has it stay saved; "repair"
 *   checks every byte again; "again" asks for what was left out, too
 */
async function report(request) {
  if (request === "repair") sound.clear();
  const engine = Object.keys(PRECACHE.engine);
  /** @type {SavedReport} */
  const reply = { site: false, engine: false, repaired: 0, failed: "", size: 0, pages: [], leftOut: {} };
  reply.pages = Object.keys(PRECACHE.site).filter(isPage);
  for (const path of engine) reply.size += FILES[path][0];
  try {
    await tidy();
    const site = Object.keys(PRECACHE.site);
    if (request !== "again" && (await isRetryDue())) await repair(site, true).catch(() => {});
    await withQuotaRetry(() => repair(site, request === "again"));
    reply.leftOut = (await readLeftOut()).faults;
    reply.site = true;
    if (request === "keep" || (await caches.has(ENGINE_CACHE))) {
      reply.repaired = await withQuotaRetry(() => repair(engine));
      reply.engine = true;
    }
  } catch (error) {
    reply.failed = isQuotaError(error) ? "full" : "network";
    // Half an engine is of no use, and the device needs the room.
    if (reply.failed === "full" && reply.site) await caches.delete(ENGINE_CACHE);
  }
  return reply;
}

/**
 * Report a failed installation to the open pages, and to the browser.
 * @param {unknown} error
 */
async function reportFailure(error) {
  const failed = isQuotaError(error) ? "full" : "network";
  for (const client of await worker.clients.matchAll({ includeUncontrolled: true })) client.postMessage(JSON.stringify({ failed }));
  throw error;
}
