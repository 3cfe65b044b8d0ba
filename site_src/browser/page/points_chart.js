// The history as charts: the total, and the four pillars in the same span of time. The table below them says the same.

import { shortDay } from "./format.js";
import { drawLines } from "./lines.js";
import { count, number, points as tenths, say } from "./messages.js";

const KINDS = ["real", "estimate"];

/** LinkedIn's total is a whole number; everything else has decimals. What its page did not show is null. */
export const shown = (value, name, kind) => (value === null ? "–" : name === "total" && kind === "real" ? number(value) : tenths(value));
export const valueOf = (point, name) => (name === "total" ? point.total : point.pillars[name]);

/** @returns {(points: import("./points.js").Point[]) => void} draws these, oldest first, and again whenever the room for them changes */
export function createCharts(root) {
  const boxes = [...root.querySelectorAll("[data-lines]")];
  let points = [];

  function draw() {
    if (points.length === 0) return;
    const times = points.map(({ date }) => Date.parse(date));
    const span = { from: Math.min(...times), to: Math.max(...times) };
    for (const box of boxes) {
      const { lines: name, max, step, height } = box.dataset;
      const lines = KINDS.map((kind) => ({
        kind,
        spots: points.filter((point) => point.kind === kind && valueOf(point, name) !== null).map((point) => ({ at: Date.parse(point.date), value: valueOf(point, name) })),
      }));
      const svg = box.querySelector("[data-drawing]");
      const scale = { max: Number(max), step: Number(step), height: Number(height), ...span };
      drawLines(svg, lines, { ...scale, axis: number, words: (value, kind) => shown(value, name, kind), day: shortDay });
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
      const values = { from: shown(first.value, name, kind), from_day: shortDay(first.at), to: shown(last.value, name, kind), to_day: shortDay(last.at) };
      return spots.length === 1 ? say(`chart.one_${kind}`, values) : count(`chart.${kind}`, spots.length, values);
    });
  return [say("chart.label", { title, max: number(max) }), ...parts].join(" ");
}
