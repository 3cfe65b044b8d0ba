// The worker of the quiz as one file. It gives each part of the runtime, which page.js put before this script, an address that the site's
// own worker can request. Addresses made by URL.createObjectURL would do, but WebKit's workers cannot read those on a page from disk.

/**
 * @typedef {{type: string, size: number, text: string}} Part packed by gzip and base64
 * @typedef {{held: Record<string, Part>}} HeldScope
 */

const { held } = /** @type {HeldScope} */ (/** @type {unknown} */ (self));
const SCHEME = "held:";
const fetchData = self.fetch.bind(self);

/**
 * Unpack a part. Gzip ends in a checksum: a damaged part breaks off, and so is too short.
 * @param {Part} part
 */
async function unpack({ type, text }) {
  const packed = await fetchData(`data:application/gzip;base64,${text}`);
  const { readable, writable } = new TransformStream();
  const plain = /** @type {ReadableStream<BufferSource>} */ (packed.body).pipeThrough(new DecompressionStream("gzip"));
  plain.pipeTo(writable, { preventAbort: true }).catch(() => writable.close());
  return new Response(readable, { headers: { "content-type": type } });
}

/**
 * Fetch a part, or any other address.
 * @param {RequestInfo | URL} url
 */
self.fetch = (url) => {
  if (typeof url !== "string" || !url.startsWith(SCHEME)) return fetchData(url);
  const part = held[url.slice(SCHEME.length)];
  // Text that is not base64 becomes an empty file, which is too short as well.
  return unpack(part).catch(() => new Response("", { headers: { "content-type": part.type } }));
};

/** Create the boot order for the site's worker. A script can be imported from a data address and from nowhere else. */
async function createOrder() {
  const files = Object.fromEntries(Object.entries(held).map(([role, { size }]) => [role, { path: SCHEME + role, size }]));
  const glue = await (await self.fetch(files.glue.path)).arrayBuffer();
  if (glue.byteLength !== files.glue.size) throw new Error(`glue: ${glue.byteLength} bytes, expected ${files.glue.size}`);
  files.glue.path = `data:text/javascript,${encodeURIComponent(new TextDecoder().decode(glue))}`;
  // What boot.js does not wait for.
  const { group, ...others } = files;
  return { manifest: { files: others, later: { group } }, base: SCHEME };
}

/** @param {MessageEvent} event */
function boot(event) {
  const { id } = event.data;
  removeEventListener("message", boot);
  event.stopImmediatePropagation();
  createOrder().then(
    (order) => dispatchEvent(new MessageEvent("message", { data: { id, text: JSON.stringify(order) } })),
    (error) => {
      // The same message for old browsers: one that cannot unpack is as old as one without module workers.
      const failed = typeof DecompressionStream === "undefined" ? "no-module-worker" : "truncated";
      postMessage({ id, text: JSON.stringify({ failed, detail: String(error) }) });
    },
  );
}

// This module is imported before the site's worker, and so gets the boot message first.
addEventListener("message", boot);
