// Loads what the quiz does for some visitors only: one script, quiz_extras.js.

import { createLoader } from "../ui/load_later.js";

export const loadExtras = createLoader(
  () => import("../quiz_extras.js"),
  (failures) => import(new URL(`./quiz_extras.js?${failures}`, import.meta.url).href),
);
