// From a manifest to a Python that answers: everything is fetched at once, and compiled while it arrives.

import { bytes, drain, Fault, isArchive, isScript, isWasm, open } from "./download.js";
import { putImage, takeImage } from "./image.js";
import { importFunction, startPython, textFunction } from "./python.js";
import { restOf } from "./rest.js";
import { shelfFor } from "./shelf.js";

// The smallest WebAssembly module: the magic number and the version.
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
const HERE = { IN_BROWSER: true, IN_BROWSER_WEB_WORKER: true };
const SMOKE_CALL = '{"do":"score","answers":{}}';

/**
 * Resolves to {python, handle, resumed, fetchRest, settle}. `python` is the interpreter. `handle` is ssi_core's one door, a function from
 * text to text that has answered once. `resumed` says whether this Python went on from what an earlier visit kept. `fetchRest()` fetches the
 * rest of the interpreter; `settle()` does so and keeps this Python for the next visit, and is called when there is time for it.
 * `cache` is fetch's word; `kept` says that the browser has most likely kept all files since an earlier visit; `onBytes(n)` is told of each
 * arrival.
 */
export async function boot({ manifest, base, worker, cache, kept }, onBytes) {
  requireWasm();
  const { glue, wasm, rest, stdlib, core } = { ...manifest.later, ...manifest.files };
  const url = (file) => new URL(file.path, base).href;
  const fetchArchive = async (file) => bytes(await open(url(file), isArchive, cache), file.size, onBytes);
  const shelf = shelfFor(base, worker);
  // What cannot be had now is asked for again when it is needed.
  const fetchRest = () => laterHalf.fetch().catch(() => {});
  const laterHalf = restOf(url(rest), rest, cache, () => onBytes(0));
  const [create, module, stdlibBytes, coreBytes, image] = await allOrFirstFault([
    loadGlue(url(glue), glue.size, onBytes),
    loadWasm(url(wasm), wasm.size, onBytes, { cache, kept }),
    fetchArchive(stdlib),
    fetchArchive(core),
    // After a failure nothing that was kept is trusted.
    cache === "no-cache" ? shelf.clear() : shelf.read(),
    // Where it comes with the others there may be no way to ask for it later.
    manifest.files.rest && laterHalf.fetch(onBytes),
  ]);
  const start = (asleep) => startPython(create, { module, rest: laterHalf.now }, { stdlib: stdlibBytes, ssi_core: coreBytes }, HERE, asleep);
  if (image) {
    const resumed = await resume(start, image);
    if (resumed) return { ...resumed, resumed: true, fetchRest, settle: () => void fetchRest() };
  }
  const python = await start(false);
  const address = importFunction(python, "ssi_core.wire", "handle");
  const handle = proven(textFunction(python, address));
  const taken = takeImage(python, address);
  const settle = () => {
    shelf.keep(taken);
    void fetchRest();
  };
  return { python, handle, resumed: false, fetchRest, settle };
}

/** A Python that goes on from an image; nothing where it does not, for which a browser may have reasons that nobody foresaw. */
async function resume(start, image) {
  try {
    const python = await start(true);
    return { python, handle: proven(textFunction(python, putImage(python, image))) };
  } catch {
    return undefined;
  }
}

/** A Python that started may still lack a part: it is believed when it has answered. */
function proven(handle) {
  if (!("ok" in JSON.parse(handle(SMOKE_CALL)))) throw new Error("ssi_core refused the smoke call");
  return handle;
}

/** Some browsers have no WebAssembly, and some settings and policies forbid it. Both show before a byte is fetched. */
function requireWasm() {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (error) {
    throw new Fault("no-wasm", String(error));
  }
}

/** Like Promise.all, but where several fail, what is told is a file that could not be had, and not what followed from it. */
async function allOrFirstFault(promises) {
  const settled = await Promise.allSettled(promises);
  const failures = settled.filter((one) => one.status === "rejected").map((one) => one.reason);
  if (failures.length > 0) throw failures.find((failure) => failure instanceof Fault) ?? failures[0];
  return settled.map((one) => one.value);
}

/** The browser tells nothing about a script that would not load, so the file is asked for once more to find out why. */
async function loadGlue(url, size, onBytes) {
  try {
    const { default: create } = await import(url);
    onBytes(size);
    return create;
  } catch (error) {
    await drain(await open(url, isScript), size, () => {});
    throw error;
  }
}

async function loadWasm(url, size, onBytes, { cache, kept }) {
  return (kept && (await compileKept(url, size, onBytes))) || compile(url, size, onBytes, cache);
}

/**
 * The wasm that the browser has kept, compiled; nothing where it has not, or where it is damaged. Nobody waits for bytes here, so none are
 * counted, and the response goes to the browser untouched: only then does Chromium use the machine code that it kept with the file.
 */
async function compileKept(url, size, onBytes) {
  try {
    const module = await WebAssembly.compileStreaming(await open(url, isWasm, "only-if-cached"));
    onBytes(size);
    return module;
  } catch {
    return undefined;
  }
}

/** Compile while downloading, and count what arrives. */
async function compile(url, size, onBytes, cache) {
  const response = await open(url, isWasm, cache);
  const counted = drain(response.clone(), size, (chunk) => onBytes(chunk.length));
  const [count, module] = await Promise.allSettled([counted, WebAssembly.compileStreaming(response)]);
  if (count.status === "rejected") throw count.reason;
  if (module.status === "rejected") throw module.reason;
  return module.value;
}
