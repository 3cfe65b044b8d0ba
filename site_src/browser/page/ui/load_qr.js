// Loads what draws QR codes: one script, ui/qr.js, with the library in it.

import { createLoader } from "./load_later.js";

// The second address is seen from the bundle that holds this module, which is in page/.
export const loadQr = createLoader(
  () => import("./qr.js"),
  (failures) => import(new URL(`./ui/qr.js?${failures}`, import.meta.url).href),
);
