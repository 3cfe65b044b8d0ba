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
 * @typedef {{answers: Levels, role?: string, target?: number}} ScoreInputs what a result was worked out from
 * @typedef {{given: ScoreInputs, score: Score, sure: boolean}} Outcome `sure`: enough is known for one number
 * @typedef {"copy" | "native" | "png" | "wide" | "svg" | "print"} Way the name of a button
 */

/**
 * Copy a text that is still being made.
 * @param {Promise<string>} text
 * @returns {Promise<boolean>} whether the browser takes it
 */
async function copyLater(text) {
  // Where it cannot be made, whoever shares says so.
  text.catch(() => {});
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
    return true;
  } catch {
    return false;
  }
}

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

  // Fetched before a click on a button: WebKit shares nothing long after one.
  section.addEventListener("toggle", () => loadExtras().catch(() => {}));

  section.addEventListener("click", async ({ target }) => {
    const button = closest(target, "[data-share]");
    const outcome = readOutcome();
    if (!button || !outcome) return;
    state.textContent = "";
    try {
      const way = /** @type {Way} */ (button.dataset.share);
      const extras = loadExtras();
      // The clipboard gets a promise in the click: WebKit lets nothing be copied after it.
      const link = way === "copy" ? extras.then(({ makeLink }) => makeLink(section, outcome.given, ask)) : undefined;
      const copied = link && copyLater(link);
      const message = await (await extras).shareResult({ form, section, way, outcome, ask, link, copied });
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
