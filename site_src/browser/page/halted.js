// Says why a page does not calculate where its own script cannot say so: it was opened from a folder on disk, where browsers run no modules, or
// the script did not arrive, arrived broken, or would not start.
// A classic script, not a module: browsers refuse modules on pages opened from a folder.
"use strict";
{
  // The page's own script has not come in this long. Should it come after all, the page takes back what it said.
  const LATE_MS = 30_000;
  const root = document.documentElement;

  /** @param {"disk" | "missing" | ""} why */
  const show = (why) => {
    root.toggleAttribute("data-halted", why !== "");
    for (const each of document.querySelectorAll("[data-halted-by]")) each.hidden = each.dataset.haltedBy !== why;
  };
  const look = () => show(document.querySelector("[data-quiz-started], [data-started]") ? "" : "missing");

  // A browser that runs this has JavaScript: what says otherwise goes at once.
  const onDisk = location.protocol === "file:";
  show(onDisk ? "disk" : "");
  if (!onDisk) {
    // Modules come before it, or not at all.
    window.addEventListener("load", look);
    setTimeout(look, LATE_MS);
    document.querySelector("[data-reload]").addEventListener("click", async () => {
      // What arrived broken may have been kept.
      const urls = [...document.querySelectorAll("script[src], link[rel=modulepreload]")].map(({ src, href }) => src ?? href);
      await Promise.allSettled(urls.map((url) => fetch(url, { cache: "reload" })));
      location.reload();
    });
  }
}
