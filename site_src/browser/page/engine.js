// The page's side of the engine: starts the worker, passes text, watches the clock. A worker that says nothing has failed.

// Nothing at all from a loading worker for this long: not a byte, not a step. A slow phone may take ten seconds between two of them.
const STALL_SECONDS = 30;
// A request that takes a millisecond has had no reply for this long.
const REPLY_SECONDS = 10;
// A long request takes longer: a slow phone reads a history of years, a megabyte of text, in half a minute.
const LETTERS_A_SECOND = 25_000;
// Time is counted in ticks, so that a laptop that slept for an hour has missed one tick and not an hour.
const TICKS = 10;
// What the page's security policy refuses fails like anything else. The event that tells it apart comes about the same time, before or after.
const POLICY_MS = 50;

// What the page's security policy has refused, by address.
const refused = new Set();
document.addEventListener("securitypolicyviolation", ({ blockedURI }) => refused.add(blockedURI));

/** Why the engine failed, for whoever waits for a reply. `reason` is the same word that onChange gets. */
class EngineFailed extends Error {
  constructor(reason, detail) {
    super(`${reason}: ${detail}`);
    this.reason = reason;
  }
}

/**
 * Start Python in a worker. `manifest` is the address of the runtime's manifest. `onChange({state, loaded, total, reason, detail})` is
 * called at every change: state is "loading", "ready" (then with `resumed`: from what an earlier visit kept) or "failed". Both times can be shortened with `data-stall-seconds` on the element
 * that carries `data-runtime`; the worker's address can be given there as `data-worker`, and `data-worker-type="classic"` for one without
 * static imports, because Chromium runs no module workers on a page opened from disk.
 *
 * `ask(request)` resolves to the reply; it waits for a loading engine, and rejects with EngineFailed when the engine fails.
 * `read(files, onNews)` has LinkedIn's archive read: {reply, stop}, where `reply` resolves as above, to {stopped} after `stop()`.
 * `retry()` begins anew with a fresh worker. `forget()` has this one keep nothing on the device for a later visit.
 */
