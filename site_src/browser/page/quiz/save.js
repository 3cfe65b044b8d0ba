// Keeps a result as a dated point of the history.

import { read } from "./answers.js";
import { loadExtras } from "../extras.js";
import { announce } from "../messages.js";
import { offerRenewal } from "../renewal.js";

/** @param {import("../points.js").Store} store */
export function startSave(form, store) {
  const button = form.querySelector("[data-save]");
  // Only the site itself has a history to look at: no file on a disk, no frame in another site's page.
  if (!button) return;
  let score;
  let saved;

  function tell(state) {
    // What the device refuses waits in the tab: a second try would add it twice.
    saved = ["kept", "not-kept"].includes(state);
    // It keeps the focus, so it is not disabled.
    button.setAttribute("aria-disabled", saved);
    for (const words of form.querySelectorAll("[data-saved]")) words.hidden = words.dataset.saved !== state;
    const words = form.querySelector("[data-saved]:not([hidden])");
    if (words) announce(words);
  }

  button.addEventListener("click", async () => {
    if (saved) return;
    saved = true;
    try {
      const { addEstimate } = await loadExtras();
      tell(addEstimate(store, score, read(form).answers));
    } catch {
      tell((await offerRenewal(button)) ? "" : "failed");
    }
  });
  // Another result is not saved yet.
  form.addEventListener("scored", ({ detail }) => {
    ({ score } = detail);
    tell("");
  });
}
