// Saves a result as a dated point of the history.

import { findAll } from "../ui/find.js";
import { announce } from "../ui/messages.js";
import { offerRenewal } from "../ui/renewal.js";
import { loadExtras } from "./extras.js";

/**
 * @import {Store} from "../storage/store.js"
 * @import {QuizForm} from "./answers.js"
 * @import {Outcome} from "./sharing.js"
 */

/** @typedef {"" | "kept" | "not-kept" | "full" | "failed" | "today"} SaveState the message that is shown */

/**
 * @param {QuizForm} form
 * @param {Store} store
 */
export function startSave(form, store) {
  const button = form.querySelector("[data-save]");
  // Only the site itself has a history: no file on a disk, no frame in another site's page.
  if (!button) return;
  /** @type {Outcome} */
  let outcome;
  let saved = false;

  /** @param {SaveState} state */
  function show(state) {
    // What the device refuses waits in the tab: a second try would add it twice.
    saved = ["kept", "not-kept"].includes(state);
    // A disabled button would lose the focus.
    button?.setAttribute("aria-disabled", String(saved));
    for (const words of findAll("[data-saved]", form)) {
      words.hidden = words.dataset.saved !== state;
      if (!words.hidden) announce(words);
    }
  }

  button.addEventListener("click", async () => {
    if (saved) return;
    saved = true;
    try {
      const { saveEstimate } = await loadExtras();
      await saveEstimate(form, store, outcome, show);
    } catch {
      show((await offerRenewal(button)) ? "" : "failed");
    }
  });
  // Another result is not saved yet.
  form.addEventListener("scored", ({ detail }) => {
    outcome = detail;
    show("");
  });
}
