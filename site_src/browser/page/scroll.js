// Coming back from another page to where you were. The browser would do it too early: on a part still hidden, before the result is there.

/** @returns {() => void} to call when the content has its height, as often as that is: it scrolls until the visitor goes elsewhere */
export function startScroll() {
  history.scrollRestoration = "manual";
  let wanted = history.state?.scroll;
  const forget = () => (wanted = undefined);
  for (const event of ["hashchange", "wheel", "touchmove", "keydown", "pointerdown"]) window.addEventListener(event, forget, { passive: true });
  // A page that is loaded again is asked for its state before it is left.
  for (const event of ["pagehide", "scrollend"]) window.addEventListener(event, () => history.replaceState({ scroll: window.scrollY }, ""));
  return () => {
    if (wanted !== undefined) window.scrollTo({ top: wanted, behavior: "instant" });
  };
}
