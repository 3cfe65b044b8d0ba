// The page's words and numbers. Every message is a <template data-message> in the page's own language; numbers go through Intl.

const locale = document.documentElement.lang;
const plurals = new Intl.PluralRules(locale);
const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 6, useGrouping: false });
const megabytes = new Intl.NumberFormat(locale, { style: "unit", unit: "megabyte", minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A score or points: always one decimal, so that columns line up. */
export const points = (number) => tenths.format(number);
/** Any other number: 75, or 62.5. */
export const number = (value) => plain.format(value);
/** A number that somebody typed, as they meant it. */
export const typed = (value) => exact.format(value);
export const size = (bytes) => megabytes.format(bytes / 1e6);

function find(key, plural) {
  const which = plural === undefined ? "" : `[data-plural="${plural}"]`;
  return document.querySelector(`template[data-message="${key}"]${which}`);
}

function fill(template, values) {
  return template.content.textContent.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/**
 * A message, filled in.
 * @param {string} key as in data-message
 * @param {Record<string, string | number>} [values] by placeholder
 */
export function say(key, values = {}) {
  return fill(find(key), values);
}

/** A message about a count, in the form the language has for it; `{n}` is the count in the page's notation. */
export function count(key, n, values = {}, format = number) {
  return fill(find(key, plurals.select(n)) ?? find(key, "other"), { n: format(n), ...values });
}

const region = document.querySelector("[data-announce]");
let timer;

/**
 * Tell a screen reader, politely and once: of several messages in quick succession only the last is told.
 * @param {string | Node} words a node says what is in it by then
 */
export function announce(words, afterMs = 0) {
  clearTimeout(timer);
  timer = setTimeout(() => (region.textContent = words.textContent ?? words), afterMs);
}
