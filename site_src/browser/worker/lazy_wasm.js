// The second half of the interpreter: most of its functions, of which a score calls none, and data that a score does not read. It is fetched
// when there is time, and at the latest when one of its functions is called. Nothing can go on then, so this worker stands still until the half
// is here.

import { Fault, loadWasm, messageOf } from "./download.js";

/** @typedef {(count: number) => void} OnBytes */
/**
 * @typedef {{fetch: (onBytes?: OnBytes) => Promise<void>, compileNow: () => WebAssembly.Module}} LazyWasm `fetch` downloads and compiles the
 *   half, once for all who ask for it; `compileNow` gives the half compiled at once, and blocks for it if necessary
 */

/**
 * @param {string} url
 * @param {{size: number}} file
 * @param {RequestCache} cache
 * @param {boolean} kept whether the browser has most likely cached the half
 * @param {() => void} onBlock called before everything stands still
 * @returns {LazyWasm}
 */
export function createLazyWasm(url, { size }, cache, kept, onBlock) {
  /** @type {WebAssembly.Module | undefined} */
  let module;
  /** @type {Promise<void> | undefined} */
  let pending;
  /** @type {Set<OnBytes>} */
  const listeners = new Set();
  const onBytes = (/** @type {number} */ count) => {
    for (const listener of listeners) listener(count);
  };
  const load = async () => {
    module = await loadWasm(url, size, onBytes, cache, kept);
  };
  return {
    async fetch(listener = () => {}) {
      if (module) return;
      listeners.add(listener);
      pending ??= load().finally(() => {
        pending = undefined;
      });
      await pending.finally(() => listeners.delete(listener));
    },
    compileNow() {
      if (module) return module;
      onBlock();
      module = new WebAssembly.Module(downloadNow(url, size));
      return module;
    },
  };
}

/**
 * Download a file synchronously, as only a worker may. A failure is fatal: it is thrown through Python, which cannot go on after that.
 * @param {string} url
 * @param {number} size
 * @returns {ArrayBuffer}
 */
function downloadNow(url, size) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch (error) {
    throw new Fault("network", `${url}: ${messageOf(error)}`, true);
  }
  if (request.status !== 200) throw new Fault("http", `${url}: status ${request.status}`, true);
  const found = request.response.byteLength;
  if (found !== size) throw new Fault("truncated", `${url}: ${found} bytes, expected ${size}`, true);
  return request.response;
}
