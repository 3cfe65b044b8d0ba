// Caches the snapshot of a started Python on the visitor's device. It saves time and nothing else: failures are ignored, and Python then
// starts as it did the first time. No visitor's words are in the snapshot, because it is taken before any came. The service worker deletes
// it where it needs room.

const DIGEST = "SHA-256";
const DIGEST_BYTES = 32;

/**
 * @typedef {{read: () => Promise<Uint8Array | undefined>, write: (snapshot: Uint8Array<ArrayBuffer>) => Promise<void>, clear: () => Promise<void>}}
 *   SnapshotCache `read` gives undefined where there is no sound snapshot; `write` replaces the snapshots of before
 */

let isClosed = false;

/** Stop caching, because the visitor has everything erased. A snapshot that is being written is deleted afterwards. */
export function closeSnapshotCache() {
  isClosed = true;
}

/**
 * Open the cache for one engine. A snapshot also belongs to one worker's script and one version of the browser.
 * @param {string} address of the engine's manifest, which changes with each of its files
 * @param {string} worker the address of the worker's script
 * @returns {SnapshotCache}
 */
export function openSnapshotCache(address, worker) {
  const key = `${address}?${new URLSearchParams({ worker, browser: navigator.userAgent })}`;
  /**
   * @template T
   * @param {(name: string) => Promise<T>} act
   */
  const ignoreFailure = async (act) => {
    try {
      // Named like the service worker's own caches, after the site: the manifest is in a folder of the site. Without https, and in some
      // private windows, there are no caches; in the quiz as one file there is not even an address.
      return await act(`${new URL("..", address).href} started`);
    } catch {
      return undefined;
    }
  };
  return {
    read: () => ignoreFailure(async (cacheName) => verify(await caches.match(key, { cacheName }))),
    write: (snapshot) =>
      ignoreFailure(async (name) => {
        if (isClosed) return;
        const digest = await crypto.subtle.digest(DIGEST, snapshot);
        await caches.delete(name);
        const cache = await caches.open(name);
        await cache.put(key, new Response(new Blob([digest, snapshot]))).catch(() => caches.delete(name));
        if (isClosed) await caches.delete(name);
      }),
    clear: () => ignoreFailure(async (name) => void (await caches.delete(name))),
  };
}

/**
 * Read a snapshot, and compare it with its digest.
 * @param {Response | undefined} response
 */
async function verify(response) {
  if (!response) return undefined;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const snapshot = bytes.subarray(DIGEST_BYTES);
  const digest = new Uint8Array(await crypto.subtle.digest(DIGEST, snapshot));
  return digest.every((byte, at) => byte === bytes[at]) ? snapshot : undefined;
}
