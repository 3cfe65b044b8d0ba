// What LinkedIn itself said of the visitor, where that was kept: the real score and the averages, marked in the result's own drawings.
// Fetched by those who have kept any.

import { drawBar, scaled } from "../chart.js";
import { day, exact } from "../format.js";
import { number, say } from "../messages.js";

const MOST = 100;
const PILLAR_MOST = 25;

/** A number from 0 to `most`, or nothing: what is kept may be damaged, or come from a file. */
const sound = (value, most) => (Number.isFinite(value) && value >= 0 && value <= most ? value : undefined);

/** The latest of the real scores that can be used. @param {object[]} history as it is kept */
function latest(history) {
  const usable = history.filter((point) => point?.kind === "real" && sound(point.total, MOST) !== undefined && Date.parse(point.date));
  return usable.sort((one, other) => Date.parse(other.date) - Date.parse(one.date))[0];
}

/** A mark on a pillar's bar, and what it says. */
function markPillar(form, key, points) {
  const row = form.querySelector(`[data-bar="${key}"]`);
  const mark = row.querySelector("[data-own-mark]");
  const words = row.querySelector("[data-own-words]");
  for (const each of [mark, words]) each.toggleAttribute("hidden", points === undefined);
  if (points === undefined) return;
  mark.setAttribute("x", scaled(points, PILLAR_MOST));
  words.textContent = say("own.pillar", { points: exact(points) });
}

/** A bar of its own beside the others. */
function showRow(row, points) {
  row.hidden = points === undefined;
  if (row.hidden) return;
  row.querySelector("[data-own-points]").textContent = number(points);
  drawBar(row, { high: points, max: MOST });
}

/** @param {object[]} history as it is kept */
export function showOwn(form, history) {
  const point = latest(history);
  const totals = { total: point?.total, industry: point?.industry?.average, network: point?.network?.average };
  const pillars = point?.pillars ?? {};
  for (const row of form.querySelectorAll("[data-own]")) showRow(row, sound(totals[row.dataset.own], MOST));
  for (const { dataset } of form.querySelectorAll("[data-bar]")) markPillar(form, dataset.bar, sound(pillars[dataset.bar], PILLAR_MOST));
  for (const cell of form.querySelectorAll("[data-own-cell]")) {
    const { ownCell: key } = cell.dataset;
    cell.hidden = !point;
    // The column's heading has its words already.
    if (key === "") continue;
    const [value, most, write] = key === "total" ? [totals.total, MOST, number] : [pillars[key], PILLAR_MOST, exact];
    cell.textContent = sound(value, most) === undefined ? "" : write(value);
  }
  const note = form.querySelector("[data-own-note]");
  note.hidden = !point;
  if (point) note.textContent = say("own.note", { day: day(point.date) });
}
