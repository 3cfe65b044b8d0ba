// Draws a line chart as SVG: the real SSI as a solid line with discs, the estimate as a dashed line with diamonds, and the months of an
// archive as a thin line in the band of its range. Each ends in its number. It is drawn in the available pixels, so that words keep their
// size from 320 px to paper. The smallest library for this weighs ten times as much.

import { addShape } from "../ui/svg.js";

/**
 * @typedef {"real" | "estimate" | "months"} Kind
 * @typedef {{at: number, value: number, range?: [low: number, high: number]}} Spot `at`: days
 * @typedef {{kind: Kind, spots: Spot[]}} Line its spots are in order of time; those of months have a range
 * @typedef {Spot & {kind: Kind}} End the last spot of a line
 * @typedef {{min: number, max: number, step: number, observed?: [low: number, high: number], from: number, to: number, height: number, formatAxis: (value: number) => string,
 *   formatValue: (value: number, kind: Kind) => string, days: string[]}} Scale `days`: the words below the two ends, or the only one, below the
 *   middle
 * @typedef {{left: number, right: number, bottom: number, height: number, letters: number, x: (at: number) => number, y: (value: number) => number}} Frame `letters`: how
 *   many times as large as usual
 */

// For letters of the usual size.
const USUAL = 16;
const MARGIN = { top: 14, right: 46, bottom: 24, left: 32 };
const MARK = 4.5;
// Two numbers at the end of lines need this much room, down and across.
const LINE_HEIGHT = 15;
const NUMBER_WIDTH = 36;
const DAY_GAP = 8;

/**
 * @param {SVGElement} svg
 * @param {Line[]} lines
 * @param {Scale} scale
 */
export function drawLines(svg, lines, scale) {
  const width = svg.parentElement?.clientWidth ?? 0;
  const { min, max, from, to } = scale;
  const letters = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL;
  const left = MARGIN.left * letters;
  const right = width - MARGIN.right * letters;
  svg.replaceChildren();
  const days = scale.days.map((day) => /** @type {SVGTextElement} */ (addShape(svg, "text", { class: "axis" }, day)));
  // One below the other, where there is no room for both.
  const lower = days.reduce((sum, day) => sum + day.getComputedTextLength(), DAY_GAP) > right - left ? LINE_HEIGHT : 0;
  const top = MARGIN.top * letters;
  const below = (MARGIN.bottom + lower) * letters;
  // The words take nothing from the lines.
  const height = scale.height - MARGIN.top - MARGIN.bottom + top + below;
  const bottom = height - below;
  /** @type {Frame} */
  const frame = {
    left,
    right,
    bottom,
    height,
    letters,
    x: (at) => left + 8 + ((right - left - 16) * (at - from)) / (to - from),
    y: (value) => bottom - ((bottom - top) * (value - min)) / (max - min),
  };
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("height", String(height));
  placeDays(days, frame, lower);
  if (scale.observed) drawObserved(svg, frame, scale.observed);
  drawAxes(svg, frame, scale);
  for (const line of lines) drawLine(svg, frame, line);
  // Numbers last, so that no line crosses them.
  const ends = lines.filter(({ spots }) => spots.length > 0).map(({ kind, spots }) => ({ kind, .../** @type {Spot} */ (spots.at(-1)) }));
  if (ends.length > 0) drawNumbers(svg, frame, ends, scale);
}

/**
 * Shade the averages that were seen on real pages.
 * @param {Element} svg
 * @param {Frame} frame
 * @param {[low: number, high: number]} observed
 */
const drawObserved = (svg, { left, right, y }, [low, high]) =>
  addShape(svg, "rect", { class: "observed", x: left, y: y(high), width: Math.max(right - left, 0), height: y(low) - y(high) });

/**
 * Place the words below the axis.
 * @param {SVGTextElement[]} days
 * @param {Frame} frame
 * @param {number} lower how much lower the second is than the first
 */
function placeDays(days, { left, right, height, letters }, lower) {
  const places = days.length > 1 ? [left, right] : [(left + right) / 2];
  const anchors = days.length > 1 ? ["start", "end"] : ["middle"];
  for (const [at, day] of days.entries()) {
    day.setAttribute("x", places[at].toFixed(1));
    day.setAttribute("y", (height - (4 + (at === 0 && days.length > 1 ? lower : 0)) * letters).toFixed(1));
    day.setAttribute("text-anchor", anchors[at]);
  }
}

