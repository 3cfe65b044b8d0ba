// Reads and fills the form. The form decides which answers are valid.

import { find, findAll } from "../ui/find.js";

/**
 * @import {Levels} from "../engine/wire.js"
 * @import {Hook} from "../ui/find.js"
 * @import {Outcome} from "./sharing.js"
 */

/**
 * @typedef {Levels} Answers
 * @typedef {{answers: Answers, role: string, target: string}} FormValues what the visitor filled in; `role` is "" where none is chosen, and `target`
 *   is the text of its field
 * @typedef {{key: string, name: string, pillar: string, part: string, element: HTMLElement}} Factor
 * @typedef {{addEventListener(type: "scored", listener: (event: CustomEvent<Outcome>) => void): void}} ScoredTarget
 * @typedef {ScoredTarget & Hook<HTMLFormElement> & {elements: {role: RadioNodeList, target: HTMLInputElement}}} QuizForm
 */

/**
 * List the factors in the order of the form.
 * @param {QuizForm} form
 * @returns {Factor[]}
 */
export const factorsOf = (form) =>
  findAll("[data-factor]", form).map((element) => {
    const { factor, name } = element.dataset;
    const { pillar, part } = /** @type {Hook} */ (element.closest("[data-part]")).dataset;
    return { key: factor, name, pillar, part, element };
  });

/** @param {QuizForm} form */
const radiosOf = (form) => findAll("[data-factor] input[type=radio]", form);

/** @param {QuizForm} form */
const rolesOf = (form) => findAll("input[name=role]", form);

/** @param {HTMLInputElement[]} radios */
const valuesOf = (radios) => Object.fromEntries(radios.map(({ name, value }) => [name, value]));

/**
 * @param {QuizForm} form
 * @returns {FormValues}
 */
export function read(form) {
  const { role, target } = form.elements;
  return { answers: valuesOf(radiosOf(form).filter(({ checked }) => checked)), role: role.value, target: target.value };
}

/**
 * Check whether an answer tells something: "does not apply" does, "I don't know" and no answer do not.
 * @param {string | undefined} answer
 */
export const isKnown = (answer) => answer !== undefined && answer !== "unknown";

/**
 * Fill in the form. No events fire; the caller updates what depends on it.
 * @param {QuizForm} form
 * @param {FormValues} filled
 */
export function write(form, { answers, role, target }) {
  for (const radio of radiosOf(form)) radio.checked = answers[radio.name] === radio.value;
  // No line of work is also what somebody has who chose none yet.
  for (const radio of rolesOf(form)) radio.checked = role !== "" && radio.value === role;
  form.elements.target.value = target;
}

/**
 * Keep only answers that this form offers. A stored answer may be damaged, or older than the questions.
 * @param {QuizForm} form
 * @param {Answers} answers
 * @param {string} role
 * @returns {{answers: Answers, role: string}}
 */
export function keepValid(form, answers, role) {
  const known = radiosOf(form).filter(({ name, value }) => Object.hasOwn(answers, name) && answers[name] === value);
  return { answers: valuesOf(known), role: rolesOf(form).some(({ value }) => value === role) ? role : "" };
}

/**
 * List the questions whose saved answer is none of theirs any more: they have changed since.
 * @param {QuizForm} form
 * @param {Factor[]} factors
 * @param {Answers} answers as they are saved
 */
export const listChanged = (form, factors, answers) =>
  factors.map(({ key }) => key).filter((key) => Object.hasOwn(answers, key) && !form.querySelector(`input[name="${key}"]:checked`));

/**
 * Fill a list with links to questions, in this order.
 * @param {HTMLElement} list
 * @param {Factor[]} factors
 * @param {string[]} keys
 */
export function linkQuestions(list, factors, keys) {
  list.replaceChildren(
    ...keys.map((key) => {
      const { name, pillar } = factorOf(factors, key);
      const item = document.createElement("li");
      item.dataset.pillar = pillar;
      const link = item.appendChild(document.createElement("a"));
      link.href = `#${key}`;
      link.textContent = name;
      return item;
    }),
  );
  list.hidden = keys.length === 0;
}

/**
 * @param {Factor[]} factors
 * @param {string} wanted
 */
export const factorOf = (factors, wanted) => /** @type {Factor} */ (factors.find(({ key }) => key === wanted));

/**
 * Find the words of an answer in the form.
 * @param {QuizForm} form
 * @param {string} key
 * @param {string} level
 */
export const wordsOf = (form, key, level) => find(`input[name="${key}"][value="${level}"] ~ [data-words]`, form).textContent;
