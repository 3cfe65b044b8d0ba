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

// Text that is not even base64 is an empty file, and so too short as well.
self.fetch = (url) => {
  if (!url.startsWith(SCHEME)) return fetchData(url);
  const part = held[url.slice(SCHEME.length)];
  return unpack(part).catch(() => new Response("", { headers: { "content-type": part.type } }));
};

/** What the page tells the site's worker at the start. A script can be imported from a data address and from nowhere else. */
async function begin() {
  const files = Object.fromEntries(Object.entries(held).map(([role, { size }]) => [role, { path: SCHEME + role, size }]));
  const glue = await (await self.fetch(files.glue.path)).arrayBuffer();
  if (glue.byteLength !== files.glue.size) throw new Error(`glue: ${glue.byteLength} bytes, expected ${files.glue.size}`);
  files.glue.path = `data:text/javascript,${encodeURIComponent(new TextDecoder().decode(glue))}`;
  return { manifest: { files }, base: SCHEME };
}

function boot(event) {
  const { id } = event.data;
  self.removeEventListener("message", boot);
  event.stopImmediatePropagation();
  begin().then(
    (start) => self.dispatchEvent(new MessageEvent("message", { data: { id, text: JSON.stringify(start) } })),
    (error) => {
      // A browser that cannot unpack is as old as one without module workers, and the visitor is told the same.
      const failed = typeof DecompressionStream === "undefined" ? "no-module-worker" : "truncated";
      self.postMessage({ id, text: JSON.stringify({ failed, detail: String(error) }) });
    },
  );
}

// This module is imported before the site's worker, and so hears of the start first.
self.addEventListener("message", boot);
