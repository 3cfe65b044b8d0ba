// The page's side of the engine: requests to Python in a worker, and its replies. A worker that sends nothing in time has failed.

import { EngineError, launch, takeEarly } from "./launch.js";
import { CHARACTERS_A_SECOND, POLICY_MS, REPLY_SECONDS, STALL_SECONDS, TICKS } from "./timeouts.js";

/**
 * @import {LaunchedWorker, WorkerMessage} from "./launch.js"
 * @import {ArchiveNews, ArchiveReply, Ask, SheetReply} from "./wire.js"
 */

/**
 * @typedef {{state: "loading" | "ready" | "failed", loaded: number, total: number, resumed?: boolean, reason: string, detail: string}} EngineStatus
 *   `resumed`: the engine went on from a snapshot of an earlier visit; `reason`: why it failed
 * @typedef {{text: string, files?: File[], onNews?: (news: ArchiveNews) => void}} Content
 * @typedef {Content & {resolve: (reply: any) => void, reject: (error: EngineError) => void}} Pending each request knows its reply's type
 * @typedef {{
 *   ask: Ask, read: (files: File[], onNews: (news: ArchiveNews) => void) => {reply: Promise<ArchiveReply>, stop: () => void},
 *   readSheet: (file: File, scores: {today: string, words: Record<string, string>}) => Promise<SheetReply>,
 *   retry: () => void, forget: () => void
 * }} Engine `ask` waits for a loading engine, and rejects with an EngineError where the engine fails. `read` has LinkedIn's archive read,
 * until `stop()`; `readSheet` a spreadsheet of past scores. `retry` starts a new worker after a failure. `forget` has this worker keep nothing on the device for a later visit.
 */

// A page has one engine, so its state is the module's. This module may run before the page's markup is there, so startEngine() reads that.
/** @type {string} */
let manifestUrl;
/** @type {string} */
let workerUrl;
/** @type {WorkerType} */
let workerType;
/** @type {number} */
let stallSeconds;
/** @type {(status: EngineStatus) => void} */
let notify;
/** @type {EngineStatus} */
let status;
/** @type {LaunchedWorker | undefined} */
let worker;
/** @type {number | undefined} */
let clock;
let lastId = 0;
/** @type {Map<number, Pending>} the requests that have had no reply yet, by id */
const pending = new Map();

// The addresses that the page's security policy refused.
const refused = new Set();
document.addEventListener("securitypolicyviolation", ({ blockedURI }) => refused.add(blockedURI));

/** @param {Partial<EngineStatus>} changes */
function setStatus(changes) {
  status = { ...status, ...changes };
  document.documentElement.dataset.engine = status.state;
  notify(status);
}

/**
 * Fail for this reason, unless the worker sends something in time.
 * @param {number} seconds
 * @param {string} reason
 */
function setTimer(seconds, reason) {
  clearInterval(clock);
  let ticks = 0;
  clock = setInterval(
    () => {
      ticks += 1;
      if (ticks >= TICKS) fail(reason, `nothing for ${seconds} seconds`);
    },
    (seconds * 1000) / TICKS,
  );
}

function expectReply() {
  const characters = [...pending.values()].reduce((sum, { text }) => sum + text.length, 0);
  setTimer(Math.min(stallSeconds, REPLY_SECONDS) + characters / CHARACTERS_A_SECOND, "crashed");
}

/**
 * @param {string} reason
 * @param {string} [detail]
 */
function fail(reason, detail = "") {
  if (status.state === "failed") return;
  clearInterval(clock);
  worker?.end();
  worker = undefined;
  const left = [...pending.values()];
  pending.clear();
  setStatus({ state: "failed", reason, detail });
  for (const { reject } of left) reject(new EngineError(reason, detail));
}

/**
 * @param {number} id
 * @param {Content} content
 */
function send(id, { text, files }) {
  worker?.post({ id, text, ...(files && { files }) });
  expectReply();
}

/** @param {WorkerMessage} message */
function onMessage({ id, text }) {
  const content = JSON.parse(text);
  if (id === 0) onBootMessage(content);
  else onReply(id, content);
}

/**
 * @param {number} id
 * @param {{news?: ArchiveNews}} reply
 */
function onReply(id, reply) {
  const request = pending.get(id);
  if (!reply.news) pending.delete(id);
  if (pending.size > 0) expectReply();
  else clearInterval(clock);
  if (reply.news) request?.onNews?.(reply.news);
  else request?.resolve(reply);
}

