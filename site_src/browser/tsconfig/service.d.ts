/** What the build writes before the service worker's scripts; see site_src/publish/service_worker.py. */
declare const KEPT: {
  version: string;
  /** The security policies that pages have. */
  policies: string[];
  /** Every file of the pages, and of the engine: path → size in bytes, and SHA-256 in base64; of a page also its mark, its policy's number, and its refreshes. */
  site: Record<string, [size: number, digest: string, mark?: string, policy?: number, steps?: number]>;
  engine: Record<string, [size: number, digest: string]>;
};
