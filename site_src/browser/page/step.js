// One step up, as an item of a list: in the advice and in the plan. The item is a template of the page with the factor's own words.

import { wordsOf } from "./answers.js";
import { count, say } from "./messages.js";

/** @typedef {{factor: string, from: string, to: string, gain: number, effort: number}} Step */

/** @param {"advice" | "plan-step"} kind @param {Step} step */
export function createStep(form, kind, step) {
  const template = document.querySelector(`template[data-${kind}="${step.factor}"]`);
  return fillStep(form, template.content.firstElementChild.cloneNode(true), step);
}

/** @param {Step} step */
export function fillStep(form, item, { factor, from, to, gain, effort }) {
  const words = { from: wordsOf(form, factor, from), to: wordsOf(form, factor, to) };
  item.querySelector("[data-change]").textContent = say("advice.change", words);
  item.querySelector("[data-gain]").textContent = count("advice.gain", gain);
  item.querySelector("[data-hours]").textContent = count("advice.hours", effort);
  return item;
}
