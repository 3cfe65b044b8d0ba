// Where the image of a started Python is kept on the visitor's device, in the browser's cache. It saves time and nothing else: whatever goes
// wrong here is passed over, and Python starts as it did the first time. No visitor's words are in it, because it is taken before any came.
// The service worker throws it away where it needs the room.

const DIGEST = "SHA-256";
const DIGEST_BYTES = 32;

let closed = false;

/** From now on nothing is kept: the visitor has everything erased. What is just being kept goes as soon as it is there. */
export function closeShelf() {
  closed = true;
}

/**
 * The shelf for one engine: `address` is that of its manifest, which changes with every file of it. An image belongs to this worker's script
 * (`worker`, its address) and this version of the browser, too.
 */
export function shelfFor(address, worker) {
  const key = `${address}?${new URLSearchParams({ worker, browser: navigator.userAgent })}`;
  const quietly = async (act) => {
    try {
      // Named like the service worker's own, after the site: the manifest lies in a folder of it. Without https, and in some private windows,
      // there are no such caches; in the quiz as one file there is not even an address.
      return await act(`${new URL("..", address).href} started`);
    } catch {
      return undefined;
    }
  };
  return {
    /** The image, or nothing where there is none that is sound. */
    read: () => quietly(async (cacheName) => sound(await caches.match(key, { cacheName }))),
    /** Keep this image, and none of before. */
    keep: (image) =>
      quietly(async (name) => {
        if (closed) return;
        const digest = await crypto.subtle.digest(DIGEST, image);
        await caches.delete(name);
        const cache = await caches.open(name);
        await cache.put(key, new Response(new Blob([digest, image]))).catch(() => caches.delete(name));
        if (closed) await caches.delete(name);
      }),
    clear: () => quietly(async (name) => void (await caches.delete(name))),
  };
}

async function sound(response) {
  if (!response) return undefined;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const image = bytes.subarray(DIGEST_BYTES);
  const digest = new Uint8Array(await crypto.subtle.digest(DIGEST, image));
  return digest.every((byte, at) => byte === bytes[at]) ? image : undefined;
}
