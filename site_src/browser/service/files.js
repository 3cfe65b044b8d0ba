// The files of this site on the visitor's device. The build makes one script of this folder's files, with PRECACHE before them: the version,
// for `site` and `engine` every file as path → [size in bytes, SHA-256 in base64], for a page also its mark and which of `policies` it has;
// and for `moved` every address that a page used to have → the page.
//
// Scripts, styles and the engine are saved by their exact bytes, and a version without them is not saved. Pages are saved as they came, if
// they are this version's (pages.js). A page that is not, or a picture or font that was changed, costs only itself: it is listed as left out,
// and the network is asked for it when somebody opens it.
//
// Every version of the site has its own cache. All versions share the engine's cache, because its files are
// named after their content. Both names begin with this site's address, because a host may have other sites.

const BASE = new URL(worker.registration.scope);
const SITE_CACHE = `${BASE.href} site ${PRECACHE.version}`;
const ENGINE_CACHE = `${BASE.href} engine`;
// The engine's worker caches snapshots here, for a quicker start (../worker/snapshot_cache.js). They matter least.
const STARTED_CACHE = `${BASE.href} started`;
// The list of pages that were open when this version replaced another. That version's files stay while one of them is open.
const PAGES_CACHE = `${BASE.href} pages`;
/** @type {Record<string, [size: number, digest: string, mark?: string, policy?: number]>} */
const FILES = { ...PRECACHE.site, ...PRECACHE.engine };
// In the version's cache: which files are left out and why, and when that was found.
const LEFT_OUT = new URL("?left-out", BASE).href;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A file that is not what this version holds. */
class WrongFileError extends Error {
  /**
   * @param {string} path
   * @param {Fault} fault
   */
  constructor(path, fault) {
    super(`${path} is not what this version holds: ${fault}`);
    this.fault = fault;
  }
}

/** @param {string} path */
const address = (path) => new URL(encodeURI(path), BASE).href;

/** @param {string} path */
const cacheOf = (path) => (path in PRECACHE.site ? SITE_CACHE : ENGINE_CACHE);

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

/**
 * Whether the site works without a file: all but scripts and styles.
 * @param {string} path
 */
const isSpare = (path) => path in PRECACHE.site && !/\.(js|css)$/.test(path);

/**
 * Whether a file may be saved as it came.
 * @param {string} path
 */
const isPage = (path) => FILES[path].length > 2;

/** @type {Map<string, number>} the sizes of files that were found sound since this worker started: to read ten megabytes again at every page is slow */
const sound = new Map();

/**
 * Compare a response with what the build made. It is read to its end.
 * @param {string} path
 * @param {Response} response
 * @returns {Promise<"exact" | "changed" | Fault>} changed: this version's page, which may be saved as it came
 */
async function inspect(path, response) {
  const [size, digest] = FILES[path];
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength === size) {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    if (btoa(String.fromCharCode(...hash)) === digest) return "exact";
  }
  return isPage(path) ? findFault(path, new TextDecoder().decode(bytes)) || "changed" : "altered";
}

/**
 * Check whether a saved file may be shown. One that a damaged disk no longer gives may not.
 * @param {string} path
 * @param {Response} response
 */
const isSound = async (path, response) => ["exact", "changed"].includes(await inspect(path, response).catch(() => "altered"));

/**
 * @param {string} path
 * @param {RequestCache} cache
 */
async function fetchFile(path, cache) {
  const options = /** @type {const} */ ({ cache, priority: "low" });
  try {
    return await fetch(address(path), options);
  } catch {
    // A network's login page on another site is refused. Only where nothing comes at all does this fail, too.
    return fetch(address(path), { ...options, redirect: "manual" });
  }
}

/**
 * Download a file. Throws a WrongFileError where something else comes than this version's, and another error where nothing comes.
 * @param {string} path
 * @param {boolean} [isRetry] whether a copy that the browser still has was no good
 */
async function download(path, isRetry = false) {
  /** @type {Error | undefined} */
  let failure;
  // Any copy that the browser still has will do, if it is the right one.
  for (const cache of /** @type {RequestCache[]} */ (isRetry ? ["reload"] : ["force-cache", "reload"])) {
    const response = await fetchFile(path, cache);
    const { status } = response;
    const found = status === 200 ? await inspect(path, response.clone()) : "foreign";
    if (found === "exact" || found === "changed") return makeStorable(response, found);
    failure = status === 429 || status >= 500 ? new Error(`${path}: the server is busy or broken`) : new WrongFileError(path, found);
    // A page that was changed on its way will be again.
    if (found === "altered" && isPage(path)) break;
  }
  throw failure;
}

