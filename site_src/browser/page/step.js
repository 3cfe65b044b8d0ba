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
  const tick = item.querySelector("[data-tick]");
  if (tick) tick.dataset.level = to;
  return fillCosts(item, "", gain, effort);
}

/** What several steps bring and cost together. @param {Step[]} steps */
export function fillTogether(group, steps) {
  const sum = (name) => steps.reduce((sofar, step) => sofar + step[name], 0);
  return fillCosts(group, "group-", sum("gain"), sum("effort"));
}

function fillCosts(item, prefix, gain, effort) {
  item.querySelector(`[data-${prefix}gain]`).textContent = count("advice.gain", gain);
  item.querySelector(`[data-${prefix}hours]`).textContent = count("advice.hours", effort);
  return item;
}