/** @param {{failed?: string, detail?: string, ready?: boolean, resumed?: boolean, loaded?: number, total?: number}} news */
function onBootMessage({ failed, detail, ready, ...news }) {
  if (failed) fail(failed, detail);
  else if (ready) {
    clearInterval(clock);
    setStatus({ state: "ready", loaded: status.total, ...news });
    for (const [id, request] of pending) send(id, request);
  } else {
    setTimer(stallSeconds, "stalled");
    setStatus(news);
  }
}

/**
 * Start a worker.
 * @param {RequestCache} cache every address belongs to one content, so any cached copy will do; after a failure the server is asked again
 */
function start(cache) {
  setStatus({ state: "loading", loaded: 0, total: 0, reason: "", detail: "" });
  setTimer(stallSeconds, "stalled");
  if (typeof WebAssembly !== "object") return fail("no-wasm", "WebAssembly is not there");
  worker = takeEarly(workerUrl, manifestUrl, cache) ?? launch(workerUrl, workerType, manifestUrl, cache);
  return listen(worker);
}

/** @param {LaunchedWorker} mine a worker; once it was ended, it may still send something */
function listen(mine) {
  /** @param {() => void} act */
  const ifPresent = (act) => worker === mine && act();
  /**
   * Fail because of a file, after a pause. The event that the security policy refused it comes meanwhile, if it did.
   * @param {{url?: string, reason: string, message: string}} error
   */
  const failForFile = ({ url, reason, message }) =>
    setTimeout(() => ifPresent(() => fail(refused.has(url) ? "blocked" : reason, message)), POLICY_MS);
  mine.listen({
    message: ({ data }) => ifPresent(() => onMessage(data)),
    messageerror: () => ifPresent(() => fail("crashed", "a message could not be read")),
    error: ({ message }) =>
      ifPresent(() => {
        if (status.state === "ready") fail("crashed", message);
        // The worker's address is one that the page made. Of such an address a policy's refusal names only the scheme.
        else failForFile({ url: "blob", reason: "start", message: message ?? "the worker's script would not run" });
      }),
    unread: failForFile,
  });
}

/**
 * @template T
 * @param {Content} content
 * @returns {Promise<T>} the reply
 */
function request(content) {
  if (status.state === "failed") return Promise.reject(new EngineError(status.reason, status.detail));
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    pending.set(id, { ...content, resolve, reject });
    if (status.state === "ready") send(id, content);
  });
}

/** @param {number} id of a reading of LinkedIn's archive */
function stop(id) {
  if (status.state === "ready" && pending.has(id)) worker?.post({ id, text: "" });
  else {
    pending.get(id)?.resolve({ stopped: true });
    pending.delete(id);
  }
}

/**
 * Start Python in a worker, once on a page.
 *
 * The element that carries `data-runtime` may carry options: `data-stall-seconds` shortens both timeouts; `data-worker` is the worker's
 * address; `data-worker-type="classic"` says that the worker has no static imports, because Chromium runs no module workers on a page
 * opened from disk.
 * @param {string} manifest the address of the runtime's manifest
 * @param {(status: EngineStatus) => void} onChange called at every change of the status
 * @returns {Engine}
 */
export function startEngine(manifest, onChange) {
  /** @type {HTMLElement | null} */
  const element = document.querySelector("[data-runtime]");
  const hooks = element?.dataset ?? {};
  workerUrl = new URL(hooks.worker ?? new URL("../../worker/worker.js", import.meta.url).href, document.baseURI).href;
  workerType = hooks.workerType === "classic" ? "classic" : "module";
  stallSeconds = Number(hooks.stallSeconds) || STALL_SECONDS;
  manifestUrl = new URL(manifest, document.baseURI).href;
  notify = onChange;
  start("force-cache");
  return {
    ask: (content) => request({ text: JSON.stringify(content) }),
    read(files, onNews) {
      const reply = request({ text: "", files, onNews });
      const id = lastId;
      return { reply, stop: () => stop(id) };
    },
    readSheet: (file, scores) => request({ text: JSON.stringify({ scores }), files: [file] }),
    retry() {
      if (status.state === "failed") start("no-cache");
    },
    forget: () => worker?.post({ id: 0, text: JSON.stringify({ forget: true }) }),
  };
}
