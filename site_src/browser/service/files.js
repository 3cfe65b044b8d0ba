// The files of this site on the visitor's device. The build makes one script of this folder's files, with KEPT before them: the version,
// and for `site` and `engine` every file as path → [size in bytes, SHA-256 in base64].
//
// Every version of the site has its own cache, which is whole or not there. All versions share the engine's cache, because its files are
// named after their content. Both names begin with this site's address, because a host may have other sites.

const BASE = new URL(worker.registration.scope);
const SITE_CACHE = `${BASE.href} site ${KEPT.version}`;
const ENGINE_CACHE = `${BASE.href} engine`;
// The engine's worker caches snapshots here, for a quicker start (../worker/snapshot_cache.js). They matter least.
const STARTED_CACHE = `${BASE.href} started`;
// The list of pages that were open when this version replaced another. That version's files stay while one of them is open.
const PAGES_CACHE = `${BASE.href} pages`;
const FILES = { ...KEPT.site, ...KEPT.engine };

/** @param {string} path */
const address = (path) => new URL(encodeURI(path), BASE).href;

/** @param {string} path */
const cacheOf = (path) => (path in KEPT.site ? SITE_CACHE : ENGINE_CACHE);

const ownCaches = async () => (await caches.keys()).filter((name) => name.startsWith(`${BASE.href} `));

/**
 * Find a file by its address alone. No cache is created: the engine's exists only once somebody wanted it.
 * @param {string} path
 * @param {string} [cacheName]
 */
const stored = (path, cacheName = cacheOf(path)) => caches.match(address(path), { cacheName, ignoreVary: true });

/**
 * @param {string} path
 * @param {Response} response
 */
const store = async (path, response) => (await caches.open(cacheOf(path))).put(address(path), response);

/** @type {Set<string>} the files that were found sound since this worker started: to read ten megabytes again at every page is slow on a phone */
const sound = new Set();

/**
 * Check whether this is the file that the build made. It reads the response to its end.
 * @param {string} path
 * @param {Response} response
 */
async function isSound(path, response) {
  const [size, digest] = FILES[path];
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength !== size) return false;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...hash)) === digest;
}

/**
 * Download a file. Only the very bytes that the build made are accepted: no error page, no other version. Throws otherwise.
 * @param {string} path
 */
async function download(path) {
  // Any copy that the browser still has will do, if it is the right one.
  for (const cache of /** @type {const} */ (["force-cache", "reload"])) {
    const response = await fetch(address(path), { cache, priority: "low" });
    if (response.status === 200 && (await isSound(path, response.clone()))) return makeStorable(response);
  }
  throw new Error(`${path} is not what this version holds`);
}

/**
 * Remove what would keep a response from being stored or used. Some hosts redirect page.html to page, and no navigation may be answered
 * with a redirected response. Caches refuse a response that varies with everything.
 * @param {Response} response
 */
function makeStorable(response) {
  if (!response.redirected && response.headers.get("vary") !== "*") return response;
  const headers = new Headers(response.headers);
  headers.delete("vary");
  return new Response(response.body, { headers });
}

/**
 * Check whether a file is saved and sound.
 * @param {string} path
 */
async function isSaved(path) {
  const found = await stored(path);
  if (!found) return false;
  if (sound.has(path)) return (await found.blob()).size === FILES[path][0];
  if (!(await isSound(path, found))) return false;
  sound.add(path);
  return true;
}

/**
 * Download what is missing or damaged.
 * @param {string[]} paths
 * @returns {Promise<number>} how many files that were
 */
async function repair(paths) {
  const broken = [];
  for (const path of paths) if (!(await isSaved(path))) broken.push(path);
  for (const path of broken) await store(path, await download(path));
  return broken.length;
}

/** @param {unknown} error */
const isQuotaError = (error) => error instanceof Error && error.name === "QuotaExceededError";

/**
 * Save files. Where there is no room for them, the snapshots make room, and it is tried again.
 * @template T
 * @param {() => Promise<T>} act
 */
async function withQuotaRetry(act) {
  try {
    return await act();
  } catch (error) {
    if (!isQuotaError(error) || !(await caches.delete(STARTED_CACHE))) throw error;
    return act();
  }
}

/**
 * Find a file of this version in any of our caches. An earlier version may have had the same.
 * @param {string} path
 */
async function reuse(path) {
  for (const name of await ownCaches()) {
    const found = await stored(path, name);
    if (found && (await isSound(path, found.clone()))) return found;
  }
  return undefined;
}

/** Save this version of the site. All files are here and sound before any is written; if writing fails, nothing is left. */
async function saveSite() {
  const withEngine = await caches.has(ENGINE_CACHE);
  const paths = Object.keys(KEPT.site);
  const responses = await Promise.all(paths.map(async (path) => (await reuse(path)) ?? (await download(path))));
  const isNew = !(await caches.has(SITE_CACHE));
  try {
    await withQuotaRetry(async () => {
      for (const [at, path] of paths.entries()) await store(path, responses[at].clone());
    });
    // A visitor who could take the quiz offline can still do so after an update.
    if (withEngine) await withQuotaRetry(() => repair(Object.keys(KEPT.engine)));
  } catch (error) {
    if (isNew) await caches.delete(SITE_CACHE);
    throw error;
  }
}

/** List the ids of this site's open pages. */
async function openPages() {
  const pages = await worker.clients.matchAll({ includeUncontrolled: true });
  return pages.filter(({ url }) => url.startsWith(BASE.href)).map(({ id }) => id);
}

/** List the caches that are not this version's. That of a version still to come is among them. */
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
  /** @type {string[]} */
  const before = await remembered.json();
  const now = await openPages();
  return before.some((id) => now.includes(id));
}

/** Delete what earlier versions saved, once none of their pages is open. */
async function tidy() {
  const names = await otherCaches();
  const cache = (await caches.has(ENGINE_CACHE)) ? await caches.open(ENGINE_CACHE) : undefined;
  const requests = (await cache?.keys()) ?? [];
  // Checked after the caches were listed. A cache that a version still to come creates meanwhile is not deleted.
  if (worker.registration.installing || worker.registration.waiting || (await isEarlierPageOpen())) return;
  for (const name of names) await caches.delete(name);
  const wanted = new Set(Object.keys(KEPT.engine).map(address));
  for (const request of requests) if (!wanted.has(request.url)) await cache?.delete(request);
}
