// Downloads a file of the runtime, and compiles it if it is a wasm. Every failure has a name, and every byte that arrives is reported.

/** The reason why the engine could not start. `reason` is one of the words that the page has a message for; `message` is for developers. */
export class Fault extends Error {
  /**
   * @param {string} reason
   * @param {string} message
   * @param {boolean} [isFatal] whether the engine cannot go on after it
   */
  constructor(reason, message, isFatal = false) {
    super(message);
    this.reason = reason;
    this.isFatal = isFatal;
  }
}

/** @param {string} type */
const isWasm = (type) => type === "application/wasm";

/** @param {string} type */
export const isScript = (type) => type === "text/javascript" || type === "application/javascript";

/**
 * Accept any type for an archive but text: hosts have many types for archives.
 * @param {string} type
 */
export const isArchive = (type) => !type.startsWith("text/");

/**
 * Request a file, and refuse what is certainly not that file: hosts like to answer with a page where a file is missing.
 * @param {string} url
 * @param {(type: string) => boolean} isRightType
 * @param {RequestCache} [cache]
 */
export async function download(url, isRightType, cache) {
  let response;
  try {
    // Browsers accept "only-if-cached" in this mode only. Only this site has its files.
    response = await fetch(url, { cache, ...(cache === "only-if-cached" && { mode: "same-origin" }) });
  } catch (error) {
    throw new Fault("network", `${url}: ${messageOf(error)}`);
  }
  if (!response.ok) throw new Fault("http", `${url}: status ${response.status}`);
  const type = (response.headers.get("content-type") ?? "").split(";")[0].trim().toLowerCase();
  if (!isRightType(type)) throw new Fault("wrong-type", `${url}: content type “${type}”`);
  return response;
}

/**
 * Read a body to its end. A body whose length is not that of the manifest is not our file.
 * @param {Response} response
 * @param {number} size
 * @param {(chunk: Uint8Array, at: number) => void} onChunk gets each chunk with its place
 */
export async function drain(response, size, onChunk) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  let at = 0;
  for (;;) {
    let step;
    try {
      step = await reader.read();
    } catch (error) {
      throw new Fault("network", `${response.url}: ${messageOf(error)} after ${at} of ${size} bytes`);
    }
    const end = at + (step.value?.length ?? 0);
    if (step.done ? end < size : end > size) throw new Fault("truncated", `${response.url}: ${end} bytes, expected ${size}`);
    if (step.done) return;
    onChunk(step.value, at);
    at = end;
  }
}

/**
 * Read a whole file.
 * @param {Response} response
 * @param {number} size
 * @param {(count: number) => void} onBytes called at each arrival
 */
export async function readBytes(response, size, onBytes) {
  const whole = new Uint8Array(size);
  await drain(response, size, (chunk, at) => {
    whole.set(chunk, at);
    onBytes(chunk.length);
  });
  return whole;
}

/**
 * Download and compile a wasm.
 * @param {string} url
 * @param {number} size
 * @param {(count: number) => void} onBytes called at each arrival
 * @param {RequestCache} cache
 * @param {boolean} kept whether the browser has most likely cached it
 */
export async function loadWasm(url, size, onBytes, cache, kept) {
  return (kept && (await compileCached(url, size, onBytes))) || compile(url, size, onBytes, cache);
}

/**
 * Compile the wasm from the browser's cache. Gives undefined where it is not there or damaged. The bytes are not counted, because nobody
 * waits for them, and the response goes to the browser untouched: only then does Chromium use the machine code that it cached with the
 * file.
 * @param {string} url
 * @param {number} size
 * @param {(count: number) => void} onBytes
 */
async function compileCached(url, size, onBytes) {
  try {
    const module = await WebAssembly.compileStreaming(await download(url, isWasm, "only-if-cached"));
    onBytes(size);
    return module;
  } catch {
    return undefined;
  }
}

/**
 * Compile while downloading, and count the bytes that arrive.
 * @param {string} url
 * @param {number} size
 * @param {(count: number) => void} onBytes
 * @param {RequestCache} cache
 */
async function compile(url, size, onBytes, cache) {
  const response = await download(url, isWasm, cache);
  const counted = drain(response.clone(), size, (chunk) => onBytes(chunk.length));
  const [count, module] = await Promise.allSettled([counted, WebAssembly.compileStreaming(response)]);
  if (count.status === "rejected") throw count.reason;
  if (module.status === "rejected") throw module.reason;
  return module.value;
}

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));
