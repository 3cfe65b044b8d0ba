// The page's words and numbers. Every message is a <template data-message> in the page's language; Intl formats the numbers.

import { find } from "./find.js";

/** @typedef {Record<string, string>} Values by placeholder */

// The locale of the page's notation. Not its language: a browser that translates the page changes that, and only the kind of English says
// whether the month comes first.
export const { locale } = document.documentElement.dataset;
const plurals = new Intl.PluralRules(locale);
const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const typed = new Intl.NumberFormat(locale, { maximumFractionDigits: 6, useGrouping: false });
const megabytes = new Intl.NumberFormat(locale, { style: "unit", unit: "megabyte", minimumFractionDigits: 1, maximumFractionDigits: 1 });

/**
 * Format points or a score, always with one decimal, so that columns line up.
 * @param {number} value
 */
export const formatPoints = (value) => tenths.format(value);

/**
 * Format any other number: 75, or 62.5.
 * @param {number} value
 */
export const formatNumber = (value) => plain.format(value);

/**
 * Format a number as somebody types it, with all its decimals and no grouping.
 * @param {number} value
 */
export const formatTyped = (value) => typed.format(value);

/**
 * Format a size in megabytes.
 * @param {number} bytes
 */
export const formatSize = (bytes) => megabytes.format(bytes / 1e6);

/**
 * @param {HTMLTemplateElement} template
 * @param {Values} values
 */
const fill = (template, values) => template.content.textContent.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/**
 * Fill in a message.
 * @param {string} key as in data-message
 * @param {Values} [values]
 */
export const say = (key, values = {}) => fill(find(`template[data-message="${key}"]`), values);

/**
 * Fill in a message about a count, in its plural form. `{n}` is the count in the page's notation.
 * @param {string} key
 * @param {number} n
 * @param {Values} [values]
 */
export function sayCount(key, n, values) {
  /** @type {HTMLTemplateElement | null} */
  const exact = document.querySelector(`template[data-message="${key}"][data-plural="${plurals.select(n)}"]`);
  const template = exact ?? find(`template[data-message="${key}"][data-plural="other"]`);
  return fill(template, { n: formatNumber(n), ...values });
}

// Only pages that announce something have it.
const region = /** @type {HTMLElement} */ (document.querySelector("[data-announce]"));
/** @type {number | undefined} */
let timer;

/**
 * Tell a screen reader something, politely. Of several messages in quick succession it hears only the last.
 * @param {string | Element} words of an element, its text at the moment of telling
 * @param {number} [afterMs]
 */
export function announce(words, afterMs) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    region.textContent = /** @type {Element} */ (words).textContent ?? words;
  }, afterMs);
}
