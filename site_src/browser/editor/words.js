// The editor's words, in the author's language. A third language is a third file in words/.

import { en } from "./words/en.js";
import { nl } from "./words/nl.js";

/** @typedef {keyof typeof nl} Key */
/** @typedef {Record<Key, string>} Words */

/** @type {Record<string, Words>} */
const LANGUAGES = { nl, en };
export const language = document.documentElement.lang;
const words = LANGUAGES[language] ?? nl;

/**
 * Fill in a message.
 * @param {Key} key
 * @param {Record<string, string | number>} [values] by placeholder
 */
export const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

/**
 * Fill in a message about a count, in its form for one or for more.
 * @param {Key} key
 * @param {number} n
 */
export const sayCount = (key, n) => say(n === 1 ? /** @type {Key} */ (`${key}_one`) : key, { n });

/**
 * Name a language in the author's own.
 * @param {string | null} code
 */
export const sayLanguage = (code) => words[/** @type {Key} */ (`language.${code ?? "none"}`)] ?? code ?? "";

/**
 * Write the words that the markup asks for: `data-say` as an element's text, `data-say-label` as its accessible name.
 * @param {ParentNode} root
 */
export function writeWords(root) {
  for (const element of /** @type {Iterable<HTMLElement>} */ (root.querySelectorAll("[data-say]"))) {
    element.textContent = say(/** @type {Key} */ (element.dataset.say));
  }
  for (const element of /** @type {Iterable<HTMLElement>} */ (root.querySelectorAll("[data-say-label]"))) {
    element.setAttribute("aria-label", say(/** @type {Key} */ (element.dataset.sayLabel)));
  }
}
