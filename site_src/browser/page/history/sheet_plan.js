// Works out what adding the scores of a spreadsheet does to the history: which are new, which are there already, and which are of a day
// that has another score.

import { createId, dateOf, dayOfDate, groupByDay } from "../storage/points.js";

/**
 * @import {Pillars, Point, SheetReport, SheetScore} from "../engine/wire.js"
 * @import {StoredPoint} from "../storage/store.js"
 */

/**
 * @typedef {"leave" | "replace" | "both"} Clash what is done on a day that has another score
 * @typedef {{score: SheetScore, date: string, state: "new" | "same" | "clash", old?: Point}} PlannedRow `date`: its moment; `old`: the other score
 * @typedef {{rows: PlannedRow[], undated: SheetScore[], added: number, replaced: number, same: number, stayed: number, noRoom: number,
 *   history: StoredPoint[]}} SheetPlan `undated`: in this order of day and month they have no date; `history`: as it becomes
 */

// LinkedIn's page rounds a total to a whole number, and a spreadsheet may round a pillar to tenths.
const TOTAL_TOLERANCE = 0.5;
const PILLAR_TOLERANCE = 0.051;

/**
 * Check whether two scores of one day are the same, as far as both know.
 * @param {{total: number, pillars: Pillars}} one
 * @param {{total: number, pillars: Pillars}} other
 */
function isSame(one, other) {
  const pairs = Object.entries(one.pillars).map(([pillar, value]) => [value, other.pillars?.[pillar] ?? null]);
  const known = pairs.filter(([value, theirs]) => value !== null && theirs !== null);
  const areClose = known.every(([value, theirs]) => Math.abs(Number(value) - Number(theirs)) <= PILLAR_TOLERANCE);
  // With pillars of its own the file says more than what is there.
  const isMore = pairs.some(([value, theirs]) => value !== null && theirs === null);
  return areClose && !isMore && Math.abs(one.total - other.total) <= TOTAL_TOLERANCE;
}

/**
 * @param {SheetScore} score
 * @param {string} date
 * @returns {Omit<Point, "id">}
 */
function toPoint({ sheet, row, days, ...score }, date) {
  return { date, ...score };
}

/**
 * @param {SheetReport} report
 * @param {string} order which comes first in its dates, "day" or "month"
 * @param {Clash} clash
 * @param {StoredPoint[]} history as it is now
 * @returns {SheetPlan}
 */
export function planSheet(report, order, clash, history) {
  /** @type {PlannedRow[]} */
  const rows = [];
  /** @type {SheetScore[]} */
  const undated = [];
  // A history and a file may have thousands of scores each.
  const known = groupByDay(history);
  for (const score of report.scores) {
    const day = score.days[order];
    const date = day === null ? null : dateOf(day);
    if (date === null) {
      undated.push(score);
      continue;
    }
    const others = known.get(`${score.kind} ${dayOfDate(date)}`) ?? [];
    const isThere = others.some((other) => isSame(score, other));
    rows.push({ score, date, state: isThere ? "same" : others.length > 0 ? "clash" : "new", old: others.at(-1) });
  }
  return { rows, undated, ...carryOut(rows, clash, history) };
}

/**
 * @param {PlannedRow[]} rows
 * @param {Clash} clash
 * @param {StoredPoint[]} history
 */
function carryOut(rows, clash, history) {
  const same = rows.filter(({ state }) => state === "same").length;
  const clashing = rows.filter(({ state }) => state === "clash");
  /** @type {Map<string, PlannedRow>} the first row of a day that replaces its score, by that score's id; a further row of that day is added */
  const instead = new Map();
  if (clash === "replace") for (const row of clashing) if (row.old && !instead.has(row.old.id)) instead.set(row.old.id, row);
  const replacing = new Set(instead.values());
  const more = rows.filter((row) => row.state === "new" || (row.state === "clash" && clash !== "leave" && !replacing.has(row)));
  // Of more than fit, the latest are added.
  const sorted = [...more].sort((one, other) => (one.date < other.date ? -1 : 1));
  const noRoom = Math.min(Math.max(history.length + sorted.length - MOST_POINTS, 0), sorted.length);
  const added = sorted.slice(noRoom).map(({ score, date }) => ({ id: createId(), ...toPoint(score, date) }));
  const kept = history.map((point) => {
    const row = instead.get(/** @type {string} */ (point?.id));
    return row ? { id: /** @type {string} */ (point?.id), ...toPoint(row.score, row.date) } : point;
  });
  const stayed = clash === "leave" ? clashing.length : 0;
  return { added: added.length, replaced: instead.size, same, stayed, noRoom, history: [...kept, ...added] };
}
