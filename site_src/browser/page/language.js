// Remembers the language a visitor chose; see choose.js.
// A classic script, not a module: browsers refuse modules on pages opened from a folder on disk.
"use strict";
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("a[data-language]");
  try {
    if (link) localStorage.setItem("ssi-language", link.dataset.language);
  } catch {
    // Private windows may refuse storage; the link works all the same.
  }
});
