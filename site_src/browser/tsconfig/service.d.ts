/** What the build writes before the service worker's scripts; see site_src/publish/service_worker.py. */
declare const KEPT: {
  version: string;
  /** Every file of the pages, and of the engine: path → size in bytes, and SHA-256 in base64. */
  site: Record<string, [size: number, digest: string]>;
  engine: Record<string, [size: number, digest: string]>;
};
