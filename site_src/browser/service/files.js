// The files this site keeps on the visitor's device. The build makes one script of this folder's files, with KEPT before them: the version,
// and for `site` and `engine` every file as path → [size in bytes, SHA-256 in base64].
//
// Every version of the site has a cache of its own, and is whole or not there. The engine's cache is shared by all versions: its files are
// named after their content. Both names begin with this site's address, because other sites may live on the same host.

const BASE = new URL(self.registration.scope);
const SITE_CACHE = `${BASE.href} site ${KEPT.version}`;
const ENGINE_CACHE = `${BASE.href} engine`;
// What the engine's worker keeps for a quicker start (../worker/shelf.js). Of all that is kept it matters least.
const STARTED_CACHE = `${BASE.href} started`;
// Which pages were open when this version took the place of another: what they came with is kept as long as one of them is.
const PAGES_CACHE = `${BASE.href} pages`;
const FILES = { ...KEPT.site, ...KEPT.engine };

const address = (path) => new URL(encodeURI(path), BASE).href;
const cacheOf = (path) => (path in KEPT.site ? SITE_CACHE : ENGINE_CACHE);
const ownCaches = async () => (await caches.keys()).filter((name) => name.startsWith(`${BASE.href} `));
// By address alone, and without making a cache that is not there: that of the engine exists once somebody wanted it.
const stored = (path, cacheName = cacheOf(path)) => caches.match(address(path), { cacheName, ignoreVary: true });
const store = async (path, response) => (await caches.open(cacheOf(path))).put(address(path), response);

// Files that were found sound since this worker started; reading ten megabytes again at every page would be felt on a phone.
const sound = new Set();

/** Whether this is the file that the build made. Reads the response to its end. */
async function isSound(path, response) {
  const [size, digest] = FILES[path];
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength !== size) return false;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...hash)) === digest;
}

/** The file from the network, or an error. Nothing but the very bytes that the build made gets through: no error page, no other version. */
async function download(path) {
  // Any copy that the browser still has will do, if it is the right one.
  for (const cache of ["force-cache", "reload"]) {
    const response = await fetch(address(path), { cache, priority: "low" });
    if (response.status === 200 && (await isSound(path, response.clone()))) return storable(response);
  }
  throw new Error(`${path} is not what this version holds`);
}

/** Some hosts redirect page.html to page, which no navigation may be answered with; and caches refuse what varies with everything. */
function storable(response) {
  if (!response.redirected && response.headers.get("vary") !== "*") return response;
  const headers = new Headers(response.headers);
  headers.delete("vary");
  return new Response(response.body, { headers });
}

/** Whether a file is kept and sound. */
async function isKept(path) {
  const found = await stored(path);
  if (!found) return false;
  if (sound.has(path)) return (await found.blob()).size === FILES[path][0];
  if (!(await isSound(path, found))) return false;
  sound.add(path);
  return true;
}

/** Fetch what of these is missing or damaged. @returns {Promise<number>} how many there were */
async function mend(paths) {
  const broken = [];
  for (const path of paths) if (!(await isKept(path))) broken.push(path);
  for (const path of broken) await store(path, await download(path));
  return broken.length;
}

/** Do something that keeps files. Where there is no room for them, what matters less makes way. */
async function withRoom(act) {
  try {
    return await act();
  } catch (error) {
    if (error.name !== "QuotaExceededError" || !(await caches.delete(STARTED_CACHE))) throw error;
    return act();
  }
}

/** A file of this version out of any of our caches, where an earlier version had the same. */
async function reuse(path) {
  for (const name of await ownCaches()) {
    const found = await stored(path, name);
    if (found && (await isSound(path, found.clone()))) return found;
  }
  return undefined;
}

/** Keep this version of the site. Everything is here and sound before anything is written; if that fails too, it is as if never begun. */
async function keepSite() {
  const withEngine = await caches.has(ENGINE_CACHE);
  const files = await Promise.all(Object.keys(KEPT.site).map(async (path) => [path, (await reuse(path)) ?? (await download(path))]));
  const isNew = !(await caches.has(SITE_CACHE));
  try {
    await withRoom(async () => {
      for (const [path, response] of files) await store(path, response.clone());
    });
    // Whoever could take the quiz offline can still do so after an update.
    if (withEngine) await withRoom(() => mend(Object.keys(KEPT.engine)));
  } catch (error) {
    if (isNew) await caches.delete(SITE_CACHE);
    throw error;
  }
}

/** The ids of the pages of this site that are open. */
async function openPages() {
  const pages = await self.clients.matchAll({ includeUncontrolled: true });
  return pages.filter(({ url }) => url.startsWith(BASE.href)).map(({ id }) => id);
}

/** The caches that are not this version's. Also of one that is still to come, where that is here already. */
async function otherCaches() {
  return (await ownCaches()).filter((name) => ![SITE_CACHE, ENGINE_CACHE, STARTED_CACHE].includes(name));
}

async function rememberPages() {
  if ((await otherCaches()).length === 0) return;
  const cache = await caches.open(PAGES_CACHE);
  await cache.put(BASE.href, new Response(JSON.stringify(await openPages())));
}

async function isEarlierPageOpen() {
  const remembered = await caches.match(BASE.href, { cacheName: PAGES_CACHE });
  if (!remembered) return false;
  const [before, now] = [await remembered.json(), await openPages()];
  return before.some((id) => now.includes(id));
}

/** Remove what earlier versions kept, once none of their pages is open. */
async function tidy() {
  const names = await otherCaches();
  const cache = (await caches.has(ENGINE_CACHE)) && (await caches.open(ENGINE_CACHE));
  const files = cache ? await cache.keys() : [];
  // After the look at what there is: what a version still to come has kept stays out of it.
  if (self.registration.installing || self.registration.waiting || (await isEarlierPageOpen())) return;
  for (const name of names) await caches.delete(name);
  const wanted = new Set(Object.keys(KEPT.engine).map(address));
  for (const request of files) if (!wanted.has(request.url)) await cache.delete(request);
}
