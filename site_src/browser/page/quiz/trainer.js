// The code of the result for a trainer, below the score.

import { dayOf } from "../storage/points.js";
import { find } from "../ui/find.js";
import { createTrainerCode } from "../ui/trainer_code.js";
import { addLate } from "./late_markup.js";

/**
 * @import {Ask} from "../engine/wire.js"
 * @import {QuizForm} from "./answers.js"
 * @import {Outcome} from "./sharing.js"
 */

/**
 * Offer the code. Another call changes nothing.
 * @param {QuizForm} form
 * @param {Ask} ask
 * @param {() => Outcome | undefined} readOutcome reads the outcome that is shown
 */
export async function offerCode(form, ask, readOutcome) {
  await addLate(form);
  const box = find("details[data-trainer-box]", form);
  if ("started" in box.dataset) return;
  box.dataset.started = "";
  box.hidden = false;
  const show = createTrainerCode(box, ask);
  const update = () => {
    if (box.open && !form.hasAttribute("data-guest")) void show(toTrainerScore(readOutcome()));
  };
  // The code is only fetched and made for those who ask for it.
  box.addEventListener("toggle", update);
  form.addEventListener("scored", update);
}

/**
 * Convert what is shown to what a trainer gets. Where too little is answered for one number, there is nothing to give.
 * @param {Outcome | undefined} outcome
 */
function toTrainerScore(outcome) {
  if (!outcome?.sure) return null;
  const { given, score } = outcome;
  const pillars = Object.fromEntries(Object.entries(score.pillars).map(([key, { points }]) => [key, points]));
  const { answers, role } = given;
  return { kind: /** @type {const} */ ("estimate"), day: dayOf(new Date()), total: score.verdict.total, pillars, role, answers };
}
