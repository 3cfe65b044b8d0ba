// The steps that are ticked off: "what if I do this", kept until the visitor says that they are really done. The advice and the plan may both
// have a step of one factor; there is one tick for it, and both show it.

import { read, write } from "./answers.js";
import { announce, count } from "../messages.js";

/** @typedef {Record<string, string>} Done factor → level */

const without = (done, factors) => Object.fromEntries(Object.entries(done).filter(([factor]) => !factors.includes(factor)));

/**
 * @param {(change: (now: import("../store.js").Kept) => object) => void} keep
 * @param {() => void} refresh to call when a tick has changed
 * @returns {{take: (kept: Done) => void, shown: () => Done, show: () => void}} `take`: what was ticked off before, perhaps of another plan;
 *   `shown`: what of it is among the steps as they stand now; `show`: ticks those
 */
export function createTicks(form, keep, refresh) {
  let done = {};
  const ticks = () => [...form.querySelectorAll("[data-tick]")];

  function shown() {
    const found = ticks().filter(({ dataset: { tick, level } }) => done[tick] === level);
    return Object.fromEntries(found.map(({ dataset: { tick, level } }) => [tick, level]));
  }

  function show() {
    const now = shown();
    // The plan's step may go further than the advice's, which is then done on the way.
    for (const each of ticks()) {
      const level = now[each.dataset.tick];
      each.checked = level === each.dataset.level || (level !== undefined && !each.closest("[data-plan]"));
    }
  }

  form.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-tick]")) return;
    const { tick, level } = target.dataset;
    const changed = (before) => ({ ...without(before, [tick]), ...(target.checked && { [tick]: level }) });
    done = changed(done);
    keep((now) => ({ done: changed(now.done) }));
    show();
    refresh();
  });

  form.querySelector("[data-apply]").addEventListener("click", () => {
    const steps = shown();
    const factors = Object.keys(steps);
    const { answers, role, target } = read(form);
    write(form, { answers: { ...answers, ...steps }, role, target });
    done = without(done, factors);
    keep((now) => ({ answers: { ...now.answers, ...steps }, done: without(now.done, factors) }));
    show();
    refresh();
    announce(count("plan.applied", factors.length));
    // The button goes with the ticks.
    form.querySelector("[data-plan-title]").focus();
  });

  return {
    take(kept) {
      done = kept;
    },
    shown,
    show,
  };
}
