// The second half of the interpreter: most of its functions, of which a score calls none. It is fetched when there is time for it, and at the
// latest when one of its functions is called: nothing can go on then, so this worker stands still until it is here.

import { Fault, isWasm, open } from "./download.js";

/**
 * {fetch, now}: `fetch` has it here soon, `now` gives it compiled, whatever that takes. `onBytes` is told its size when it is here, `onWait`
 * is called before all else stands still.
 */
export function restOf(url, { size }, cache, onWait) {
  let module;
  return {
    async fetch(onBytes = () => {}) {
      if (module) return;
      module = await WebAssembly.compileStreaming(await open(url, isWasm, cache));
      onBytes(size);
    },
    now() {
      if (module) return module;
      onWait();
      module = new WebAssembly.Module(askNow(url, size));
      return module;
    },
  };
}

/** A file, at once. Only a worker may wait like this. */
function askNow(url, size) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch (error) {
    throw fatal("network", `${url}: ${error.message}`);
  }
  if (request.status !== 200) throw fatal("http", `${url}: status ${request.status}`);
  const found = request.response.byteLength;
  if (found !== size) throw fatal("truncated", `${url}: ${found} bytes, expected ${size}`);
  return request.response;
}

/** Thrown out of the midst of Python, which cannot go on after that. */
const fatal = (reason, message) => Object.assign(new Fault(reason, message), { fatal: true });
