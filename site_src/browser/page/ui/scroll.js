// Restores the scroll position of a page. The browser would do so too early: before the result is there, on a hidden part.

/**
 * Take over the restoring of the scroll position from the browser.
 * @returns {() => void} to call whenever the content reaches its height; it scrolls until the visitor goes elsewhere
 */
export function startScroll() {
  history.scrollRestoration = "manual";
  let wanted = history.state?.scroll;
  const forget = () => (wanted = undefined);
  for (const event of ["hashchange", "wheel", "touchmove", "keydown", "pointerdown"])
    window.addEventListener(event, forget, { passive: true });
  // Saved at both events, because a reload reads the state before the page is left.
  for (const event of ["pagehide", "scrollend"])
    window.addEventListener(event, () => history.replaceState({ ...history.state, scroll: window.scrollY }, ""));
  return () => {
    if (wanted !== undefined) window.scrollTo({ top: wanted, behavior: "instant" });
  };
}
