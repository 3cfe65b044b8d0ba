// Loads what the page of your own SSI does for some visitors only: one script, history_extras.js.

import { createLoader } from "../ui/load_later.js";

export const loadExtras = createLoader(
  () => import("../history_extras.js"),
  (failures) => import(new URL(`./history_extras.js?${failures}`, import.meta.url).href),
);
