// The page for a missing address is shown at any depth. Its links count from the site's root, which is the nearest folder up with a sitemap.
// It holds every language; the address, or else what the visitor chose or reads, says which one to show.
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

  const stored = () => {
    try {
      return localStorage.getItem("ssi-language");
    } catch {
      return null;
    }
  };

  const chooseLanguage = () => {
    const sections = [...document.querySelectorAll("section[lang]")];
    const wishes = [...location.pathname.split("/").reverse(), stored(), ...navigator.languages].filter(Boolean);
    const offered = (wish) => sections.find(({ lang }) => lang === wish.toLowerCase().split("-")[0]);
    const chosen = wishes.map(offered).find(Boolean);
    if (!chosen) return;
    for (const section of sections) section.hidden = section !== chosen;
    document.documentElement.lang = chosen.lang;
    document.title = chosen.querySelector("[data-network]:not([hidden]) h1").textContent;
  };

  // The service worker says so on the page it kept: then nobody knows whether the address is wrong.
  const isOffline = "withoutNetwork" in document.documentElement.dataset;
  for (const words of document.querySelectorAll("[data-network]")) words.hidden = (words.dataset.network === "gone") !== isOffline;
  chooseLanguage();
  mend();
}
