// Draws the history as charts: the total, and the four pillars in the same span of time. The table below them has the same figures.

import { KINDS, toMoment } from "../storage/points.js";
import { find, findAll } from "../ui/find.js";
import { formatShortDay } from "../ui/format.js";
import { formatNumber, formatPoints, say, sayCount } from "../ui/messages.js";
import { drawLines } from "./lines.js";

/**
 * @import {Pillars, Point, SavedDay} from "../engine/wire.js"
 * @import {Hook} from "../ui/find.js"
 * @import {Kind, Spot} from "./lines.js"
 */

/** @typedef {{kind: Kind, spots: (Spot & {date: string})[]}} DatedLine */

const DAY_MS = 24 * 60 * 60 * 1000;
// The points of one day share this part of the day's width. In a history of one day they are side by side in its middle.
const SHARE = 0.5;
// An axis has a line at every 5 points, or at every 20 where the scores differ by more than this.
const MANY = 35;
const NARROW_STEP = 5;
const WIDE_STEP = 20;

/**
 * Format a value of a point: LinkedIn's total is a whole number, and everything else has decimals.
 * @param {number | null} value null for what LinkedIn's page did not show
 * @param {string} name
 * @param {Kind} kind
 */
export const formatValue = (value, name, kind) =>
  value === null ? "–" : name === "total" && kind === "real" ? formatNumber(value) : formatPoints(value);

/**
 * @param {{total: number, pillars: Pillars}} point
 * @param {string} name
 */
export const pickValue = (point, name) => (name === "total" ? point.total : point.pillars[name]);

/**
 * Number the day of a saved date.
 * @param {string} date
 */
function dayNumber(date) {
  const moment = toMoment(date);
  return Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()) / DAY_MS;
}

/**
 * Place each point on its day, whatever the hour. The points of one day are side by side in their order.
 * @param {Point[]} points oldest first
 * @returns {number[]} in days
 */
function placesOf(points) {
  const days = points.map(({ date }) => dayNumber(date));
  /** @type {Map<number, number>} */
  const sizes = new Map();
  const ranks = days.map((day) => {
    const rank = sizes.get(day) ?? 0;
    sizes.set(day, rank + 1);
    return rank;
  });
  return days.map((day, at) => day + SHARE * ((ranks[at] + 0.5) / (sizes.get(day) ?? 1) - 0.5));
}

/**
 * Convert a day to its noon, in the visitor's time zone.
 * @param {{day: string}} month
 */
const noonOf = ({ day }) => `${day}T12:00:00`;

/**
 * Work out which days the charts show.
 * @param {Point[]} points oldest first
 * @param {number[]} places
 * @param {SavedDay[]} months oldest first
 */
function spanOf(points, places, months) {
  const dated = [
    ...points.map(({ date }, at) => ({ date, at: places[at] })),
    ...months.map((month) => ({ date: noonOf(month), at: dayNumber(noonOf(month)) })),
  ].sort((one, other) => one.at - other.at);
  const [first, last] = [dated[0], dated[dated.length - 1]];
  const day = dayNumber(first.date);
  if (day === dayNumber(last.date)) return { from: day - 0.5, to: day + 0.5, days: [formatShortDay(first.date)] };
  return { from: first.at, to: last.at, days: [formatShortDay(first.date), formatShortDay(last.date)] };
}

/**
 * @param {Point[]} points
 * @param {number[]} places
 * @param {string} name
 * @returns {DatedLine[]}
 */
const linesOf = (points, places, name) =>
  KINDS.map((kind) => ({
    kind,
    spots: points.flatMap((point, at) => {
      const value = pickValue(point, name);
      return point.kind === kind && value !== null ? [{ at: places[at], value, date: point.date }] : [];
    }),
  }));

/**
 * @param {SavedDay[]} months
 * @param {string} name
 * @returns {DatedLine}
 */
const lineOfMonths = (months, name) => ({
  kind: "months",
  spots: months.map((month) => {
    const { points, range } = name === "total" ? { points: month.total, range: month.range } : month.pillars[name];
    return { at: dayNumber(noonOf(month)), value: points, range, date: noonOf(month) };
  }),
});

