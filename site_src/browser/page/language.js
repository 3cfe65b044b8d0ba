// Remembers the language that a visitor chose; see choose.js.
// A classic script, because browsers refuse modules on pages opened from a folder on disk.
"use strict";
document.addEventListener("click", ({ target }) => {
  /** @type {HTMLElement | null} */
  const link = target instanceof Element ? target.closest("a[data-language]") : null;
  try {
    if (link) localStorage.setItem("ssi-language", link.dataset.language ?? "");
  } catch {
    // Private windows may refuse storage. The link works all the same.
  }
});
