// The worker's door. Messages are {id, text} both ways, and text is JSON. Id 0 is the boot: the page sends {manifest, base, cache, kept}, the
// worker tells {loaded, total} while bytes arrive, and at last {ready} or {failed, detail}. Any other id is a request for ssi_core, answered
// once.

import { boot } from "./boot.js";
import { Fault } from "./download.js";

const SMOKE_CALL = '{"do":"score","answers":{}}';
// Often enough to look alive, seldom enough not to be work.
const TELL_EVERY_MS = 50;

let handle;

const tell = (id, value) => self.postMessage({ id, text: JSON.stringify(value) });

self.addEventListener("message", ({ data: { id, text } }) => {
  if (id === 0) void start(JSON.parse(text));
  else answer(id, text);
});

async function start(order) {
  const total = Object.values(order.manifest.files).reduce((sum, file) => sum + file.size, 0);
  let loaded = 0;
  let told = -Infinity;
  const onBytes = (count) => {
    loaded += count;
    const now = performance.now();
    if (now - told < TELL_EVERY_MS && loaded < total) return;
    told = now;
    tell(0, { loaded, total });
  };
  try {
    handle = await boot(order, onBytes);
    // A Python that started may still lack a part: ready means that it has answered.
    if (!("ok" in JSON.parse(handle(SMOKE_CALL)))) throw new Error("ssi_core refused the smoke call");
    tell(0, { ready: true });
  } catch (error) {
    tell(0, { failed: reasonFor(error, "start"), detail: String(error) });
  }
}

function answer(id, text) {
  try {
    self.postMessage({ id, text: handle(text) });
  } catch (error) {
    tell(0, { failed: reasonFor(error, "crashed"), detail: String(error) });
  }
}

/** Browsers word it differently and have no error class of its own for it, but all of them speak of memory or allocation. */
function reasonFor(error, otherwise) {
  if (error instanceof Fault) return error.reason;
  return /out of memory|allocat|MemoryError/i.test(String(error)) ? "out-of-memory" : otherwise;
}
