// The drawings of the result. Their shapes are in the page's markup; this sets their sizes. The words beside them give the same figures.

import { find } from "./find.js";

/** @import {PillarScore, Range} from "../engine/wire.js" */

const ARC_GAP = 0.6;

/**
 * Convert a value on a scale from 0 to `max` to a percentage for SVG.
 * @param {number} value
 * @param {number} max
 */
export const toPercent = (value, max) => `${Number(((100 * value) / max).toFixed(2))}%`;

/**
 * Draw a horizontal bar, in per cent of its width.
 * @param {Element} row
 * @param {{low?: number, high: number, max: number, range?: Range}} values `range` draws a line from low to high below the bar
 */
export function drawBar(row, { low = 0, high, max, range }) {
  const bar = find("rect[data-bar-value]", row);
  bar.setAttribute("x", toPercent(low, max));
  bar.setAttribute("width", toPercent(high - low, max));
  if (!range) return;
  const [from, to] = range.map((end) => toPercent(end, max));
  // The line itself, and a mark at each end.
  const [line, first, last] = find("g[data-bar-range]", row).children;
  placeLine(line, from, to);
  placeLine(first, from, from);
  placeLine(last, to, to);
}

/**
 * @param {Element} line
 * @param {string} from
 * @param {string} to
 */
function placeLine(line, from, to) {
  line.setAttribute("x1", from);
  line.setAttribute("x2", to);
}

/**
 * Draw where a total is, where it would go, and its goal.
 * @param {Element} box
 * @param {{now: number, next: number, range: Range, goal?: number, max: number}} values
 */
export function drawWhatIf(box, { now, next, range, goal, max }) {
  drawBar(box, { high: now, max, range });
  const bar = find("rect[data-gain-bar]", box);
  bar.setAttribute("x", toPercent(now, max));
  bar.setAttribute("width", toPercent(next - now, max));
  const line = find("line[data-goal]", box);
  line.toggleAttribute("hidden", goal === undefined);
  const place = toPercent(goal ?? 0, max);
  placeLine(line, place, place);
}

/**
 * Draw the gauge: one arc for each pillar, end to end, and a thin one outside for the range.
 * @param {Element} gauge
 * @param {Record<string, PillarScore>} pillars
 * @param {Range} range
 * @param {string} label
 */
export function drawGauge(gauge, pillars, range, label) {
  let start = 0;
  for (const [key, { points }] of Object.entries(pillars)) {
    drawArc(gauge, key, start, Math.max(points - ARC_GAP, 0));
    start += points;
  }
  drawArc(gauge, "range", range[0], range[1] - range[0]);
  gauge.setAttribute("aria-label", label);
}

/**
 * @param {Element} gauge
 * @param {string} name
 * @param {number} start
 * @param {number} length
 */
function drawArc(gauge, name, start, length) {
  const arc = find(`path[data-arc="${name}"]`, gauge);
  arc.setAttribute("stroke-dasharray", `${length.toFixed(2)} 200`);
  arc.setAttribute("stroke-dashoffset", (-start).toFixed(2));
  // An arc of no length would still draw its cap.
  arc.toggleAttribute("hidden", length === 0);
}
