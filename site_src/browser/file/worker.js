// The worker of the quiz as one file: gives each part of the runtime, which page.js put before this script, an address that the site's own
// worker can ask for. Addresses made by URL.createObjectURL would do, but WebKit's workers cannot read those on a page from disk.

const { held } = self;
const SCHEME = "held:";
const fetchData = self.fetch.bind(self);

/** A part as it arrives from base64 and gzip. Gzip ends in a checksum: what was damaged on its way breaks off, and so is too short. */
async function unpack({ type, text }) {
  const packed = await fetchData(`data:application/gzip;base64,${text}`);
  const { readable, writable } = new TransformStream();
  const plain = packed.body.pipeThrough(new DecompressionStream("gzip"));
  plain.pipeTo(writable, { preventAbort: true }).catch(() => writable.close());
  return new Response(readable, { headers: { "content-type": type } });
}

self.fetch = (url) => unpack(held[url.slice(SCHEME.length)]);

/** What the page tells the site's worker at the start. A script can be imported from a data address and from nowhere else. */
async function begin() {
  const files = Object.fromEntries(Object.entries(held).map(([role, { size }]) => [role, { path: SCHEME + role, size }]));
  files.glue.path = `data:text/javascript,${encodeURIComponent(await (await unpack(held.glue)).text())}`;
  return { manifest: { files }, base: SCHEME };
}

function boot(event) {
  const { id } = event.data;
  self.removeEventListener("message", boot);
  event.stopImmediatePropagation();
  begin().then(
    (start) => self.dispatchEvent(new MessageEvent("message", { data: { id, text: JSON.stringify(start) } })),
    (error) => self.postMessage({ id, text: JSON.stringify({ failed: "no-module-worker", detail: String(error) }) }),
  );
}

// This module is imported before the site's worker, and so hears of the start first. It fails only where the browser cannot unpack.
self.addEventListener("message", boot);
