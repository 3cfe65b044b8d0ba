// The rows of the review: one for each factor, with what the archive says of it and a box to tick.

import { find, findAll } from "../ui/find.js";
import { formatDay, formatList } from "../ui/format.js";
import { formatNumber, say } from "../ui/messages.js";

/**
 * @import {Evidence, Levels} from "../engine/wire.js"
 * @import {Hook} from "../ui/find.js"
 */

/**
 * Find the words of an answer; undefined where the factor has no such answer.
 * @param {HTMLElement} row
 * @param {string} level
 * @returns {string | undefined}
 */
function wordsOf(row, level) {
  /** @type {HTMLTemplateElement | null} */
  const template = row.querySelector(`[data-level="${level}"]`);
  return template?.content.textContent;
}

/** @param {HTMLElement} row */
const boxOf = (row) => find("input", row);

/**
 * Convert a day to its noon, in the visitor's time zone.
 * @param {string} iso
 */
export const noonOf = (iso) => `${iso}T12:00:00`;

/**
 * @param {HTMLElement} section
 * @returns {Record<string, Hook>} by factor
 */
export const rowsOf = (section) => Object.fromEntries(findAll("[data-factor]", section).map((row) => [row.dataset.factor, row]));

/**
 * Show the evidence for a factor, in the group of its confidence.
 * @param {HTMLElement} section
 * @param {Hook} row
 * @param {Evidence} evidence
 */
export function showEvidence(section, row, { value, level, files, confidence, period, counts }) {
  find(`[data-confidence="${confidence}"] [data-list]`, section).append(row);
  // Weak evidence is ticked by the visitor only.
  boxOf(row).checked = confidence !== "weak";
  find("[data-answer]", row).textContent = say("review.answer", { level: wordsOf(row, level) ?? level });
  const numbers = Object.fromEntries(Object.entries({ ...counts, value }).map(([name, each]) => [name, formatNumber(each)]));
  find("[data-evidence]", row).textContent = say(`evidence.${level === "not_applicable" ? level : row.dataset.factor}`, numbers);
  const words = [say("review.from", { files: formatList(files) }), ...describePeriod(period)];
  find("[data-from]", row).textContent = words.join(", ");
}

/** @param {Evidence["period"]} period */
function describePeriod([first, last]) {
  if (!last) return [];
  const lastDay = formatDay(noonOf(last));
  return [first ? say("review.between", { first: formatDay(noonOf(first)), last: lastDay }) : say("review.until", { last: lastDay })];
}

/**
 * Show what the archive's answer would replace.
 * @param {HTMLElement} row
 * @param {string} level
 * @param {string | undefined} now the present answer
 */
function showPresent(row, level, now) {
  const words = now === undefined ? undefined : wordsOf(row, now);
  const text = !words ? say("review.open") : now === level ? say("review.same") : say("review.replaces", { level: words });
  find("[data-now]", row).textContent = text;
  row.toggleAttribute("data-replaces", Boolean(words) && now !== level);
}

/**
 * Create the choice among the archive's answers: each has a box to tick in its row.
 * @param {Record<string, Hook>} rows by factor
 */
export function createChoice(rows) {
  /** @type {Levels} the archive's answers */
  let offered = {};

  return {
    /** @param {Levels} answers of the archive */
    offer(answers) {
      offered = answers;
    },
    /** Read which of the archive's answers are ticked. */
    readTicked: () => Object.fromEntries(Object.entries(offered).filter(([factor]) => boxOf(rows[factor]).checked)),
    /** @param {boolean} isTicked */
    tickAll(isTicked) {
      for (const factor of Object.keys(offered)) boxOf(rows[factor]).checked = isTicked;
    },
    /** @param {Levels} answers the present ones */
    compare(answers) {
      for (const [factor, level] of Object.entries(offered)) showPresent(rows[factor], level, answers[factor]);
    },
  };
}

/**
 * List the factors that are open.
 * @param {Hook[]} rows
 * @param {Levels} answers
 */
export const openRows = (rows, answers) =>
  rows.filter((row) => {
    const level = answers[row.dataset.factor];
    return level === undefined || !wordsOf(row, level);
  });
