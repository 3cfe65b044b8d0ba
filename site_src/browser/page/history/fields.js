// Reads and fills the fields of a real SSI: in the form for a new one, and in the form to change a point.

import { dateOf, dayOf, dayOfDate } from "../storage/points.js";
import { find, findAll } from "../ui/find.js";
import { formatTyped, say } from "../ui/messages.js";
import { parsePoints } from "./parse_points.js";

/**
 * @import {Pillars, Ranking} from "../engine/wire.js"
 * @import {Hook} from "../ui/find.js"
 * @import {Values} from "../ui/messages.js"
 */

/**
 * @typedef {{total: number | null, pillars: Pillars, industry?: Ranking, network?: Ranking}} Figures null for what is not known
 * @typedef {Figures & {date: string | null, industry: Ranking, network: Ranking}} TypedFigures null for what was not typed or is wrong
 * @typedef {Record<string, {problem: "empty" | "none" | "number" | "percent" | "sum" | "day", values?: Values}>} Faults by the name of the field;
 *   `values`: for the message
 * @typedef {Hook<HTMLFormElement> & {elements: {day: HTMLInputElement}}} RealForm
 */

const PILLARS = ["brand", "find", "engage", "relate"];
const PILLAR_MOST = 25;
// Between a total and the sum of its pillars: a point, and what is lost in adding up decimals; or the rounding of the whole numbers among
// them. ssi_core/history/spreadsheet/reading.py compares by the same rule.
const SUM_TOLERANCE = 1 + 1e-9;
const WHOLE_TOLERANCE = 0.5;

/** @param {RealForm} form */
const fieldsOf = (form) => findAll("[data-field]", form);

/** @param {HTMLElement} field */
const inputOf = (field) => find("input", field);

/**
 * Map what a point or a page says by the names of the fields.
 * @param {Figures} figures
 * @returns {Record<string, number | null | undefined>}
 */
export const toFields = ({ total, pillars, industry, network }) => ({
  total,
  ...pillars,
  "industry.rank": industry?.rank,
  "industry.average": industry?.average,
  "network.rank": network?.rank,
  "network.average": network?.average,
});

/**
 * Put values into their fields. A field without a value stays as it is.
 * @param {RealForm} form
 * @param {Record<string, number | null | undefined>} values
 */
export function fill(form, values) {
  for (const field of fieldsOf(form)) {
    const value = values[field.dataset.field];
    if (typeof value === "number") inputOf(field).value = formatTyped(value);
  }
}

/**
 * @param {RealForm} form
 * @param {string} [date] today where none is given
 */
export function fillDay(form, date) {
  const input = form.elements.day;
  input.max = dayOf(new Date());
  input.value = date ? dayOfDate(date) : dayOf(new Date());
}

/**
 * Mark the fields for which a text had nothing.
 * @param {RealForm} form
 * @param {string[]} names
 */
export function markAbsent(form, names) {
  for (const field of fieldsOf(form)) {
    /** @type {HTMLElement | null} */
    const mark = field.querySelector("[data-absent]");
    if (mark) mark.hidden = !names.includes(field.dataset.field);
    updateDescription(field);
  }
}

/**
 * Find the visible label of a field.
 * @param {RealForm} form
 * @param {string} name
 */
export const labelOf = (form, name) => find(`[data-field="${name}"] label`, form).textContent;

/**
 * @param {RealForm} form
 * @returns {{typed: TypedFigures, faults: Faults}}
 */
export function read(form) {
  /** @type {Record<string, number | null>} */
  const numbers = {};
  /** @type {Faults} */
  const faults = {};
  for (const field of fieldsOf(form)) {
    const { field: name, max } = field.dataset;
    if (name === "day") continue;
    const { value, problem } = parsePoints(inputOf(field).value, Number(max));
    numbers[name] = value;
    if (problem !== "") faults[name] = { problem };
  }
  // A total follows from four pillars, but not from three. A total that is wrong is one fault, and not the pillars' too.
  if (numbers.total === null && !faults.total)
    for (const pillar of PILLARS) if (numbers[pillar] === null) faults[pillar] ??= { problem: "empty" };
  const date = dateOf(form.elements.day.value);
  if (date === null) faults.day = { problem: "day" };
  const pillars = Object.fromEntries(PILLARS.map((pillar) => [pillar, numbers[pillar]]));
  const known = Object.values(pillars).filter((value) => value !== null);
  if (numbers.total !== null && !PILLARS.some((pillar) => faults[pillar]) && !canBeSum(numbers.total, known)) {
    const sum = known.reduce((whole, value) => whole + value, 0);
    faults.total = { problem: "sum", values: { sum: formatTyped(sum), total: formatTyped(numbers.total) } };
  }
  /** @param {string} group */
  const standing = (group) => ({ rank: numbers[`${group}.rank`], average: numbers[`${group}.average`] });
  return { typed: { date, total: numbers.total, pillars, industry: standing("industry"), network: standing("network") }, faults };
}

/**
 * Show what is wrong beside each field, and nothing beside the others.
 * @param {RealForm} form
 * @param {Faults} faults
 * @returns {HTMLInputElement | undefined} the first that is wrong
 */
export function showFaults(form, faults) {
  let first;
  for (const field of fieldsOf(form)) {
    const fault = faults[field.dataset.field];
    const words = find("[data-wrong]", field);
    words.hidden = !fault;
    words.textContent = fault ? say(`fields.${fault.problem}`, { max: field.dataset.max, ...fault.values }) : "";
    inputOf(field).setAttribute("aria-invalid", String(Boolean(fault)));
    updateDescription(field);
    if (fault) first ??= inputOf(field);
  }
  return first;
}

/**
 * Describe a field by those of its notes that are shown: its fault, its absence from the text, its unit.
 * @param {HTMLElement} field
 */
function updateDescription(field) {
  const words = findAll("[data-wrong], [data-absent], [id$='-of']", field).filter(({ hidden }) => !hidden);
  if (words.length > 0) inputOf(field).setAttribute("aria-describedby", words.map(({ id }) => id).join(" "));
}

/**
 * Check whether known pillars can make a total. Those that are not known may be anything.
 * @param {number} total
 * @param {number[]} pillars
 */
function canBeSum(total, pillars) {
  const sum = pillars.reduce((whole, value) => whole + value, 0);
  const tolerance = Math.max(SUM_TOLERANCE, WHOLE_TOLERANCE * [total, ...pillars].filter(Number.isInteger).length);
  const missing = PILLAR_MOST * (PILLARS.length - pillars.length);
  return sum - tolerance <= total && total <= sum + missing + tolerance;
}

/**
 * Work out LinkedIn's total, which is the rounded sum of its pillars.
 * @param {Pillars} pillars
 * @returns {number | null} null where a pillar is not known
 */
export function sumOf(pillars) {
  let sum = 0;
  for (const pillar of PILLARS) {
    const value = pillars[pillar];
    if (value === null) return null;
    sum += value;
  }
  return Math.round(sum);
}
