// On a page opened from a folder Chromium and WebKit can check no file, and refuse every style that names its integrity: there it is asked
// for again without.
// A classic script, not a module: browsers refuse modules on such a page.
"use strict";
if (location.protocol === "file:") {
  const askAgain = ({ target }) => {
    if (!target.matches("link[rel=stylesheet][integrity]")) return;
    const link = target.cloneNode();
    link.removeAttribute("integrity");
    target.replaceWith(link);
  };
  // Such an event does not bubble.
  document.addEventListener("error", askAgain, true);
}
