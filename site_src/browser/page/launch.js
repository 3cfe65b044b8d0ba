// Starts the engine's worker and sends it the manifest of what to fetch; on a page that wants it so, while that page is still on its way.

import { trustScriptUrl } from "./trusted_types.js";

/** Why the engine failed, for whoever waits for a reply. `reason` is the same word that onChange gets, `url` the file's that is to blame. */
export class EngineFailed extends Error {
  constructor(reason, detail, url) {
    super(`${reason}: ${detail}`);
    this.reason = reason;
    this.url = url;
  }
}

/**
 * A worker that is told what to start as soon as its script and the manifest are here, which travel at once. What comes of it waits until
 * somebody listens: "message", "messageerror" and "error" events, and "unread" with the reason why there is nothing to start.
 */
export function launch(workerUrl, type, manifestUrl, cache) {
  const before = [];
  const unsent = [];
  let worker;
  let ended = false;
  let hear = (...one) => before.push(one);
  const begin = (address) => {
    if (ended) return;
    worker = startWorker(address, type);
    for (const kind of ["message", "messageerror", "error"]) {
      worker.addEventListener(kind, (event) => {
        event.preventDefault();
        hear(kind, event);
      });
    }
    for (const message of unsent) worker.postMessage(message);
  };
  Promise.all([readManifest(manifestUrl, cache), ownAddress(workerUrl, cache).then(begin)]).then(
    ([manifest]) => {
      const kept = cache === "force-cache" && wasKept(manifestUrl);
      worker?.postMessage({ id: 0, text: JSON.stringify({ manifest, base: manifestUrl, worker: workerUrl, cache, kept }) });
    },
    (error) => hear("unread", error),
  );
  return {
    listen(act) {
      hear = act;
      for (const one of before) act(...one);
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

/** What was begun in the head, for whoever asks first and means the same. */
export function takeEarly(workerUrl, manifestUrl, cache) {
  if (early?.workerUrl !== workerUrl || early.manifestUrl !== manifestUrl || cache !== "force-cache") return undefined;
  const { launched } = early;
  early = undefined;
  return launched;
}

/**
 * An address that this page makes for a worker's script. A worker started from there has the page's security policy; one started from its own
 * address has the one that came with the script, and many hosts send none.
 */
async function ownAddress(url, cache) {
  if (url.startsWith("blob:")) return url;
  const text = await readWhole(url, cache);
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}

/** A worker of this type. A browser that has no module workers never reads the `type` that it is given. */
function startWorker(url, type) {
  let asked = false;
  const options = {
    get type() {
      asked = true;
      return type;
    },
  };
  try {
    const worker = new Worker(trustScriptUrl(url), options);
    if (asked) return worker;
    worker.terminate();
  } catch {
    // No Worker at all, or one that a policy forbids.
  }
  throw new EngineFailed("no-module-worker", "module workers are not there");
}

/** A file's text, or an EngineFailed that says how it could not be had. */
async function read(url, cache, integrity = "") {
  let response;
  let text;
  try {
    response = await fetch(url, { cache, integrity });
    text = await response.text();
  } catch (error) {
    throw new EngineFailed("network", `${url}: ${error.message}`, url);
  }
  if (!response.ok) throw new EngineFailed("http", `${url}: status ${response.status}`, url);
  if (/^text\/html\b/.test(response.headers.get("content-type") ?? "")) throw new EngineFailed("wrong-type", `${url}: a page`, url);
  return text;
}

/** The text of a script, if it is the one that was built. */
async function readWhole(url, cache) {
  const map = document.querySelector("script[type=importmap]");
  const known = Object.entries(map ? JSON.parse(map.textContent).integrity : {});
  const integrity = known.find(([path]) => new URL(path, document.baseURI).href === url)?.[1];
  try {
    return await read(url, cache, integrity);
  } catch (error) {
    if (!integrity) throw error;
    // A browser does not say that it was the integrity: only by asking without does it show what came instead.
    await read(url, cache);
    throw new EngineFailed("truncated", `${url}: not what was built`, url);
  }
}

/** Whether the browser had this file already. If it did, it most likely has the whole runtime, which came with it. */
function wasKept(url) {
  const [timing] = performance.getEntriesByName(url, "resource");
  return timing?.transferSize === 0 && timing.decodedBodySize > 0;
}

async function readManifest(url, cache) {
  const text = await read(url, cache);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EngineFailed("truncated", `${url}: ${error.message}`, url);
  }
}

// A page that names this module in its head, as <script type="module" async data-manifest data-worker>, has its engine start while the rest of
// the page is still on its way. The addresses are what startEngine() is going to be given.
let early = startEarly(document.querySelector("script[data-manifest]")?.dataset);

function startEarly(given) {
  if (!given || typeof WebAssembly !== "object") return undefined;
  const [workerUrl, manifestUrl] = [given.worker, given.manifest].map((each) => new URL(each, document.baseURI).href);
  return { workerUrl, manifestUrl, launched: launch(workerUrl, "module", manifestUrl, "force-cache") };
}
