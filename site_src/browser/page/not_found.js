// The page for a missing address is shown at any depth. Its links count from the site's root, which is the nearest folder up with a sitemap.
"use strict";
{
  const isRoot = async (folder) => {
    try {
      const answer = await fetch(new URL("sitemap.xml", folder), { method: "HEAD" });
      // Some hosts answer every missing address with a page and “200 OK”.
      return answer.ok && /\bxml\b/.test(answer.headers.get("content-type") ?? "");
    } catch {
      return false;
    }
  };

  const mend = async () => {
    let folder = new URL(".", location.href);
    while (!(await isRoot(folder))) {
      if (folder.pathname === "/") return;
      folder = new URL("..", folder);
    }
    for (const link of document.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), folder).href;
  };

  mend();
}
