// Gives the visitor a file.

import { dayOf } from "../storage/points.js";

// A double click saves one file, not two.
let wish = 0;
let last = "";
window.addEventListener("click", ({ detail }) => (wish += detail > 1 ? 0 : 1), { capture: true });

/**
 * Have the browser save a file, once for each click.
 * @param {string} name
 * @param {string | Blob} content
 * @param {string} type
 */
export function download(name, content, type) {
  const wanted = `${wish} ${name}`;
  if (last === wanted) return;
  last = wanted;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // Some browsers read the address only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * Name a file after today.
 * @param {string} ending
 */
export const fileName = (ending) => `ssi-${dayOf(new Date())}.${ending}`;
