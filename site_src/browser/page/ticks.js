// The steps of the plan that are ticked off: "what if I do this", kept until the visitor says that they are really done.

import { read, write } from "./answers.js";
import { announce, count } from "./messages.js";

/** @returns {HTMLInputElement[]} */
const ticked = (form) => [...form.querySelectorAll("[data-tick]:checked")];

/** The ticked steps: factor → level. @returns {Record<string, string>} */
export function readTicks(form) {
  return Object.fromEntries(ticked(form).map(({ dataset }) => [dataset.tick, dataset.level]));
}

const without = (done, factors) => Object.fromEntries(Object.entries(done).filter(([factor]) => !factors.includes(factor)));

/** @param {(change: (now: import("./store.js").Kept) => object) => void} keep @param {() => void} refresh to call when a tick has changed */
export function startTicks(form, keep, refresh) {
  form.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-tick]")) return;
    const { tick, level } = target.dataset;
    keep(({ done }) => ({ done: { ...without(done, [tick]), ...(target.checked && { [tick]: level }) } }));
    refresh();
  });

  form.querySelector("[data-apply]").addEventListener("click", () => {
    const steps = readTicks(form);
    const factors = Object.keys(steps);
    const { answers, role, target } = read(form);
    write(form, { answers: { ...answers, ...steps }, role, target });
    keep((now) => ({ answers: { ...now.answers, ...steps }, done: without(now.done, factors) }));
    for (const each of ticked(form)) each.checked = false;
    refresh();
    announce(count("plan.applied", factors.length));
    // The button goes with the ticks.
    form.querySelector("[data-plan-title]").focus();
  });
}
