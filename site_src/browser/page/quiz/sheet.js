// The score sheet. Without scripts it is open; here it is closed until someone wants it, and prints alone.

import { find } from "../ui/find.js";

export function startSheet() {
  const sheet = find("details[data-sheet]");
  sheet.open = false;

  function openIfNamed() {
    if (location.hash !== "#sheet") return;
    sheet.open = true;
    find("summary", sheet).focus({ preventScroll: true });
    sheet.scrollIntoView({ behavior: "instant" });
  }

  window.addEventListener("hashchange", openIfNamed);
  openIfNamed();

  const root = document.documentElement;
  const button = find("[data-print-sheet]");
  // The browsers of some apps cannot print.
  button.hidden = !window.print;
  button.addEventListener("click", () => {
    root.dataset.print = "sheet";
    window.print();
  });
  window.addEventListener("afterprint", () => delete root.dataset.print);
}
