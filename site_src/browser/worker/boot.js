// Boots Python from a manifest: everything is fetched at once, and compiled while it arrives.

import { download, drain, Fault, isArchive, isScript, loadWasm, readBytes } from "./download.js";
import { createLazyWasm } from "./lazy_wasm.js";
import { importFunction, startPython, textFunction } from "./python.js";
import { restoreSnapshot, takeSnapshot } from "./snapshot.js";
import { openSnapshotCache } from "./snapshot_cache.js";

/** @import {Create, Python} from "./python.js" */

/**
 * @typedef {{path: string, size: number}} ManifestFile
 * @typedef {{files: Record<string, ManifestFile>, later?: Record<string, ManifestFile>, words?: string[]}} Manifest `later` is
 *   fetched when it is needed; the quiz as one file has nothing to fetch, and no `words` (plain_requests.js)
 * @typedef {{manifest: Manifest, base: string, worker: string, cache: RequestCache, kept: boolean}} BootOrder what the page sends. `base`: the
 *   manifest's address; `worker`: that of the worker's script; `kept`: the browser has most likely cached all files at an earlier visit
 * @typedef {{
 *   python: Python, handle: (text: string) => string, resumed: boolean, isWhole: () => boolean, complete: (onBytes?: OnBytes) => Promise<void>,
 *   settle: () => Promise<void>
 * }} StartedPython `handle`: ssi_core's one function, which has answered once; `resumed`: this Python went on from the snapshot of an earlier visit;
 *   `isWhole`: whether all static data is in place; `complete` sees to that, and fetches the rest of the interpreter; `settle` does so too and
 *   caches a snapshot for the next visit, and is called when there is time
 * @typedef {(count: number) => void} OnBytes called at each arrival
 */

// The smallest WebAssembly module: the magic number and the version.
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
const BROWSER_WORKER = { IN_BROWSER: true, IN_BROWSER_WEB_WORKER: true };
const SMOKE_CALL = '{"do":"score","answers":{}}';

/**
 * @param {BootOrder} order
 * @param {OnBytes} onBytes
 * @returns {Promise<StartedPython>}
 */
export async function boot({ manifest, base, worker, cache, kept }, onBytes) {
  requireWasm();
  const { glue, wasm, rest, stdlib, core } = { ...manifest.later, ...manifest.files };
  /** @param {ManifestFile} file */
  const urlOf = (file) => new URL(file.path, base).href;
  /** @param {ManifestFile} file */
  const fetchArchive = async (file) => readBytes(await download(urlOf(file), isArchive, cache), file.size, onBytes);
  const snapshots = openSnapshotCache(base, worker);
  const lazyWasm = createLazyWasm(urlOf(rest), rest, cache, kept, () => onBytes(0));
  const [create, module, stdlibBytes, coreBytes, snapshot] = await allOrFirstFault([
    loadGlue(urlOf(glue), glue.size, onBytes),
    loadWasm(urlOf(wasm), wasm.size, onBytes, cache, kept),
    fetchArchive(stdlib),
    fetchArchive(core),
    // After a failure no snapshot is trusted.
    cache === "no-cache" ? snapshots.clear().then(() => undefined) : snapshots.read(),
    // In the quiz as one file the rest comes with the other files.
    manifest.files.rest && lazyWasm.fetch(onBytes),
  ]);
  /** @param {boolean} skipInit */
  const start = (skipInit) =>
    startPython(create, { module, rest: lazyWasm.compileNow }, { stdlib: stdlibBytes, ssi_core: coreBytes }, BROWSER_WORKER, skipInit);
  const resumed = snapshot && (await resume(start, snapshot));
  const { python, handle, taken } = resumed ?? (await startAnew(start));
  /** @param {OnBytes} [listener] */
  const complete = async (listener) => {
    // Where this fails, `load` fetches the rest, and its failure counts.
    await lazyWasm.fetch(listener).catch(() => {});
    python.rest.load();
  };
  const settle = async () => {
    // On a slow line the rest takes many times as long, and a visitor may have left by then.
    const isFetched = lazyWasm.fetch().then(
      () => true,
      () => false,
    );
    if (taken) await snapshots.write(taken);
    // What cannot be fetched now is fetched when it is needed.
    if (await isFetched) python.rest.load();
  };
  return { python, handle, resumed: resumed !== undefined, isWhole: python.rest.isHere, complete, settle };
}

/**
 * @typedef {(skipInit: boolean) => Promise<Python>} Start
 * @typedef {{python: Python, handle: (text: string) => string, taken?: Uint8Array<ArrayBuffer>}} AnsweringPython `taken`: a snapshot for the next visit
 */

/**
 * Start a Python from a snapshot. Gives undefined where it does not go on, for which a browser may have unforeseen reasons.
 * @param {Start} start
 * @param {Uint8Array} snapshot
 * @returns {Promise<AnsweringPython | undefined>}
 */
async function resume(start, snapshot) {
  try {
    const python = await start(true);
    return { python, handle: verify(textFunction(python, restoreSnapshot(python, snapshot))) };
  } catch {
    return undefined;
  }
}

/**
 * @param {Start} start
 * @returns {Promise<AnsweringPython>}
 */
async function startAnew(start) {
  const python = await start(false);
  const address = importFunction(python, "ssi_core.wire", "handle");
  const handle = verify(textFunction(python, address));
  return { python, handle, taken: takeSnapshot(python, address) };
}

/**
 * Check that Python answers: one that has started may still lack a part.
 * @param {(text: string) => string} handle
 */
function verify(handle) {
  if (!("ok" in JSON.parse(handle(SMOKE_CALL)))) throw new Error("ssi_core refused the smoke call");
  return handle;
}

/** Throw where the browser has no WebAssembly, or a setting or policy forbids it. Both show before a byte is fetched. */
function requireWasm() {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (error) {
    throw new Fault("no-wasm", String(error));
  }
}

/**
 * Wait like Promise.all. Where several fail, the error is that of a file that could not be fetched, and not one that followed from it.
 * @template {unknown[]} T
 * @param {[...T]} promises
 * @returns {Promise<{[K in keyof T]: Awaited<T[K]>}>}
 */
async function allOrFirstFault(promises) {
  const settled = await Promise.allSettled(promises);
  const failures = settled.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  if (failures.length > 0) throw failures.find((failure) => failure instanceof Fault) ?? failures[0];
  return Promise.all(promises);
}

/**
 * Import Emscripten's script. Browsers do not say why a script did not load, so then it is fetched once more to find out.
 * @param {string} url
 * @param {number} size
 * @param {OnBytes} onBytes
 * @returns {Promise<Create>}
 */
async function loadGlue(url, size, onBytes) {
  try {
    const { default: create } = await import(url);
    onBytes(size);
    return create;
  } catch (error) {
    await drain(await download(url, isScript), size, () => {});
    throw error;
  }
}
