// Draws a group as strips: for the total and each pillar an axis with a dot for each person, the middle half with its median, and beside them
// the averages that were seen on real pages and the guideline of the line of work. It is drawn in the available pixels, so that words keep
// their size from 320 px to a projector.

import { addShape } from "../ui/svg.js";
import { placeDots } from "./results_dots.js";

/** @import {GroupScores} from "../engine/wire.js" */

/**
 * @typedef {{low: number, high: number}} Span
 * @typedef {{svg: SVGElement, scores: GroupScores, guideline?: Span | null}} Strip
 * @typedef {{width: number, letter: number, unit: number, most: number, room: number, isSparse?: boolean}} Size all in pixels: of a strip; of
 *   its letters; of what is drawn; the largest radius of a dot; and the height for the dots. `isSparse`: of axes that are alike, only the last
 *   has its numbers
 */

// Smaller than this a dot cannot be told from the next.
const LEAST = 1.5;
// Between two dots that touch there is a gap.
const FILL = 0.92;
const TICKS = 5;
// In units: of all but the dots, and of a line of numbers.
const FRAME = 1.8;
const NUMBERS = 1.3;

/**
 * Work out the height that is left for the dots of strips with few numbers.
 * @param {number} height of all strips
 * @param {number} strips
 * @param {Pick<Size, "letter" | "unit">} size
 */
export const roomFor = (height, strips, { letter, unit }) => (height - 2 * NUMBERS * letter) / strips - FRAME * unit;

/**
 * Draw strips with dots of one size.
 * @param {Strip[]} strips
 * @param {Size} size
 * @param {(value: number) => string} formatTick
 * @returns {boolean} whether every dot is at its score
 */
export function drawStrips(strips, { width, letter, unit, most, room, isSparse }, formatTick) {
  const [from, to] = [letter, width - letter];
  /** @param {number} value @param {number} max */
  const place = (value, max) => from + ((to - from) * value) / max;
  const rows = strips.map(({ scores: { points, max } }) => points.map((value) => place(value, max)));
  const placed = placeDots(rows, { most, least: LEAST, room, from, to });
  for (const [at, { svg, scores, guideline }] of strips.entries()) {
    const { max, median, observed } = scores;
    const x = (/** @type {number} */ value) => place(value, max);
    const dots = placed.rows[at];
    const axis = Math.max(...dots.map(({ y }) => y)) + placed.radius + unit * 0.4;
    const [top, bottom] = [axis + unit * 0.35, axis + unit * 1.15];
    const hasNumbers = !isSparse || strips[at + 1]?.scores.max !== max;
    const end = startDrawing(svg, width, bottom + unit * 0.25, hasNumbers ? letter : 0);
    drawSpan(svg, "observed", x, observed, bottom);
    if (guideline) drawSpan(svg, "guideline", x, guideline, bottom);
    drawAxis(svg, { x, max, axis, unit });
    if (hasNumbers) drawNumbers(svg, { x, max, end, letter }, formatTick);
    const group = addShape(svg, "g", { class: "dots" });
    for (const dot of dots) addShape(group, "circle", { cx: dot.x, cy: axis - dot.y - unit * 0.15, r: placed.radius * FILL });
    drawHalf(svg, x, scores, { top, bottom, unit });
    addShape(svg, "line", { class: "median", x1: x(median), x2: x(median), y1: top - unit * 0.2, y2: bottom + unit * 0.2 });
  }
  return placed.isExact;
}

/**
 * @param {SVGElement} svg
 * @param {number} width
 * @param {number} height without the numbers
 * @param {number} letter of the numbers below; 0 without them
 * @returns {number} the height
 */
function startDrawing(svg, width, height, letter) {
  const whole = height + letter * NUMBERS;
  svg.replaceChildren();
  svg.setAttribute("viewBox", `0 0 ${width.toFixed(0)} ${whole.toFixed(0)}`);
  svg.setAttribute("height", whole.toFixed(0));
  return whole;
}

/** @param {number} max */
const listTicks = (max) => Array.from({ length: TICKS + 1 }, (_, tick) => (max * tick) / TICKS);

/**
 * @param {SVGElement} svg
 * @param {{x: (value: number) => number, max: number, axis: number, unit: number}} place
 */
function drawAxis(svg, { x, max, axis, unit }) {
  addShape(svg, "line", { class: "axis", x1: x(0), x2: x(max), y1: axis, y2: axis });
  for (const value of listTicks(max)) addShape(svg, "line", { class: "axis", x1: x(value), x2: x(value), y1: axis, y2: axis + unit * 0.3 });
}

/**
 * @param {SVGElement} svg
 * @param {{x: (value: number) => number, max: number, end: number, letter: number}} place
 * @param {(value: number) => string} formatTick
 */
function drawNumbers(svg, { x, max, end, letter }, formatTick) {
  for (const value of listTicks(max)) {
    const text = { class: "tick-label", x: x(value), y: end - letter * 0.25, "text-anchor": "middle", "font-size": letter };
    addShape(svg, "text", text, formatTick(value));
  }
}

/**
 * @param {SVGElement} svg
 * @param {(value: number) => number} x
 * @param {Span} half
 * @param {{top: number, bottom: number, unit: number}} place
 */
function drawHalf(svg, x, { low, high }, { top, bottom, unit }) {
  // A bar of no width would not be seen.
  const width = Math.max(x(high) - x(low), 1);
  addShape(svg, "rect", { class: "half", x: x(low), width, y: top, height: bottom - top, rx: unit * 0.2 });
}

/**
 * @param {SVGElement} svg
 * @param {string} name
 * @param {(value: number) => number} x
 * @param {Span} span
 * @param {number} height
 */
function drawSpan(svg, name, x, { low, high }, height) {
  if (low === high) addShape(svg, "line", { class: name, x1: x(low), x2: x(low), y1: 0, y2: height });
  else addShape(svg, "rect", { class: name, x: x(low), width: x(high) - x(low), y: 1, height: height - 1 });
}

/**
 * Draw the medians and the middle halves of several rounds, one below the other, with a line from median to median.
 * @param {SVGElement} svg
 * @param {GroupScores[]} rounds
 * @param {{width: number, letter: number}} size
 * @param {(value: number) => string} formatTick
 */
export function drawChange(svg, rounds, { width, letter }, formatTick) {
  const [{ max, observed }] = rounds;
  const [from, to] = [letter, width - letter];
  /** @param {number} value */
  const x = (value) => from + ((to - from) * value) / max;
  /** @param {number} at */
  const y = (at) => letter * (0.9 + 1.5 * at);
  const axis = y(rounds.length - 1) + letter * 1.1;
  const end = startDrawing(svg, width, axis + letter * 0.3, letter);
  drawSpan(svg, "observed", x, observed, axis);
  drawAxis(svg, { x, max, axis, unit: letter });
  drawNumbers(svg, { x, max, end, letter }, formatTick);
  for (const [at, half] of rounds.entries())
    drawHalf(svg, x, half, { top: y(at) - letter * 0.3, bottom: y(at) + letter * 0.3, unit: letter });
  const way = rounds.map(({ median }, at) => `${x(median).toFixed(1)},${y(at).toFixed(1)}`).join(" ");
  addShape(svg, "polyline", { class: "way", points: way });
  for (const [at, { median }] of rounds.entries()) {
    const name = at === rounds.length - 1 ? "after" : "before";
    addShape(svg, "circle", { class: name, cx: x(median), cy: y(at), r: letter * 0.42 });
  }
}
