// Starts the engine's worker and sends it the manifest of files to fetch. A page may ask for this in its head, before its form has arrived.

import { trustScriptUrl } from "../ui/trusted_types.js";

/**
 * @typedef {{id: number, text: string}} WorkerMessage `text` is JSON
 * @typedef {{
 *   message: (event: MessageEvent<WorkerMessage>) => void, messageerror: (event: Event) => void, error: (event: ErrorEvent) => void,
 *   unread: (error: EngineError) => void,
 * }} Listeners `unread`: there is nothing to start
 * @typedef {{listen: (listeners: Listeners) => void, post: (message: object) => void, end: () => void}} LaunchedWorker
 */

/** The reason why the engine failed, for those who wait for a reply. */
export class EngineError extends Error {
  /**
   * @param {string} reason the word that onChange gets
   * @param {string} detail
   * @param {string} [url] the file that failed
   */
  constructor(reason, detail, url) {
    super(`${reason}: ${detail}`);
    this.reason = reason;
    this.url = url;
  }
}

/**
 * Start a worker, and send it the manifest as soon as its script has arrived. The two are fetched at once. Events wait until somebody
 * listens.
 * @param {string} workerUrl
 * @param {WorkerType} type
 * @param {string} manifestUrl
 * @param {RequestCache} cache
 * @returns {LaunchedWorker}
 */
export function launch(workerUrl, type, manifestUrl, cache) {
  /** @type {((listeners: Listeners) => void)[]} */
  const missed = [];
  /** @type {object[]} */
  const unsent = [];
  /** @type {Worker | undefined} */
  let worker;
  let ended = false;
  /** @param {(listeners: Listeners) => void} event */
  let emit = (event) => {
    missed.push(event);
  };

  /** @param {string} address */
  function begin(address) {
    if (ended) return;
    worker = startWorker(address, type);
    for (const kind of /** @type {const} */ (["message", "messageerror", "error"])) {
      worker.addEventListener(kind, (event) => {
        event.preventDefault();
        emit((listeners) => listeners[kind](/** @type {MessageEvent & ErrorEvent} */ (event)));
      });
    }
    for (const message of unsent) worker.postMessage(message);
  }

  Promise.all([fetchManifest(manifestUrl, cache), createBlobUrl(workerUrl, cache).then(begin)]).then(
    ([manifest]) => {
      const kept = cache === "force-cache" && wasCached(manifestUrl);
      worker?.postMessage({ id: 0, text: JSON.stringify({ manifest, base: manifestUrl, worker: workerUrl, cache, kept }) });
    },
    (error) => emit((listeners) => listeners.unread(error)),
  );
  return {
    listen(listeners) {
      emit = (event) => event(listeners);
      for (const event of missed) emit(event);
    },
    post(message) {
      if (worker) worker.postMessage(message);
      else unsent.push(message);
    },
    end() {
      ended = true;
      worker?.terminate();
    },
  };
}

/**
 * Take the worker that was launched from the head, if it has the same addresses. It can be taken once.
 * @param {string} workerUrl
 * @param {string} manifestUrl
 * @param {RequestCache} cache
 */
export function takeEarly(workerUrl, manifestUrl, cache) {
  if (early?.workerUrl !== workerUrl || early.manifestUrl !== manifestUrl || cache !== "force-cache") return undefined;
  const { launched } = early;
  early = undefined;
  return launched;
}

/**
 * Give a worker's script an address that this page makes. A worker started from there has the page's security policy; one started from its
 * own address has the policy that came with the script, and many hosts send none.
 * @param {string} url
 * @param {RequestCache} cache
 */
async function createBlobUrl(url, cache) {
  if (url.startsWith("blob:")) return url;
  const text = await fetchScript(url, cache);
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}

/**
 * Start a worker of a type. A browser without module workers never reads the `type` in the options.
 * @param {string} url
 * @param {WorkerType} type
 */
function startWorker(url, type) {
  let wasRead = false;
  const options = {
    get type() {
      wasRead = true;
      return type;
    },
  };
  try {
    const worker = new Worker(trustScriptUrl(url), options);
    if (wasRead) return worker;
    worker.terminate();
  } catch {
    // The browser has no workers, or a policy forbids them.
  }
  throw new EngineError("no-module-worker", "module workers are not there");
}

/**
 * Fetch a file's text. Throws an EngineError that says what went wrong.
 * @param {string} url
 * @param {RequestCache} cache
 * @param {string} [integrity]
 */
async function fetchText(url, cache, integrity = "") {
  let response;
  let text;
  try {
    response = await fetch(url, { cache, integrity });
    text = await response.text();
  } catch (error) {
    throw new EngineError("network", `${url}: ${/** @type {Error} */ (error).message}`, url);
  }
  if (!response.ok) throw new EngineError("http", `${url}: status ${response.status}`, url);
  if (/^text\/html\b/.test(response.headers.get("content-type") ?? "")) throw new EngineError("wrong-type", `${url}: a page`, url);
  return text;
}

/**
 * Fetch the text of a script, and check it against the page's import map.
 * @param {string} url
 * @param {RequestCache} cache
 */
async function fetchScript(url, cache) {
  const map = document.querySelector("script[type=importmap]");
  /** @type {[path: string, integrity: string][]} */
  const known = Object.entries(map ? JSON.parse(map.textContent).integrity : {});
  const integrity = known.find(([path]) => new URL(path, document.baseURI).href === url)?.[1];
  try {
    return await fetchText(url, cache, integrity);
  } catch (error) {
    if (!integrity) throw error;
    // A browser does not say that the integrity was wrong. Without it, the reason may be another.
    await fetchText(url, cache);
    throw new EngineError("truncated", `${url}: not what was built`, url);
  }
}

/**
 * Check whether the browser had a file already. If so, it most likely has the whole runtime, which came with it.
 * @param {string} url
 */
function wasCached(url) {
  const [timing] = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByName(url, "resource"));
  return timing?.transferSize === 0 && timing.decodedBodySize > 0;
}

/**
 * @param {string} url
 * @param {RequestCache} cache
 */
async function fetchManifest(url, cache) {
  const text = await fetchText(url, cache);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EngineError("truncated", `${url}: ${/** @type {Error} */ (error).message}`, url);
  }
}

/** @type {HTMLScriptElement | null} */
const script = document.querySelector("script[data-manifest]");
let early = launchEarly(script?.dataset);

/**
 * Launch the engine from the page's head, before the rest of the page has arrived. The page names this module there, as
 * <script type="module" async data-manifest data-worker>. The addresses are those that startEngine() is going to be given.
 * @param {DOMStringMap} [addresses]
 */
function launchEarly({ worker, manifest } = {}) {
  if (!worker || !manifest || typeof WebAssembly !== "object") return undefined;
  const [workerUrl, manifestUrl] = [worker, manifest].map((each) => new URL(each, document.baseURI).href);
  return { workerUrl, manifestUrl, launched: launch(workerUrl, "module", manifestUrl, "force-cache") };
}
