// What gains most: the first few steps, and the rest behind a summary.

import { loadExtras } from "../extras.js";
import { count } from "../messages.js";
import { offerRenewal } from "../renewal.js";
import { showSteps, stepItems } from "./step.js";

/** @typedef {import("./step.js").Step} Step */

/** Fill an opened step with why it counts. @param {HTMLDetailsElement} step */
async function explain(step) {
  const failed = step.querySelector("[data-why-failed]");
  failed.hidden = true;
  try {
    await (await loadExtras()).fillWhy(step);
  } catch {
    failed.hidden = await offerRenewal(failed);
  }
}

export function createAdvice(form) {
  const section = form.querySelector("[data-part=result]");
  const list = section.querySelector("[data-advice-list]");
  const rest = section.querySelector("[data-advice-rest]");
  const more = section.querySelector("[data-advice-more]");
  const shown = Number(list.dataset.shown);
  const itemFor = stepItems(form, "advice");

  // This event does not bubble.
  section.addEventListener(
    "toggle",
    ({ target }) => {
      if (target.open && target.matches("[data-why]")) void explain(target);
    },
    true,
  );

  /** @param {Step[]} steps most gain first @param {boolean} open whether questions are open */
  return (steps, open) => {
    const all = steps.map(itemFor);
    showSteps(list, all.slice(0, shown));
    showSteps(rest, all.slice(shown));
    const left = Math.max(all.length - shown, 0);
    more.hidden = left === 0;
    section.querySelector("[data-advice-more-words]").textContent = count("advice.more", left);
    section.querySelector("[data-advice-none]").hidden = all.length > 0 || open;
    section.querySelector("[data-advice-open]").hidden = all.length > 0 || !open;
  };
}
