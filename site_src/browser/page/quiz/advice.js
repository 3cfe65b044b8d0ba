// The advice: the few steps that gain most, and the rest behind a summary.

import { closest, find } from "../ui/find.js";
import { say, sayCount } from "../ui/messages.js";
import { offerRenewal } from "../ui/renewal.js";
import { loadExtras } from "./extras.js";
import { createSteps, showSteps } from "./step.js";

/**
 * @import {Score, Step} from "../engine/wire.js"
 * @import {Factor, QuizForm} from "./answers.js"
 */

/**
 * Fill an opened step with why it counts.
 * @param {HTMLDetailsElement} step
 */
async function explain(step) {
  const failed = find("[data-why-failed]", step);
  failed.hidden = true;
  try {
    await (await loadExtras()).fillWhy(step);
  } catch {
    failed.hidden = await offerRenewal(failed);
  }
}

/**
 * @param {QuizForm} form
 * @param {Factor[]} factors
 */
export function createAdvice(form, factors) {
  const section = find("[data-part=result]", form);
  const list = find("[data-advice-list]", section);
  const rest = find("[data-advice-rest]", section);
  const more = find("[data-advice-more]", section);
  const none = find("[data-advice-none]", section);
  const ownWords = none.textContent;
  const shown = Number(list.dataset.shown);
  const itemFor = createSteps(form, factors, "advice");

  section.addEventListener(
    "toggle",
    ({ target }) => {
      const step = closest(target, "details[data-why]");
      if (step?.open) void explain(step);
    },
    // In the capturing phase, because this event does not bubble.
    true,
  );

  /**
   * Show the steps: the cheapest, which the verdict names, and then those with most gain.
   * @param {Score} score
   */
  return ({ advice, missing, unknown, factors, verdict: { cheapest } }) => {
    const open = missing.length + unknown.length > 0;
    // A step up that is no advice gains nothing, because the real pillar is full.
    const isFull = advice.length === 0 && Object.values(factors).some(({ status, points, max }) => status === "answered" && points < max);
    const isCheapest = (/** @type {Step} */ { factor }) => factor === cheapest;
    const all = [...advice.filter(isCheapest), ...advice.filter((step) => !isCheapest(step))].map(itemFor);
    showSteps(list, all.slice(0, shown));
    showSteps(rest, all.slice(shown));
    const left = Math.max(all.length - shown, 0);
    more.hidden = left === 0;
    find("[data-advice-more-words]", section).textContent = sayCount("advice.more", left);
    none.textContent = isFull ? say("advice.full") : ownWords;
    none.hidden = all.length > 0 || (open && !isFull);
    find("[data-advice-open]", section).hidden = all.length > 0 || !open;
  };
}
