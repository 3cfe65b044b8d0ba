// Remembers the language a visitor chose, and on the page that offers the languages goes on to theirs.
// A classic script, not a module: browsers refuse modules on pages opened from a folder on disk.
"use strict";
{
  const KEY = "ssi-language";

  // Private windows may refuse storage; then every visit simply starts afresh.
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const store = (language) => {
    try {
      localStorage.setItem(KEY, language);
    } catch {
      // Nothing to do: the link works all the same.
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-language]");
    if (link) store(link.dataset.language);
  });

  const offers = [...document.querySelectorAll("[data-choose] a[data-language]")];
  if (offers.length > 0) {
    // "en-GB" asks for "en". Whoever reads none of our languages gets the first.
    const wishes = [stored(), ...navigator.languages].filter(Boolean).map((wish) => wish.toLowerCase().split("-")[0]);
    const wish = wishes.find((language) => offers.some((offer) => offer.dataset.language === language));
    const chosen = offers.find((offer) => offer.dataset.language === wish) ?? offers[0];
    location.replace(chosen.href);
  }
}
