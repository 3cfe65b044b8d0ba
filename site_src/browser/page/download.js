// Gives the visitor a file.

import { dayOf } from "./points.js";

/** @param {string | Blob} content */
export function download(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // Some browsers read it only after this.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export const fileName = (ending) => `ssi-${dayOf(new Date())}.${ending}`;
