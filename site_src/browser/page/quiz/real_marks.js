// Marks LinkedIn's own figures in the result's drawings, and has the advice and the plan start from them, for visitors who have saved any.

import { listShowable } from "../storage/points.js";
import { toPercent } from "../ui/chart.js";
import { find, findAll } from "../ui/find.js";
import { formatDay, formatExact, formatList } from "../ui/format.js";
import { formatNumber, say } from "../ui/messages.js";
import { addLate } from "./late_markup.js";

/**
 * @import {Pillars, Point} from "../engine/wire.js"
 * @import {StoredPoint} from "../storage/store.js"
 * @import {QuizForm} from "./answers.js"
 */

const MOST = 100;
const PILLAR_MOST = 25;
// LinkedIn's score is said to be about the last 90 days. None of what an older one counted is in it any more.
const OLD_MS = 90 * 24 * 60 * 60 * 1000;

/**
 * Accept a total only: a saved average may be damaged, or come from a file.
 * @param {unknown} value
 */
const accept = (value) => (typeof value === "number" && value >= 0 && value <= MOST ? value : undefined);

/**
 * Mark the real score on a pillar's bar, in a drawing and in words.
 * @param {HTMLElement} row
 * @param {number | null} points
 */
function markPillar(row, points) {
  const mark = find("svg[data-own-mark]", row);
  const words = find("[data-own-words]", row);
  for (const each of [mark, words]) each.toggleAttribute("hidden", points === null);
  if (points === null) return;
  mark.setAttribute("x", toPercent(points, PILLAR_MOST));
  words.textContent = say("own.pillar", { points: formatExact(points) });
}

/**
 * Show a mark on the axis, and its row below.
 * @param {HTMLElement} form
 * @param {HTMLElement} row
 * @param {number | undefined} points
 */
function showRow(form, row, points) {
  const mark = find(`svg[data-own-axis="${row.dataset.own}"]`, form);
  for (const each of [mark, row]) each.toggleAttribute("hidden", points === undefined);
  if (points === undefined) return;
  find("[data-own-points]", row).textContent = formatNumber(points);
  mark.setAttribute("x", toPercent(points, MOST));
}

/**
 * Say where the advice and the plan start from.
 * @param {QuizForm} form
 * @param {Point | undefined} point
 * @returns {Pillars | null} the real pillars to start from; null where there are none, or none that still tell something
 */
function showStart(form, point) {
  const line = find("[data-real-start]", form);
  line.hidden = !point;
  if (!point) return null;
  const rows = findAll("[data-bar]", form);
  const pillars = Object.fromEntries(rows.map(({ dataset: { bar } }) => [bar, point.pillars[bar] ?? null]));
  const unknown = rows.filter(({ dataset: { bar } }) => pillars[bar] === null).map((row) => find(".bar-name", row).textContent);
  const isOld = Date.now() - Date.parse(point.date) > OLD_MS;
  const isUsed = !isOld && unknown.length < rows.length;
  const words = [say(`own.${isOld ? "old" : isUsed ? "used" : "bare"}`, { day: formatDay(point.date) })];
  if (isUsed && unknown.length > 0) words.push(say("own.partly", { pillars: formatList(unknown) }));
  find("[data-start-words]", line).textContent = words.join(" ");
  find("[data-start-again]", line).hidden = isUsed;
  return isUsed ? pillars : null;
}

/**
 * Mark the latest real score. Rejects where the marks cannot be fetched.
 * @param {QuizForm} form
 * @param {StoredPoint[]} history
 * @returns {Promise<Pillars | null>} the real pillars from which the advice and the plan start
 */
export async function showRealMarks(form, history) {
  await addLate(form);
  const point = listShowable(history)
    .filter(({ kind }) => kind === "real")
    .at(-1);
  /** @type {Record<string, unknown>} */
  const totals = { total: point?.total, industry: point?.industry?.average, network: point?.network?.average };
  const pillars = point?.pillars ?? {};
  for (const row of findAll("[data-own]", form)) showRow(form, row, accept(totals[row.dataset.own]));
  for (const row of findAll("[data-bar]", form)) markPillar(row, pillars[row.dataset.bar] ?? null);
  for (const cell of findAll("[data-own-cell]", form)) {
    const key = cell.dataset.ownCell;
    cell.hidden = !point;
    // The column's heading has its words already.
    if (key === "") continue;
    const value = key === "total" ? point?.total : pillars[key];
    const format = key === "total" ? formatNumber : formatExact;
    cell.textContent = typeof value === "number" ? format(value) : "";
  }
  const note = find("[data-own-note]", form);
  note.hidden = !point;
  if (point) note.textContent = say("own.note", { day: formatDay(point.date) });
  return showStart(form, point);
}
