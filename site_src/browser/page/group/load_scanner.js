// Loads what reads QR codes in pictures: one script, group/scanner.js, with the library in it.

import { createLoader } from "../ui/load_later.js";

// The second address is seen from the bundle that holds this module, which is in page/.
export const loadScanner = createLoader(
  () => import("./scanner.js"),
  (failures) => import(new URL(`./group/scanner.js?${failures}`, import.meta.url).href),
);
