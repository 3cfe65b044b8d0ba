/** What the build writes before the service worker's scripts; see site_src/publish/service_worker.py. */
declare const PRECACHE: {
  version: string;
  /** The security policies that pages have. */
  policies: string[];
  /** Every address that a page used to have → the page. */
  moved: Record<string, string>;
  /** Every file of the pages, and of the engine: path → size in bytes, and SHA-256 in base64; of a page also its mark and its policy's number. */
  site: Record<string, [size: number, digest: string, mark?: string, policy?: number]>;
  engine: Record<string, [size: number, digest: string]>;
};
