// Shows why a page does not calculate, where its own script cannot: the page was opened from a folder on disk, where browsers run no
// modules, the browser is too old for the script, or the script did not arrive, arrived broken, or would not start.
// A classic script, because browsers refuse modules on pages opened from a folder.
"use strict";
{
  // The page's own script has not started in this time. Should it start after all, it takes the notice back.
  const LATE_MS = 30_000;
  const root = document.documentElement;

  /** @param {"disk" | "old" | "missing" | ""} reason */
  const show = (reason) => {
    root.toggleAttribute("data-halted", reason !== "");
    /** @type {NodeListOf<HTMLElement>} */
    const notices = document.querySelectorAll("[data-halted-by]");
    for (const notice of notices) notice.hidden = notice.dataset.haltedBy !== reason;
  };
  // What arrived broken is refused by its hash, so a script that cannot be parsed is newer than the browser.
  let isOld = !("noModule" in HTMLScriptElement.prototype);
  window.addEventListener("error", ({ error }) => {
    if (error instanceof SyntaxError) isOld = true;
  });
  const check = () => show(document.querySelector("[data-quiz-started], [data-started]") ? "" : isOld ? "old" : "missing");

  // A browser that runs this has JavaScript: the notice for those without is hidden at once.
  const isOnDisk = location.protocol === "file:";
  show(isOnDisk ? "disk" : "");
  if (!isOnDisk) {
    // Modules start before this event, or not at all.
    window.addEventListener("load", check);
    setTimeout(check, LATE_MS);
    document.querySelector("[data-reload]")?.addEventListener("click", async () => {
      // The browser may have cached what arrived broken.
      /** @type {NodeListOf<HTMLScriptElement | HTMLLinkElement>} */
      const files = document.querySelectorAll("script[src], link[rel=modulepreload]");
      const urls = [...files].map((file) => ("src" in file ? file.src : file.href));
      await Promise.allSettled(urls.map((url) => fetch(url, { cache: "reload" })));
      location.reload();
    });
  }
}
