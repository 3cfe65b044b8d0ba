// The worker's entry. Messages are {id, text} both ways, and text is JSON. Id 0 is the boot: the page sends {manifest, base, worker, cache,
// kept}, the worker sends {loaded, total} while bytes arrive, and at last {ready, resumed} or {failed, detail}. {forget}, before or after,
// has the worker leave nothing on the device. Any other id is a request to ssi_core, with one reply, before which {news: {}} comes while code
// for it is fetched, or the rest of the interpreter. With {files} it is LinkedIn's archive to read, or where the text has {scores} a spreadsheet: then {news} comes for each
// piece before the reply, and the same id again stops it.

import { createArchive } from "./archive.js";
import { boot } from "./boot.js";
import { Fault } from "./download.js";
import { createLateCode } from "./late_code.js";
import { createPlainTest } from "./plain_requests.js";
import { closeSnapshotCache } from "./snapshot_cache.js";

/** @import {BootOrder} from "./boot.js" */

// Often enough to look alive, seldom enough to cost nothing.
const PROGRESS_MS = 50;
// The first moments after the start belong to the visitor.
const SETTLE_AFTER_MS = 1000;
// What a security policy refuses fails like anything else. The event that tells it apart comes about the same time, before or after.
const POLICY_MS = 50;
const LIKE_REFUSED = ["network", "start", "no-wasm"];
// The requests whose code is fetched when they are asked, and how the reply begins while it is not there.
/** @type {Record<string, import("./late_code.js").Role>} */
const LATE = { explain: "export", "make-code": "group", group: "group", pairs: "group" };
const NOT_LOADED = '{"faults":[{"key":"do","problem":"not_loaded"';

/** @type {import("./boot.js").StartedPython} */
let started;
/** @type {(text: string) => boolean} whether a request may be answered before the rest of the interpreter is there */
let isPlain;
/** @type {ReturnType<typeof createLateCode>} */
let loadCode;
/** @type {ReturnType<typeof createArchive>} */
let readArchive;
/** @type {Set<number>} the ids of the readings that go on */
const reading = new Set();

/**
 * @param {number} id
 * @param {object} content
 */
const send = (id, content) => postMessage({ id, text: JSON.stringify(content) });

/** @type {string[]} */
const refused = [];
addEventListener("securitypolicyviolation", (event) => {
  const { effectiveDirective, blockedURI } = /** @type {SecurityPolicyViolationEvent} */ (event);
  refused.push(`${effectiveDirective} refuses ${blockedURI}`);
});

addEventListener("message", ({ data: { id, text, files } }) => {
  if (id === 0) begin(JSON.parse(text));
  else if (files) void read(id, files, text);
  else if (!reading.delete(id)) void answer(id, text);
});

/** @param {BootOrder & {forget?: boolean}} order */
function begin({ forget, ...order }) {
  if (forget) closeSnapshotCache();
  else void start(order);
}

/** @param {BootOrder} order */
async function start(order) {
  const total = Object.values(order.manifest.files).reduce((sum, file) => sum + file.size, 0);
  try {
    started = await boot(order, createProgress(total));
    isPlain = createPlainTest(order.manifest.words ?? []);
    loadCode = createLateCode(started, order);
    readArchive = createArchive(started.python, loadCode);
    send(0, { ready: true, resumed: started.resumed });
    setTimeout(() => void started.settle(), SETTLE_AFTER_MS);
  } catch (error) {
    const failed = reasonFor(error, "start");
    const detail = String(error);
    setTimeout(() => {
      if (refused.length > 0 && LIKE_REFUSED.includes(failed)) send(0, { failed: "blocked", detail: refused.join(", ") });
      else send(0, { failed, detail });
    }, POLICY_MS);
  }
}

/**
 * Send the progress of the download, but not at every byte.
 * @param {number} total
 */
function createProgress(total) {
  let loaded = 0;
  let sent = -Infinity;
  return (/** @type {number} */ count) => {
    loaded += count;
    const now = performance.now();
    if (now - sent < PROGRESS_MS && loaded < total && count > 0) return;
    sent = now;
    send(0, { loaded, total });
  };
}

/**
 * @param {number} id
 * @param {string} text
 */
async function answer(id, text) {
  try {
    if (!(started.isWhole() || isPlain(text))) await started.complete(() => send(id, { news: {} }));
    let reply = started.handle(text);
    if (reply.startsWith(NOT_LOADED) && (await loadFor(id, JSON.parse(text).do))) reply = started.handle(text);
    postMessage({ id, text: reply });
  } catch (error) {
    send(0, { failed: reasonFor(error, "crashed"), detail: String(error) });
  }
}

/**
 * Fetch the code for a request. A file that could not be fetched is no reason to give up what works.
 * @param {number} id
 * @param {string} request
 */
async function loadFor(id, request) {
  try {
    return await loadCode(LATE[request], () => send(id, { news: {} }));
  } catch (error) {
    if (error instanceof Fault && !error.isFatal) return undefined;
    throw error;
  }
}

/**
 * @param {number} id
 * @param {File[]} files
 * @param {string} text
 */
async function read(id, files, text) {
  reading.add(id);
  const sendNews = (/** @type {object} */ news) => send(id, { news });
  try {
    send(id, await readArchive(files, sendNews, () => !reading.has(id), text === "" ? {} : JSON.parse(text)));
  } catch (error) {
    if (error instanceof Fault && !error.isFatal) send(id, { failed: error.reason });
    else send(0, { failed: reasonFor(error, "crashed"), detail: String(error) });
  }
  reading.delete(id);
}

/**
 * Name the reason for a failure. Browsers have no class for a lack of memory, but all of their messages speak of memory or allocation.
 * @param {unknown} error
 * @param {string} otherwise
 */
function reasonFor(error, otherwise) {
  if (error instanceof Fault) return error.reason;
  return /out of memory|allocat|MemoryError/i.test(String(error)) ? "out-of-memory" : otherwise;
}