/**
 * Choose the axis of a chart: all of a pillar, so that the four can be compared; of the total what its lines and the averages need, so that
 * a few points more can be seen.
 * @param {Hook} box
 * @param {DatedLine[]} lines
 * @param {number[]} [averages]
 * @returns {{min: number, max: number, step: number}}
 */
function axisOf(box, lines, averages = []) {
  const most = Number(box.dataset.max);
  if (box.dataset.step) return { min: 0, max: most, step: Number(box.dataset.step) };
  const values = lines.flatMap(({ spots }) => spots.flatMap(({ value, range = [value, value] }) => range)).concat(averages);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = high - low > MANY ? WIDE_STEP : NARROW_STEP;
  // Never on the edge, where half a mark would be cut off.
  return {
    min: Math.max(Math.floor((low - 1) / step) * step, 0),
    max: Math.min(Math.ceil((high + 1) / step) * step, most),
    step,
  };
}

/**
 * @param {Hook} box
 * @param {string} name
 * @param {Point[]} points
 * @param {number[]} places
 * @param {SavedDay[]} months
 * @param {boolean} areMonthsShown
 */
function drawChart(box, name, points, places, months, areMonthsShown) {
  const { height, observed } = box.dataset;
  // The band first, so that nothing is hidden by it.
  const lines = [lineOfMonths(areMonthsShown ? months : [], name), ...linesOf(points, places, name)];
  // A pillar without any points has no chart, unless there are months for it, shown or not.
  box.hidden = months.length === 0 && lines.every(({ spots }) => spots.length === 0);
  if (box.hidden) return;
  const averages = observed?.split(" ").map(Number);
  const scale = {
    ...axisOf(box, lines, averages),
    observed: /** @type {[low: number, high: number] | undefined} */ (averages),
    height: Number(height),
    ...spanOf(points, places, months),
    formatAxis: formatNumber,
  };
  const svg = find("svg[data-drawing]", box);
  drawLines(svg, lines, { ...scale, formatValue: (value, kind) => formatValue(value, name, kind) });
  svg.setAttribute("aria-label", describe(find("h3", box).textContent.trim(), name, scale, lines));
}

/**
 * @param {HTMLElement} root
 * @param {"lines" | "months"} [hook] the data attribute of the charts' boxes
 * @returns {(points: Point[], months?: SavedDay[], areMonthsShown?: boolean) => void} draws these, oldest first, and again whenever the room
 *   for them changes. The months of an archive take part in the span of time, also where they are not shown
 */
export function createCharts(root, hook = "lines") {
  const boxes = findAll(`[data-${hook}]`, root);
  /** @type {Point[]} */
  let points = [];
  /** @type {SavedDay[]} */
  let months = [];
  let areMonthsShown = true;

  function draw() {
    if (points.length + months.length === 0) return;
    const places = placesOf(points);
    for (const box of boxes) drawChart(box, box.dataset[hook], points, places, months, areMonthsShown);
  }

  let room = "";
  new ResizeObserver(() => {
    const now = `${boxes[0].clientWidth} ${getComputedStyle(boxes[0]).fontSize}`;
    if (now !== room && boxes[0].clientWidth > 0) draw();
    room = now;
  }).observe(boxes[0]);

  return (now, nowMonths = [], nowShown = true) => {
    [points, months, areMonthsShown] = [now, nowMonths, nowShown];
    draw();
  };
}

/**
 * Describe a chart in words: where each line begins and ends.
 * @param {string} title
 * @param {string} name
 * @param {{min: number, max: number, observed?: number[]}} scale
 * @param {DatedLine[]} lines
 */
function describe(title, name, { min, max, observed }, lines) {
  const parts = lines
    .filter(({ spots }) => spots.length > 0)
    .map(({ kind, spots }) => {
      const [first, last] = [spots[0], spots[spots.length - 1]];
      const values = {
        from: formatValue(first.value, name, kind),
        from_day: formatShortDay(first.date),
        to: formatValue(last.value, name, kind),
        to_day: formatShortDay(last.date),
      };
      return spots.length === 1 ? say(`chart.one_${kind}`, values) : sayCount(`chart.${kind}`, spots.length, values);
    });
  if (observed) parts.push(say("chart.averages", { low: formatNumber(observed[0]), high: formatNumber(observed[1]) }));
  return [say("chart.label", { title, min: formatNumber(min), max: formatNumber(max) }), ...parts].join(" ");
}
