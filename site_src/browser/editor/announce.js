// Tells a screen reader, politely, what changed elsewhere on the page.

import { find } from "../page/ui/find.js";

const region = find("[data-announce]");

/** @param {string} words */
export const announce = (words) => {
  region.textContent = words;
};
