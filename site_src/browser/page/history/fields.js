// The fields of a real SSI as values, and the other way round; for the form to fill in and the one to change a point.

import { say, typed } from "../messages.js";
import { parse } from "../numeral.js";
import { dayOf, momentOf } from "../points.js";

/** @typedef {{date: string | null, total: number | null, pillars: import("../points.js").Pillars, industry: import("../points.js").Standing,
 *   network: import("../points.js").Standing}} Typed as a point has it; null for what was not typed or is wrong */

const PILLARS = ["brand", "find", "engage", "relate"];
const fieldsOf = (form) => [...form.querySelectorAll("[data-field]")];
const inputOf = (field) => field.querySelector("input");

/** What a point or a page that was read says, by the name of its field. */
export function byField({ total, pillars, industry, network }) {
  const standings = { "industry.rank": industry?.rank, "industry.average": industry?.average, "network.rank": network?.rank, "network.average": network?.average };
  return { total, ...pillars, ...standings };
}

/** Put values into their fields. What is null or not there leaves its field alone. */
export function fill(form, values) {
  for (const field of fieldsOf(form)) {
    const value = values[field.dataset.field];
    if (typeof value === "number") inputOf(field).value = typed(value);
  }
}

export function fillDay(form, date) {
  const input = form.elements.day;
  input.max = dayOf(new Date());
  input.value = dayOf(date ? new Date(date) : new Date());
}

/** Mark the fields for which a text had nothing. @param {string[]} names */
export function markAbsent(form, names) {
  for (const field of fieldsOf(form)) {
    const mark = field.querySelector("[data-absent]");
    if (mark) mark.hidden = !names.includes(field.dataset.field);
    describe(field);
  }
}

/** The visible label of a field. */
export const labelOf = (form, name) => fieldsOf(form).find((field) => field.dataset.field === name).querySelector("label").textContent;

/** @returns {{typed: Typed, faults: Record<string, "empty" | "number" | "day">}} the faults by the name of their field */
export function read(form) {
  const numbers = {};
  const faults = {};
  for (const field of fieldsOf(form)) {
    const { field: name, max } = field.dataset;
    if (name === "day") continue;
    const value = parse(inputOf(field).value, Number(max));
    numbers[name] = Number.isNaN(value) ? null : value;
    if (Number.isNaN(value)) faults[name] = "number";
  }
  // A total can be worked out of four pillars, and nothing out of three.
  if (numbers.total === null) for (const pillar of PILLARS) if (numbers[pillar] === null) faults[pillar] ??= "empty";
  const date = momentOf(form.elements.day.value);
  if (date === null) faults.day = "day";
  const pillars = Object.fromEntries(PILLARS.map((pillar) => [pillar, numbers[pillar]]));
  const standing = (group) => ({ rank: numbers[`${group}.rank`], average: numbers[`${group}.average`] });
  return { typed: { date, total: numbers.total, pillars, industry: standing("industry"), network: standing("network") }, faults };
}

/** Say what is wrong beside each field, or take it back. @returns {HTMLInputElement | undefined} the first that is wrong */
export function showFaults(form, faults) {
  let first;
  for (const field of fieldsOf(form)) {
    const fault = faults[field.dataset.field];
    const words = field.querySelector("[data-wrong]");
    words.hidden = !fault;
    words.textContent = fault ? say(`fields.${fault}`, { max: field.dataset.max }) : "";
    inputOf(field).setAttribute("aria-invalid", String(Boolean(fault)));
    describe(field);
    if (fault) first ??= inputOf(field);
  }
  return first;
}

/** A field is described by what is wrong with it, by what it was not found in, and by its unit: whatever of that is shown. */
function describe(field) {
  const words = [...field.querySelectorAll("[data-wrong], [data-absent], [id$='-of']")].filter(({ hidden }) => !hidden);
  if (words.length > 0) inputOf(field).setAttribute("aria-describedby", words.map(({ id }) => id).join(" "));
}

/** LinkedIn's total is the rounded sum of its pillars; null where one is not known. */
export function sumOf(pillars) {
  const values = PILLARS.map((pillar) => pillars[pillar]);
  return values.includes(null) ? null : Math.round(values.reduce((sum, value) => sum + value, 0));
}
