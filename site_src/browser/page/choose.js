// Goes on from the page that offers the languages. The visitor's earlier choice decides, or else the browser's languages.
// A classic script, because browsers refuse modules on pages opened from a folder on disk.
"use strict";
{
  const readChoice = () => {
    try {
      return localStorage.getItem("ssi-language");
    } catch {
      // Private windows may refuse storage. Then every visit starts afresh.
      return null;
    }
  };

  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll("[data-choose] a[data-language]");
  const offers = [...links];
  // "en-GB" asks for "en". The first language is for visitors who read none of ours.
  const wishes = [readChoice() ?? "", ...navigator.languages].map((wish) => wish.toLowerCase().split("-")[0]);
  const wish = wishes.find((language) => offers.some((offer) => offer.dataset.language === language));
  const chosen = offers.find((offer) => offer.dataset.language === wish) ?? offers[0];
  location.replace(chosen.href);
}
