// On the page that offers the languages: goes on to the one that the visitor chose before, or that the browser asks for.
// A classic script, not a module: browsers refuse modules on pages opened from a folder on disk.
"use strict";
{
  // Private windows may refuse storage; then every visit simply starts afresh.
  const stored = () => {
    try {
      return localStorage.getItem("ssi-language");
    } catch {
      return null;
    }
  };

  const offers = [...document.querySelectorAll("[data-choose] a[data-language]")];
  // "en-GB" asks for "en". Whoever reads none of our languages gets the first.
  const wishes = [stored(), ...navigator.languages].filter(Boolean).map((wish) => wish.toLowerCase().split("-")[0]);
  const wish = wishes.find((language) => offers.some((offer) => offer.dataset.language === language));
  const chosen = offers.find((offer) => offer.dataset.language === wish) ?? offers[0];
  location.replace(chosen.href);
}
