// A line chart as SVG: the real SSI as a whole line with discs, the estimate as a dashed one with diamonds, each ending in its number. Drawn
// in the pixels there are, so that words keep their size from 320 px to paper. The smallest library that draws lines weighs ten times as much.

const NS = "http://www.w3.org/2000/svg";
const MARGIN = { top: 14, right: 46, bottom: 24, left: 30 };
const MARK = 4.5;
// Two numbers at the end of lines need this much room, down and across.
const LINE_HEIGHT = 15;
const NUMBER_WIDTH = 36;

/**
 * @typedef {{at: number, value: number}} Spot at: days
 * @typedef {{kind: "real" | "estimate", spots: Spot[]}} Line spots in order of time
 */

function add(parent, name, attributes, text) {
  const element = parent.appendChild(document.createElementNS(NS, name));
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, typeof value === "number" ? value.toFixed(1) : value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/**
 * @param {SVGSVGElement} svg
 * @param {Line[]} lines
 * @param {{max: number, step: number, from: number, to: number, height: number, axis: (value: number) => string,
 *   words: (value: number, kind: string) => string, days: string[]}} scale `days`: what stands below the two ends, or the only one, below the middle
 */
export function drawLines(svg, lines, { max, step, from, to, height, axis, words, days }) {
  const width = svg.parentElement.clientWidth;
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const x = (at) => MARGIN.left + 8 + ((right - MARGIN.left - 16) * (at - from)) / (to - from);
  const y = (value) => bottom - ((bottom - MARGIN.top) * value) / max;

  svg.replaceChildren();
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("height", height);
  for (let value = 0; value <= max; value += step) {
    add(svg, "line", { class: "grid", x1: MARGIN.left, x2: right, y1: y(value), y2: y(value) });
    add(svg, "text", { class: "axis", x: MARGIN.left - 6, y: y(value) + 4, "text-anchor": "end" }, axis(value));
  }
  const ends = days.length > 1 ? [[MARGIN.left, "start"], [right, "end"]] : [[(MARGIN.left + right) / 2, "middle"]];
  for (const [at, [place, anchor]] of ends.entries()) add(svg, "text", { class: "axis", x: place, y: height - 4, "text-anchor": anchor }, days[at]);

  for (const { kind, spots } of lines) {
    const group = add(svg, "g", { class: kind });
    if (spots.length > 1) add(group, "polyline", { points: spots.map(({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ") });
    for (const { at, value } of spots) mark(group, kind, x(at), y(value));
  }
  // Numbers last, over every line: at the end of the newer line beside it, at that of the other above or below it, away from the first.
  const lasts = lines.filter(({ spots }) => spots.length > 0).map(({ kind, spots }) => ({ kind, ...spots.at(-1) }));
  const last = Math.max(...lasts.map(({ at }) => at));
  const newest = lasts.filter(({ at }) => x(last) - x(at) < NUMBER_WIDTH);
  for (const { kind, at, value } of lasts) {
    const other = lasts.find((end) => end.kind !== kind);
    const higher = !other || value >= other.value;
    if (newest.some((end) => end.kind === kind)) {
      const apart = newest.length < 2 || Math.abs(y(newest[0].value) - y(newest[1].value)) >= LINE_HEIGHT;
      const by = apart ? 4 : higher ? 0 : LINE_HEIGHT - 2;
      add(svg, "text", { class: "value", x: x(last) + MARK + 5, y: y(value) + by }, words(value, kind));
    } else {
      // Below is the axis.
      const below = !higher && y(value) + LINE_HEIGHT + MARK < bottom;
      add(svg, "text", { class: "value", x: x(at), y: y(value) + (below ? MARK + LINE_HEIGHT : -MARK - 5), "text-anchor": "middle" }, words(value, kind));
    }
  }
}

function mark(group, kind, x, y) {
  if (kind === "real") add(group, "circle", { cx: x, cy: y, r: MARK });
  else add(group, "path", { class: "diamond", d: `M${x.toFixed(1)} ${(y - MARK - 1.5).toFixed(1)}l6 6-6 6-6-6Z` });
}
