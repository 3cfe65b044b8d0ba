// Shares the result: as a link, as an image, or on paper.

import { closest, find } from "../ui/find.js";
import { say } from "../ui/messages.js";
import { offerRenewal } from "../ui/renewal.js";
import { loadExtras } from "./extras.js";

/**
 * @import {Ask, Levels, Score} from "../engine/wire.js"
 * @import {QuizForm} from "./answers.js"
 */

/**
 * @typedef {{answers: Levels, role?: string, target?: number}} Given what a result was worked out from
 * @typedef {{given: Given, score: Score, sure: boolean}} Outcome `sure`: enough is known for one number
 */

/**
 * @param {QuizForm} form
 * @param {() => Outcome | undefined} readOutcome reads the outcome that is shown
 * @param {Ask} ask
 */
export function startSharing(form, readOutcome, ask) {
  const section = find("[data-sharing]", form);
  const state = find("[data-share-state]", section);
  const row = find("[data-share-link]", section);
  find('[data-share="native"]', section).hidden = !navigator.share;

  /**
   * @param {string} way
   * @param {Outcome} outcome
   * @returns {Promise<string | void>} the key of a message
   */
  async function share(way, outcome) {
    if (way === "print") return window.print();
    const { copyLink, shareLink, savePicture } = await loadExtras();
    if (way === "copy") return copyLink(section, outcome.given, ask);
    if (way === "native") return shareLink(section, outcome.given, ask);
    return savePicture(form, way, outcome);
  }

  section.addEventListener("click", async ({ target }) => {
    const button = closest(target, "[data-share]");
    const outcome = readOutcome();
    if (!button || !outcome) return;
    state.textContent = "";
    try {
      const message = await share(button.dataset.share, outcome);
      if (message) state.textContent = say(`share.${message}`);
    } catch {
      // A script could not be fetched. Or the engine failed, and the page shows that already.
      if (!(await offerRenewal(state))) state.textContent = say("share.failed");
    }
  });

  // The link would lead to other answers than those shown.
  form.addEventListener("scored", () => {
    row.hidden = true;
    state.textContent = "";
  });
}
