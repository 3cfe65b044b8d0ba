// The steps that are ticked off: "what if I do this", saved until the visitor says that they are really done. The advice and the plan may
// both have a step of one factor; it has one tick, and both show it.

import { closest, find, findAll } from "../ui/find.js";
import { announce, sayCount } from "../ui/messages.js";
import { read, write } from "./answers.js";

/**
 * @import {Levels} from "../engine/wire.js"
 * @import {SavedData} from "../storage/store.js"
 * @import {QuizForm} from "./answers.js"
 */

/** @typedef {{load: (saved: Levels) => void, shown: () => Levels, show: () => void}} Checklist `load` takes what was ticked off before, perhaps
 *   of another plan; `shown` picks those that are among the present steps; `show` ticks them */

/**
 * @param {Levels} done
 * @param {string[]} factors
 */
const without = (done, factors) => Object.fromEntries(Object.entries(done).filter(([factor]) => !factors.includes(factor)));

/**
 * @param {QuizForm} form
 * @param {(change: (now: SavedData) => Partial<SavedData>) => void} save
 * @param {() => void} refresh called when a tick has changed
 * @param {(act: () => void) => (place: HTMLElement, key: string, n?: number) => void} track makes a change that can be taken back
 * @returns {Checklist}
 */
export function createChecklist(form, save, refresh, track) {
  /** @type {Levels} */
  let done = {};
  const boxes = () => findAll("input[data-tick]", form);

  function shown() {
    const found = boxes().filter(({ dataset: { tick, level } }) => done[tick] === level);
    return Object.fromEntries(found.map(({ dataset: { tick, level } }) => [tick, level]));
  }

  function show() {
    const now = shown();
    for (const box of boxes()) {
      const level = now[box.dataset.tick];
      // The plan's step may go further than the advice's, and then includes it.
      box.checked = level === box.dataset.level || (level !== undefined && !box.closest("[data-plan]"));
    }
  }

  form.addEventListener("change", ({ target }) => {
    const box = closest(target, "input[data-tick]");
    if (!box) return;
    const { tick, level } = box.dataset;
    /** @param {Levels} before */
    const changed = (before) => ({ ...without(before, [tick]), ...(box.checked && { [tick]: level }) });
    done = changed(done);
    save((now) => ({ done: changed(now.done) }));
    show();
    refresh();
  });

  find("[data-apply]", form).addEventListener("click", () => {
    const steps = shown();
    const factors = Object.keys(steps);
    const { answers, role, target } = read(form);
    const report = track(() => {
      write(form, { answers: { ...answers, ...steps }, role, target });
      done = without(done, factors);
      save((now) => ({ answers: { ...now.answers, ...steps }, done: without(now.done, factors) }));
    });
    show();
    refresh();
    announce(sayCount("plan.applied", factors.length));
    // The button is hidden together with the ticks. The notice takes its place, where the visitor is looking.
    find("[data-plan-title]", form).focus({ preventScroll: true });
    report(find("[data-what-if]", form), "plan.applied", factors.length);
  });

  return {
    load(saved) {
      done = saved;
    },
    shown,
    show,
  };
}
