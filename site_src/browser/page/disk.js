// Says on a page opened from a folder on disk that it can calculate nothing there, where it would otherwise wait for modules that never come.
// A classic script, not a module: browsers refuse modules on such pages.
"use strict";
if (location.protocol === "file:") {
  document.documentElement.dataset.onDisk = "";
  for (const each of document.querySelectorAll("[data-from-disk]")) each.hidden = false;
  for (const each of document.querySelectorAll("[data-without-script]")) each.hidden = true;
}
