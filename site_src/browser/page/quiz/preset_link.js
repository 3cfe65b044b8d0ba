// Keeps a trainer's link while the tab is open: parts of the quiz have addresses of their own, and so has the page in the other language.

import { findAll } from "../ui/find.js";

const KEY = "ssi-preset";

/**
 * Hold a link's values for this tab; null forgets them. Where the tab holds nothing, they travel with the link to the other language.
 * @param {Record<string, string> | null} preset
 */
export function holdPreset(preset) {
  const entries = Object.entries(preset ?? {}).filter(([, value]) => value !== "");
  const text = String(new URLSearchParams(entries));
  let isHeld = true;
  try {
    if (preset) sessionStorage.setItem(KEY, text);
    else sessionStorage.removeItem(KEY);
  } catch {
    isHeld = false;
  }
  if (isHeld) delete document.documentElement.dataset.presetLink;
  else document.documentElement.dataset.presetLink = text;
  for (const link of findAll("a[data-language]")) if (!isHeld && (link.hash === "" || !preset)) link.hash = text;
}