/**
 * @param {Element} svg
 * @param {Frame} frame
 * @param {Scale} scale
 */
function drawAxes(svg, { left, right, letters, y }, { min, max, step, formatAxis }) {
  for (let value = min; value <= max; value += step) {
    addShape(svg, "line", { class: "grid", x1: left, x2: right, y1: y(value), y2: y(value) });
    addShape(svg, "text", { class: "axis", x: left - 6, y: y(value) + 4 * letters, "text-anchor": "end" }, formatAxis(value));
  }
}

/**
 * @param {Element} svg
 * @param {Frame} frame
 * @param {Line} line
 */
function drawLine(svg, { x, y }, { kind, spots }) {
  const group = addShape(svg, "g", { class: kind });
  /** @param {[at: number, value: number][]} places */
  const join = (places) => places.map(([at, value]) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  /** @param {0 | 1} end @returns {[at: number, value: number][]} */
  const edge = (end) => spots.map(({ at, value, range = [value, value] }) => [at, range[end]]);
  if (kind === "months" && spots.length > 0) addShape(group, "polygon", { points: join([...edge(1), ...edge(0).reverse()]) });
  if (spots.length > 1) addShape(group, "polyline", { points: join(spots.map(({ at, value }) => [at, value])) });
  // A month gets no mark on the line, unless it is the only one.
  if (kind === "months" && spots.length > 1) return;
  for (const { at, value } of spots) drawMark(group, kind, x(at), y(value));
}

/**
 * @param {Element} group
 * @param {Kind} kind
 * @param {number} x
 * @param {number} y
 */
function drawMark(group, kind, x, y) {
  if (kind === "months") addShape(group, "circle", { cx: x, cy: y, r: 2 });
  else if (kind === "real") addShape(group, "circle", { cx: x, cy: y, r: MARK });
  else addShape(group, "path", { class: "diamond", d: `M${x.toFixed(1)} ${(y - MARK - 1.5).toFixed(1)}l6 6-6 6-6-6Z` });
}

/**
 * Write the number at the end of each line: beside the newest ends, one below the other, or above or below an older one, away from the
 * others.
 * @param {Element} svg
 * @param {Frame} frame
 * @param {End[]} ends
 * @param {Scale} scale
 */
function drawNumbers(svg, { x, y, bottom, letters }, ends, { formatValue }) {
  const lineHeight = LINE_HEIGHT * letters;
  const last = Math.max(...ends.map((end) => end.at));
  const newest = ends.filter((end) => x(last) - x(end.at) < NUMBER_WIDTH * letters).sort((one, other) => other.value - one.value);
  const older = ends.filter((end) => !newest.includes(end));
  const places = spread(
    newest.map(({ value }) => y(value)),
    lineHeight,
  );
  for (const [at, { kind, value }] of newest.entries()) {
    addShape(svg, "text", { class: "value", x: x(last) + MARK + 5, y: places[at] + 4 * letters }, formatValue(value, kind));
  }
  for (const end of older) {
    const others = (older.length > 1 ? older : ends).filter((other) => other !== end);
    const isHigher = others.every(({ value }) => end.value >= value);
    // Not below where the axis is.
    const isBelow = !isHigher && y(end.value) + lineHeight + MARK < bottom;
    const offset = isBelow ? MARK + lineHeight : -MARK - 5;
    addShape(
      svg,
      "text",
      { class: "value", x: x(end.at), y: y(end.value) + offset, "text-anchor": "middle" },
      formatValue(end.value, end.kind),
    );
  }
}

/**
 * Move places apart, so that a number has room at each.
 * @param {number[]} places downwards
 * @param {number} lineHeight
 */
function spread(places, lineHeight) {
  const apart = [...places];
  for (let at = 1; at < apart.length; at += 1) {
    const missing = lineHeight - (apart[at] - apart[at - 1]);
    if (missing <= 0) continue;
    // Half of it upwards, with all that is above and would be in the way.
    apart[at] += missing / 2;
    apart[at - 1] -= missing / 2;
    for (let above = at - 2; above >= 0; above -= 1) apart[above] = Math.min(apart[above], apart[above + 1] - lineHeight);
  }
  return apart;
}