export function startEngine(manifest, onChange) {
  const hooks = document.querySelector("[data-runtime]")?.dataset ?? {};
  const workerUrl = new URL(hooks.worker ?? new URL("../worker/worker.js", import.meta.url).href, document.baseURI).href;
  const manifestUrl = new URL(manifest, document.baseURI).href;
  const stallSeconds = Number(hooks.stallSeconds) || STALL_SECONDS;
  const replySeconds = Math.min(Number(hooks.stallSeconds) || REPLY_SECONDS, REPLY_SECONDS);

  let status;
  let worker;
  let clock;
  let lastId = 0;
  const waiting = new Map(); // id → {text, files?, onNews?, resolve, reject}

  function change(next) {
    status = { loaded: 0, total: 0, reason: null, detail: "", ...status, ...next };
    document.documentElement.dataset.engine = status.state;
    onChange({ ...status });
  }

  function expect(seconds, reason) {
    clearInterval(clock);
    let ticks = 0;
    clock = setInterval(() => {
      ticks += 1;
      if (ticks >= TICKS) fail(reason, `nothing for ${seconds} seconds`);
    }, (seconds * 1000) / TICKS);
  }

  function expectReply() {
    const letters = [...waiting.values()].reduce((sum, { text }) => sum + text.length, 0);
    expect(replySeconds + letters / LETTERS_A_SECOND, "crashed");
  }

  function fail(reason, detail) {
    if (status.state === "failed") return;
    clearInterval(clock);
    worker?.terminate();
    worker = undefined;
    const left = [...waiting.values()];
    waiting.clear();
    change({ state: "failed", reason, detail });
    for (const { reject } of left) reject(new EngineFailed(reason, detail));
  }

  function send(id) {
    const { text, files } = waiting.get(id);
    worker.postMessage({ id, text, ...(files && { files }) });
    expectReply();
  }

  function receive({ id, text }) {
    if (id !== 0) {
      const request = waiting.get(id);
      const reply = JSON.parse(text);
      if (reply.news) {
        expectReply();
        request?.onNews(reply.news);
        return;
      }
      waiting.delete(id);
      if (waiting.size === 0) clearInterval(clock);
      else expectReply();
      request?.resolve(reply);
      return;
    }
    const news = JSON.parse(text);
    if (news.failed) fail(news.failed, news.detail);
    else if (news.ready) {
      clearInterval(clock);
      change({ state: "ready", loaded: status.total, resumed: news.resumed });
      for (const each of waiting.keys()) send(each);
    } else {
      expect(stallSeconds, "stalled");
      change(news);
    }
  }

  /** `cache`: every address belongs to one content, so a kept copy will do, however old; but after a failure the server is asked again. */
  function start(cache) {
    change({ state: "loading", loaded: 0, total: 0, reason: null, detail: "" });
    expect(stallSeconds, "stalled");
    if (typeof WebAssembly !== "object") return fail("no-wasm", "WebAssembly is not there");
    const mine = takeEarly(workerUrl, manifestUrl, cache) ?? launch(workerUrl, hooks.workerType ?? "module", manifestUrl, cache);
    worker = mine.worker;
    if (!worker) return fail("no-module-worker", "module workers are not there");
    const ifStillMine = (act) => (event) => worker === mine.worker && act(event);
    const hear = {
      message: ifStillMine(({ data }) => receive(data)),
      messageerror: ifStillMine(() => fail("crashed", "a message could not be read")),
      error: ifStillMine((event) => blame(event, ifStillMine)),
      manifest: failedFor(manifestUrl, ifStillMine),
    };
    return mine.listen((kind, event) => hear[kind](event));
  }

  /** What to do about an error that a file caused. */
  const failedFor = (url, ifStillMine) => (error) =>
    setTimeout(
      ifStillMine(() => fail(refused.has(url) ? "blocked" : error.reason, error.message)),
      POLICY_MS,
    );

  /** An error event without a message is a script that would not load; the browser keeps why to itself, so the file is asked for again. */
  function blame(event, ifStillMine) {
    if (status.state === "ready") return fail("crashed", event.message ?? "");
    return read(workerUrl)
      .then(() => Promise.reject(new EngineFailed("start", event.message ?? "the worker's script would not run")))
      .catch(failedFor(workerUrl, ifStillMine));
  }

  function put(request) {
    if (status.state === "failed") return Promise.reject(new EngineFailed(status.reason, status.detail));
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { ...request, resolve, reject });
      if (status.state === "ready") send(id);
    });
  }

  start("force-cache");
  return {
    ask: (request) => put({ text: JSON.stringify(request) }),
    read(files, onNews) {
      const reply = put({ text: "", files, onNews });
      const id = lastId;
      const stop = () => {
        if (status.state === "ready" && waiting.has(id)) return worker.postMessage({ id, text: "" });
        waiting.get(id)?.resolve({ stopped: true });
        return waiting.delete(id);
      };
      return { reply, stop };
    },
    retry() {
      if (status.state === "failed") start("no-cache");
    },
    forget: () => worker?.postMessage({ id: 0, text: JSON.stringify({ forget: true }) }),
  };
}

/**
 * A worker that is told what to start as soon as the manifest is here, which travels while the worker's own script does. What comes of it
 * waits until somebody listens: "message", "messageerror" and "error" events, and "manifest" with the reason why there is none. There is no
 * `worker` where the browser has no module workers.
 */
function launch(workerUrl, type, manifestUrl, cache) {
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
function takeEarly(workerUrl, manifestUrl, cache) {
  const found = early?.workerUrl === workerUrl && early.manifestUrl === manifestUrl && cache === "force-cache" ? early.launched : undefined;
  if (found) early = undefined;
  return found;
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
async function read(url, cache = "default") {
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
