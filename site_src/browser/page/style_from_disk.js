// Loads style sheets on a page opened from a folder. There Chromium and WebKit can check no file, and refuse every style sheet that has an
// integrity attribute, so this asks for it again without one.
// A classic script, because browsers refuse modules on such a page.
"use strict";
if (location.protocol === "file:") {
  /** @param {Event} event */
  const loadWithoutIntegrity = ({ target }) => {
    if (!(target instanceof Element && target.matches("link[rel=stylesheet][integrity]"))) return;
    const link = /** @type {Element} */ (target.cloneNode());
    link.removeAttribute("integrity");
    target.replaceWith(link);
  };
  // In the capturing phase, because this event does not bubble.
  document.addEventListener("error", loadWithoutIntegrity, true);
}
