// Starts the engine's worker and sends it the manifest of what to fetch; on a page that wants it so, while that page is still on its way.

/** Why the engine failed, for whoever waits for a reply. `reason` is the same word that onChange gets. */
export class EngineFailed extends Error {
  constructor(reason, detail) {
    super(`${reason}: ${detail}`);
    this.reason = reason;
  }
}

/**
 * A worker that is told what to start as soon as the manifest is here, which travels while the worker's own script does. What comes of it
 * waits until somebody listens: "message", "messageerror" and "error" events, and "manifest" with the reason why there is none. There is no
 * `worker` where the browser has no module workers.
 */
export function launch(workerUrl, type, manifestUrl, cache) {
  const worker = startWorker(workerUrl, type);
  const before = [];
  let hear = (...one) => before.push(one);
  for (const kind of ["message", "messageerror", "error"]) {
    worker?.addEventListener(kind, (event) => {
      event.preventDefault();
      hear(kind, event);
    });
  }
  readManifest(manifestUrl, cache).then(
    (manifest) => {
      const kept = cache === "force-cache" && wasKept(manifestUrl);
      worker?.postMessage({ id: 0, text: JSON.stringify({ manifest, base: manifestUrl, cache, kept }) });
    },
    (error) => hear("manifest", error),
  );
  const listen = (act) => {
    hear = act;
    for (const one of before) act(...one);
  };
  return { worker, listen };
}

/** What was begun in the head, for whoever asks first and means the same. */
export function takeEarly(workerUrl, manifestUrl, cache) {
  if (early?.workerUrl !== workerUrl || early.manifestUrl !== manifestUrl || cache !== "force-cache") return undefined;
  const { launched } = early;
  early = undefined;
  return launched;
}

/** A worker of this type, or nothing where the browser has no module workers: such a browser never reads the `type` it is given. */
function startWorker(url, type) {
  let asked = false;
  const options = {
    get type() {
      asked = true;
      return type;
    },
  };
  try {
    const worker = new Worker(url, options);
    if (asked) return worker;
    worker.terminate();
  } catch {
    // No Worker at all, or one that a policy forbids.
  }
  return undefined;
}

/** A file's text, or an EngineFailed that says how it could not be had. */
export async function read(url, cache = "default") {
  let response;
  let text;
  try {
    response = await fetch(url, { cache });
    text = await response.text();
  } catch (error) {
    throw new EngineFailed("network", `${url}: ${error.message}`);
  }
  if (!response.ok) throw new EngineFailed("http", `${url}: status ${response.status}`);
  if (/^text\/html\b/.test(response.headers.get("content-type") ?? "")) throw new EngineFailed("wrong-type", `${url}: a page`);
  return text;
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
    throw new EngineFailed("truncated", `${url}: ${error.message}`);
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