/**
 * Remove what would keep a response from being stored or used. Some hosts redirect page.html to page, and no navigation may be answered
 * with a redirected response. Caches refuse a response that varies with everything. A page was inspected as UTF-8, so it must be shown so.
 * Headers that lead away, or load something before the page's policy applies, are left out.
 * @param {Response} response
 * @param {"exact" | "changed"} found
 */
function makeStorable(response, found) {
  const headers = new Headers(response.headers);
  const isClean = headers.get("vary") !== "*" && !headers.has("refresh") && !headers.has("link");
  if (found === "exact" && !response.redirected && isClean) return response;
  for (const name of ["vary", "refresh", "link"]) headers.delete(name);
  if (found === "changed") headers.set("content-type", "text/html; charset=utf-8");
  return new Response(response.body, { headers });
}

/**
 * Check whether a file is saved and sound.
 * @param {string} path
 */
async function isSaved(path) {
  const found = await stored(path);
  if (!found) return false;
  const { size } = await found.clone().blob();
  if (sound.get(path) === size) return true;
  if (!(await isSound(path, found))) return false;
  sound.set(path, size);
  return true;
}

/** @typedef {{at: number, faults: Record<string, Fault>}} LeftOut which files of this version are not saved, and when that was found */

/** @returns {Promise<LeftOut>} */
async function readLeftOut() {
  const found = await caches.match(LEFT_OUT, { cacheName: SITE_CACHE });
  return found ? found.json() : { at: Date.now(), faults: {} };
}

/** @param {LeftOut} leftOut */
const writeLeftOut = async (leftOut) => (await caches.open(SITE_CACHE)).put(LEFT_OUT, new Response(JSON.stringify(leftOut)));

/**
 * Save what came for a file that was left out or damaged, if it is right after all.
 * @param {string} path
 * @param {Response} response
 */
async function saveIfSound(path, response) {
  if (response.status !== 200) return;
  const found = await inspect(path, response.clone());
  if (found !== "exact" && found !== "changed") return;
  await store(path, makeStorable(response, found));
  const leftOut = await readLeftOut();
  if (!(path in leftOut.faults)) return;
  delete leftOut.faults[path];
  await writeLeftOut(leftOut);
}

/**
 * Download a file, or note why it is left out. Throws where the site does not work without it, and where nothing comes.
 * @param {string} path
 * @param {Record<string, Fault>} faults
 * @param {boolean} [isRetry]
 */
async function downloadOrLeaveOut(path, faults, isRetry) {
  try {
    return await download(path, isRetry);
  } catch (error) {
    if (!(error instanceof WrongFileError) || !isSpare(path)) throw error;
    faults[path] = error.fault;
    return undefined;
  }
}

/**
 * Download what is missing or damaged, but not what was left out.
 * @param {string[]} paths
 * @param {boolean} [isRetry] download what was left out, too
 * @returns {Promise<number>} how many files were repaired
 */
async function repair(paths, isRetry = false) {
  const before = await readLeftOut();
  const faults = isRetry ? {} : { ...before.faults };
  const broken = [];
  for (const path of paths) if (!(path in faults) && !(await isSaved(path))) broken.push(path);
  let repaired = 0;
  for (const path of broken) {
    const response = await downloadOrLeaveOut(path, faults, path in before.faults);
    if (!response) continue;
    await store(path, response);
    repaired += 1;
  }
  if (isRetry || Object.keys(faults).length > Object.keys(before.faults).length) await writeLeftOut({ at: Date.now(), faults });
  return repaired;
}

/** Check whether a day has passed since files were left out. A clock may have been set meanwhile. */
const isRetryDue = async () => Math.abs(Date.now() - (await readLeftOut()).at) > DAY_MS;

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

/** Save this version of the site. All its files are here before any is written; if writing fails, nothing is left. */
async function saveSite() {
  const withEngine = await caches.has(ENGINE_CACHE);
  /** @type {Record<string, Fault>} */
  const faults = {};
  const paths = Object.keys(PRECACHE.site);
  const responses = await Promise.all(paths.map(async (path) => (await reuse(path)) ?? downloadOrLeaveOut(path, faults)));
  // The host is still replacing one version by another. The earlier one is whole, and works.
  if (worker.registration.active && Object.values(faults).includes("version")) throw new Error("some pages are still another version's");
  const isNew = !(await caches.has(SITE_CACHE));
  try {
    await withQuotaRetry(async () => {
      for (const [at, path] of paths.entries()) if (responses[at]) await store(path, responses[at].clone());
      await writeLeftOut({ at: Date.now(), faults });
    });
    // A visitor who could take the quiz offline can still do so after an update.
    if (withEngine) await withQuotaRetry(() => repair(Object.keys(PRECACHE.engine)));
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
  const wanted = new Set(Object.keys(PRECACHE.engine).map(address));
  for (const request of requests) if (!wanted.has(request.url)) await cache?.delete(request);
}
