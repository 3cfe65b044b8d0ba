// What gains most: the first few steps, and the rest behind a summary.

import { count } from "./messages.js";
import { createStep, fillStep } from "./step.js";

/** @typedef {import("./step.js").Step} Step */

export function createAdvice(form) {
  const section = form.querySelector("[data-part=result]");
  const list = section.querySelector("[data-advice-list]");
  const rest = section.querySelector("[data-advice-rest]");
  const more = section.querySelector("[data-advice-more]");
  const shown = Number(list.dataset.shown);
  /** @type {Map<string, HTMLElement>} kept between scores, so that what a visitor opened stays open */
  const items = new Map();

  // This event does not bubble.
  section.addEventListener(
    "toggle",
    async ({ target }) => {
      if (target.open && target.matches("[data-why]")) (await import("./why.js")).fillWhy(target);
    },
    true,
  );

  function itemFor(step) {
    const known = items.get(step.factor);
    if (known) return fillStep(form, known, step);
    const item = createStep(form, "advice", step);
    items.set(step.factor, item);
    return item;
  }

  /** @param {Step[]} steps most gain first @param {boolean} open whether questions are open */
  return (steps, open) => {
    const all = steps.map(itemFor);
    list.replaceChildren(...all.slice(0, shown));
    rest.replaceChildren(...all.slice(shown));
    const left = Math.max(all.length - shown, 0);
    more.hidden = left === 0;
    section.querySelector("[data-advice-more-words]").textContent = count("advice.more", left);
    section.querySelector("[data-advice-none]").hidden = all.length > 0 || open;
    section.querySelector("[data-advice-open]").hidden = all.length > 0 || !open;
  };
}
