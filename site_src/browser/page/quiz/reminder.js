// The reminder to measure again, with the steps that were ticked off, or else the whole plan.

import { startReminder } from "../ui/reminder.js";
import { find, findAll } from "../ui/find.js";
import { addLate } from "./late_markup.js";

/**
 * @import {Ask} from "../engine/wire.js"
 * @import {Hook} from "../ui/find.js"
 * @import {QuizForm} from "./answers.js"
 */

/**
 * Offer the reminder. Another call changes nothing.
 * @param {QuizForm} form
 * @param {Ask} ask
 */
export async function offerReminder(form, ask) {
  await addLate(form);
  const section = find("[data-remind]", form);
  if ("started" in section.dataset) return;
  section.dataset.started = "";
  startReminder(section, ask, () => readSteps(form));
}

/**
 * Read the steps as they are shown. Where the advice and the plan both have a step of one factor, the plan's goes further.
 * @param {QuizForm} form
 */
function readSteps(form) {
  const plan = find("[data-plan]", form);
  const boxes = findAll("input[data-tick]", form);
  const ticked = boxes.filter(({ checked }) => checked);
  const isChosen = ticked.length > 0;
  const wanted = isChosen ? ticked : plan.hidden ? [] : boxes.filter((box) => plan.contains(box));
  const steps = new Map(wanted.map((box) => [box.dataset.tick, describe(/** @type {Hook} */ (box.closest("li")))]));
  return { isChosen, steps: [...steps.values()] };
}

/** @param {HTMLElement} item */
const describe = (item) => ({ factor: find("[data-name]", item).textContent, change: find("[data-change]", item).textContent });
