// Repairs the links of the page for a missing address. It is shown at any depth, and its links count from the site's root: the nearest
// folder up with a sitemap. The page holds every language; the address, or else the visitor's choice or browser, decides which one is
// shown.
"use strict";
{
  /** @param {URL} folder */
  const isRoot = async (folder) => {
    try {
      const answer = await fetch(new URL("sitemap.xml", folder), { method: "HEAD" });
      // Some hosts answer every missing address with a page and “200 OK”.
      return answer.ok && /\bxml\b/.test(answer.headers.get("content-type") ?? "");
    } catch {
      return false;
    }
  };

  /**
   * Load the letters of headings, for which a style sheet would need an address, too.
   * @param {URL} folder the site's root
   */
  const loadLetters = async (folder) => {
    try {
      const url = new URL(document.body.dataset.letters ?? "", folder);
      document.fonts.add(await new FontFace("Newsreader", `url("${url.href}")`, { weight: "600 700" }).load());
    } catch {
      // The system's letters stay.
    }
  };

  const repairLinks = async () => {
    let folder = new URL(".", location.href);
    while (!(await isRoot(folder))) {
      if (folder.pathname === "/") return;
      folder = new URL("..", folder);
    }
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = document.querySelectorAll("a[href]");
    for (const link of links) link.href = new URL(link.getAttribute("href") ?? "", folder).href;
    await loadLetters(folder);
  };

  const readChoice = () => {
    try {
      return localStorage.getItem("ssi-language");
    } catch {
      return null;
    }
  };

  const showLanguage = () => {
    /** @type {NodeListOf<HTMLElement>} */
    const sections = document.querySelectorAll("section[lang]");
    /** @type {NodeListOf<HTMLElement>} */
    const parts = document.querySelectorAll("[data-part]");
    const wishes = [...location.pathname.split("/").reverse(), readChoice() ?? "", ...navigator.languages];
    /** @param {string} wish */
    const findSection = (wish) => [...sections].find(({ lang }) => lang === wish.toLowerCase().split("-")[0]);
    const chosen = wishes.map(findSection).find(Boolean);
    if (!chosen) return;
    for (const part of parts) part.hidden = part.lang !== chosen.lang;
    document.documentElement.lang = chosen.lang;
    document.title = chosen.querySelector("[data-network]:not([hidden]) h1")?.textContent ?? "";
  };

  // The service worker marks the page that it shows without a network. Then nobody knows whether the address is wrong.
  const isOffline = "withoutNetwork" in document.documentElement.dataset;
  /** @type {NodeListOf<HTMLElement>} */
  const states = document.querySelectorAll("[data-network]");
  for (const words of states) words.hidden = (words.dataset.network === "gone") !== isOffline;
  showLanguage();
  void repairLinks();
}
