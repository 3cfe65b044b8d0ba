// Reads points as somebody types them, or copies them from LinkedIn: 42, 42%, 42/100, "33 out of 100", "13,118 | Establish your
// professional brand". ssi_core/history/spreadsheet/numbers.py reads the cells of a spreadsheet by the same rules.

import { removeInvisible } from "../ui/parse_number.js";

// A comma and a point both mark decimals: people type the one on their keyboard, whatever the page's language.
const POINTS =
  /^(?:\p{L}[^\d/%.,;<>=+*-]*[\s:])?(?<number>\d{1,9}(?:[.,]\d*)?)(?:\s?(?<percent>%)|\s*\/\s*(?<most>\d{1,9})|\s+\p{L}+(?:\s\p{L}+)?\s+(?<outOf>\d{1,9}))?(?:\s*\|[^\d]*|[\s:]+\p{L}[^\d/%]*)?$/u;
// A percentage is one of LinkedIn's own there: a total out of 100, or a rank. It shows none for a pillar.
const PERCENT_OF = 100;
// Nothing shows more.
const DECIMALS = 6;

/**
 * Parse points from 0 to `most`.
 * @param {string} text
 * @param {number} most
 * @returns {{value: number | null, problem: "" | "number" | "percent"}} `value` is null where nothing was typed, or something is wrong
 */
export function parsePoints(text, most) {
  const typed = removeInvisible(text).replace(/\s+/g, " ").trim();
  if (typed === "") return { value: null, problem: "" };
  const found = POINTS.exec(typed)?.groups;
  if (!found) return { value: null, problem: "number" };
  if (found.percent && most !== PERCENT_OF) return { value: null, problem: "percent" };
  const value = Number(Number(found.number.replace(",", ".")).toFixed(DECIMALS));
  const outOf = found.most ?? found.outOf;
  const isRight = value <= most && (outOf === undefined || Number(outOf) === most);
  return isRight ? { value, problem: "" } : { value: null, problem: "number" };
}
