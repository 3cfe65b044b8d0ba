// One step up, as a list item of the advice and of the plan.

import { copyTemplate, find, findAll } from "../ui/find.js";
import { say, sayCount } from "../ui/messages.js";
import { factorOf, wordsOf } from "./answers.js";

/**
 * @import {Step} from "../engine/wire.js"
 * @import {Factor, QuizForm} from "./answers.js"
 */

/**
 * Create a step about one factor, from its kind's markup and what the page says of the factor.
 * @param {QuizForm} form
 * @param {Factor[]} factors
 * @param {string} kind
 * @param {string} factor
 */
function createStep(form, factors, kind, factor) {
  const item = copyTemplate(`template[data-${kind}]`);
  const { name, pillar } = factorOf(factors, factor);
  const link = find("a[data-link]", item);
  link.href = `${find(`[data-bar="${pillar}"] a`, form).href}#${factor}`;
  link.textContent = name;
  item.dataset.step = factor;
  item.dataset.pillar = pillar;
  find("[data-tick]", item).dataset.tick = factor;
  for (const place of findAll("[data-name]", item)) place.textContent = name;
  // Only one source names the factor.
  if (!("once" in find(`[data-answer="${factor}"]`, form).dataset)) find("[data-less-certain]", item).remove();
  item.querySelector("[data-question]")?.setAttribute("href", `#${factor}`);
  return item;
}

/**
 * Create the steps of one kind, one for each factor. They stay between scores, so that an opened one stays open and keeps the focus.
 * @param {QuizForm} form
 * @param {Factor[]} factors
 * @param {"advice" | "plan-step"} kind
 * @returns {(step: Step) => HTMLElement}
 */
export function createSteps(form, factors, kind) {
  /** @type {Map<string, HTMLElement>} */
  const items = new Map();
  return (step) => {
    const item = items.get(step.factor) ?? createStep(form, factors, kind, step.factor);
    items.set(step.factor, item);
    return fillStep(form, item, step);
  };
}

/**
 * Show these items and no others, in this order. They are moved only where necessary, because a moved item loses the focus.
 * @param {HTMLElement} list
 * @param {HTMLElement[]} wanted
 */
export function showSteps(list, wanted) {
  if (wanted.length !== list.children.length || wanted.some((item, at) => item !== list.children[at])) list.replaceChildren(...wanted);
}

/**
 * @param {QuizForm} form
 * @param {HTMLElement} item
 * @param {Step} step
 */
function fillStep(form, item, step) {
  const { factor, from, to } = step;
  const words = { from: wordsOf(form, factor, from), to: wordsOf(form, factor, to) };
  find("[data-change]", item).textContent = say("advice.change", words);
  find("[data-tick]", item).dataset.level = to;
  fillWords(item);
  return fillCosts(item, "", step);
}

/**
 * Say what to do, once the page has those words.
 * @param {HTMLElement} item
 */
function fillWords(item) {
  const { tick, level } = find("[data-tick]", item).dataset;
  const place = item.querySelector("[data-advice-words]");
  const key = `step.${tick}.${level}`;
  if (!place || !document.querySelector(`template[data-message="${key}"]`)) return;
  place.textContent = say(key);
}

/**
 * Say what to do in the steps that are shown already.
 * @param {QuizForm} form
 */
export function fillAdvice(form) {
  for (const item of findAll("[data-step]", form)) fillWords(item);
}

/**
 * Fill in the gain and the effort of several steps together.
 * @param {HTMLElement} group
 * @param {Step[]} steps
 */
export function fillTotals(group, steps) {
  /** @param {"gain" | "effort"} name */
  const sum = (name) => steps.reduce((total, step) => total + step[name], 0);
  fillCosts(group, "group-", { gain: sum("gain"), effort: sum("effort") });
}

/** @param {{gain: number, effort: number}} costs */
export const formatCosts = ({ gain, effort }) => ({ gain: sayCount("advice.gain", gain), hours: sayCount("advice.hours", effort) });

/**
 * @param {HTMLElement} item
 * @param {string} prefix
 * @param {{gain: number, effort: number}} costs
 */
function fillCosts(item, prefix, costs) {
  for (const [name, words] of Object.entries(formatCosts(costs))) find(`[data-${prefix}${name}]`, item).textContent = words;
  return item;
}
