// The second half of the interpreter: most of its functions, of which a score calls none. It is fetched when there is time, and at the
// latest when one of its functions is called. Nothing can go on then, so this worker stands still until the half is here.

import { download, Fault, isWasm, messageOf } from "./download.js";

/**
 * @typedef {{fetch: (onBytes?: (count: number) => void) => Promise<void>, compileNow: () => WebAssembly.Module}} LazyWasm `fetch` downloads and
 *   compiles the half, and reports its size at the end; `compileNow` gives the half compiled at once, and blocks for it if necessary
 */

/**
 * @param {string} url
 * @param {{size: number}} file
 * @param {RequestCache} cache
 * @param {() => void} onBlock called before everything stands still
 * @returns {LazyWasm}
 */
export function createLazyWasm(url, { size }, cache, onBlock) {
  /** @type {WebAssembly.Module | undefined} */
  let module;
  return {
    async fetch(onBytes) {
      if (module) return;
      module = await WebAssembly.compileStreaming(await download(url, isWasm, cache));
      onBytes?.(size);
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
