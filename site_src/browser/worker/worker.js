// The worker's door. Messages are {id, text} both ways, and text is JSON. Id 0 is the boot: the page sends {manifest, base, worker, cache,
// kept}, the worker tells {loaded, total} while bytes arrive, and at last {ready, resumed} or {failed, detail}. {forget}, before or after, has
// it leave nothing on the device. Any other id is a request for ssi_core, answered once. With {files} it is LinkedIn's archive to read: then
// {news} comes for each piece before the answer, and the same id again ends it.

import { createArchive } from "./archive.js";
import { boot } from "./boot.js";
import { Fault } from "./download.js";
import { closeShelf } from "./shelf.js";

// Often enough to look alive, seldom enough not to be work.
const TELL_EVERY_MS = 50;
// The first moments belong to the visitor.
const SETTLE_AFTER_MS = 1000;
// What a security policy refuses fails like anything else. The event that tells it apart comes about the same time, before or after.
const POLICY_MS = 50;
const LIKE_REFUSED = ["network", "start", "no-wasm"];

let handle;
let readArchive;
const reading = new Set();

const tell = (id, value) => self.postMessage({ id, text: JSON.stringify(value) });

const refused = [];
self.addEventListener("securitypolicyviolation", (event) => refused.push(`${event.effectiveDirective} refuses ${event.blockedURI}`));

self.addEventListener("message", ({ data: { id, text, files } }) => {
  if (id === 0) begin(JSON.parse(text));
  else if (files) void read(id, files);
  else if (!reading.delete(id)) answer(id, text);
});

function begin(order) {
  if (order.forget) closeShelf();
  else void start(order);
}

async function start(order) {
  const total = Object.values(order.manifest.files).reduce((sum, file) => sum + file.size, 0);
  let loaded = 0;
  let told = -Infinity;
  const onBytes = (count) => {
    loaded += count;
    const now = performance.now();
    if (now - told < TELL_EVERY_MS && loaded < total && count > 0) return;
    told = now;
    tell(0, { loaded, total });
  };
  try {
    const started = await boot(order, onBytes);
    handle = started.handle;
    readArchive = createArchive(started, order);
    tell(0, { ready: true, resumed: started.resumed });
    setTimeout(started.settle, SETTLE_AFTER_MS);
  } catch (error) {
    const failed = reasonFor(error, "start");
    const detail = String(error);
    setTimeout(() => {
      if (refused.length > 0 && LIKE_REFUSED.includes(failed)) tell(0, { failed: "blocked", detail: refused.join(", ") });
      else tell(0, { failed, detail });
    }, POLICY_MS);
  }
}

function answer(id, text) {
  try {
    self.postMessage({ id, text: handle(text) });
  } catch (error) {
    tell(0, { failed: reasonFor(error, "crashed"), detail: String(error) });
  }
}

async function read(id, files) {
  reading.add(id);
  try {
    tell(id, await readArchive(files, (news) => tell(id, { news }), () => !reading.has(id)));
  } catch (error) {
    // A file that could not be had is no reason to give up what works.
    if (error instanceof Fault && !error.fatal) tell(id, { failed: error.reason });
    else tell(0, { failed: reasonFor(error, "crashed"), detail: String(error) });
  }
  reading.delete(id);
}

/** Browsers word it differently and have no error class of its own for it, but all of them speak of memory or allocation. */
function reasonFor(error, otherwise) {
  if (error instanceof Fault) return error.reason;
  return /out of memory|allocat|MemoryError/i.test(String(error)) ? "out-of-memory" : otherwise;
}
