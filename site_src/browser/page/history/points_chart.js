// The history as charts: the total, and the four pillars in the same span of time. The table below them says the same.

import { shortDay } from "../format.js";
import { drawLines } from "./lines.js";
import { count, number, points as tenths, say } from "../messages.js";

const KINDS = ["real", "estimate"];
const DAY_MS = 24 * 60 * 60 * 1000;
// Of a day that has several points, so much of its width is theirs: in a history of one day they stand side by side in its middle.
const SPREAD = 0.5;

/** LinkedIn's total is a whole number; everything else has decimals. What its page did not show is null. */
export const shown = (value, name, kind) => (value === null ? "–" : name === "total" && kind === "real" ? number(value) : tenths(value));
export const valueOf = (point, name) => (name === "total" ? point.total : point.pillars[name]);

/** The day of a moment where the visitor is, as a count of days. */
function dayNumber(date) {
  const moment = new Date(date);
  return Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()) / DAY_MS;
}

/**
 * Where each point stands: on its day, whatever the hour, and those of one day side by side in their order.
 * @param {import("../points.js").Point[]} points oldest first @returns {number[]} in days
 */
function placesOf(points) {
  const days = points.map(({ date }) => dayNumber(date));
  const sizes = new Map();
  const nths = days.map((day) => {
    const nth = sizes.get(day) ?? 0;
    sizes.set(day, nth + 1);
    return nth;
  });
  return days.map((day, at) => day + SPREAD * ((nths[at] + 0.5) / sizes.get(day) - 0.5));
}

/** @returns {(points: import("../points.js").Point[]) => void} draws these, oldest first, and again whenever the room for them changes */
export function createCharts(root) {
  const boxes = [...root.querySelectorAll("[data-lines]")];
  let points = [];

  function draw() {
    if (points.length === 0) return;
    const places = placesOf(points);
    const [first, last] = [points[0].date, points.at(-1).date];
    const one = dayNumber(first) === dayNumber(last);
    const days = one ? [shortDay(first)] : [shortDay(first), shortDay(last)];
    const [from, to] = one ? [dayNumber(first) - 0.5, dayNumber(first) + 0.5] : [places[0], places.at(-1)];
    for (const box of boxes) {
      const { lines: name, max, step, height } = box.dataset;
      const lines = KINDS.map((kind) => ({
        kind,
        spots: points
          .map((point, at) => ({ kind: point.kind, at: places[at], value: valueOf(point, name), date: point.date }))
          .filter((spot) => spot.kind === kind && spot.value !== null),
      }));
      const svg = box.querySelector("[data-drawing]");
      const scale = { max: Number(max), step: Number(step), height: Number(height), from, to, days };
      drawLines(svg, lines, { ...scale, axis: number, words: (value, kind) => shown(value, name, kind) });
      svg.setAttribute("aria-label", describe(box.querySelector("h3").textContent.trim(), name, scale.max, lines));
    }
  }

  let wide = 0;
  new ResizeObserver(() => {
    const now = boxes[0].clientWidth;
    if (now !== wide && now > 0) draw();
    wide = now;
  }).observe(boxes[0]);

  return (now) => {
    points = now;
    draw();
  };
}

/** What a chart shows, in words: where each line begins and ends. */
function describe(title, name, max, lines) {
  const parts = lines
    .filter(({ spots }) => spots.length > 0)
    .map(({ kind, spots }) => {
      const [first, last] = [spots[0], spots.at(-1)];
      const values = { from: shown(first.value, name, kind), from_day: shortDay(first.date), to: shown(last.value, name, kind), to_day: shortDay(last.date) };
      return spots.length === 1 ? say(`chart.one_${kind}`, values) : count(`chart.${kind}`, spots.length, values);
    });
  return [say("chart.label", { title, max: number(max) }), ...parts].join(" ");
}
