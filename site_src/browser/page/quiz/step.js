// One step up, as an item of a list: in the advice and in the plan.

import { wordsOf } from "./answers.js";
import { count, say } from "../messages.js";

/** @typedef {{factor: string, from: string, to: string, gain: number, effort: number}} Step */

/** A step of one kind about one factor: what all steps of the kind are like, with the factor's own words. */
function createStep(kind, factor) {
  const item = document.querySelector(`template[data-${kind}]`).content.firstElementChild.cloneNode(true);
  const about = document.querySelector(`template[data-about="${factor}"]`);
  const [link, advice, ...why] = about.content.cloneNode(true).children;
  item.dataset.step = factor;
  item.dataset.pillar = about.dataset.pillar;
  item.querySelector("[data-tick]").dataset.tick = factor;
  for (const place of item.querySelectorAll("[data-name]")) place.textContent = link.textContent;
  item.querySelector("[data-link]").replaceWith(link);
  // Named by one source only.
  if (!("once" in about.dataset)) item.querySelector("[data-less-certain]").remove();
  item.querySelector("[data-advice-words]")?.replaceWith(advice);
  item.querySelector("[data-why-words]")?.append(...why);
  item.querySelector("[data-question]")?.setAttribute("href", `#${factor}`);
  return item;
}

/**
 * The steps of one kind, one a factor. They are kept between scores, so that what a visitor opened stays open and what has the focus keeps it.
 * @param {"advice" | "plan-step"} kind
 * @returns {(step: Step) => HTMLElement}
 */
export function stepItems(form, kind) {
  /** @type {Map<string, HTMLElement>} */
  const items = new Map();
  return (step) => {
    if (!items.has(step.factor)) items.set(step.factor, createStep(kind, step.factor));
    return fillStep(form, items.get(step.factor), step);
  };
}

/** These items and no others, in this order; moved only where they have to be, since what is moved loses the focus. */
export function showSteps(list, wanted) {
  if (wanted.length !== list.children.length || wanted.some((item, at) => item !== list.children[at])) list.replaceChildren(...wanted);
}

/** @param {Step} step */
function fillStep(form, item, { factor, from, to, gain, effort }) {
  const words = { from: wordsOf(form, factor, from), to: wordsOf(form, factor, to) };
  item.querySelector("[data-change]").textContent = say("advice.change", words);
  item.querySelector("[data-tick]").dataset.level = to;
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
