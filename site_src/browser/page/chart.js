// The drawings of the result. Their shapes stand in the page; here they get their sizes. The words beside them say the same.

const ARC_GAP = 0.6;

/** How far along a scale of `max` a value is, as SVG has it. */
export const scaled = (points, max) => `${Number(((100 * points) / max).toFixed(2))}%`;

/** A horizontal bar, in per cent of its width. `range` draws the line from low to high below it. */
export function drawBar(row, { low = 0, high, max, range }) {
  const bar = row.querySelector("[data-bar-value]");
  bar.setAttribute("x", scaled(low, max));
  bar.setAttribute("width", scaled(high - low, max));
  if (!range) return;
  // The line itself, and a mark at each end.
  const [from, to] = range.map((end) => scaled(end, max));
  const [whole, first, last] = row.querySelector("[data-bar-range]").children;
  const place = (line, x1, x2) => Object.entries({ x1, x2 }).forEach(([name, x]) => line.setAttribute(name, x));
  place(whole, from, to);
  place(first, from, from);
  place(last, to, to);
}

/** Where a total is and where it would go, to a goal where there is one. */
export function drawWhatIf(box, { now, then, range, goal, max }) {
  drawBar(box, { high: now, max, range });
  const bar = box.querySelector("[data-gain-bar]");
  bar.setAttribute("x", scaled(now, max));
  bar.setAttribute("width", scaled(then - now, max));
  const line = box.querySelector("[data-goal]");
  line.toggleAttribute("hidden", goal === undefined);
  for (const end of ["x1", "x2"]) line.setAttribute(end, scaled(goal ?? 0, max));
}

/** The half ring: one arc a pillar, end to end, and a thin one outside it for the range. */
export function drawGauge(gauge, pillars, range, label) {
  let start = 0;
  for (const [key, { points }] of Object.entries(pillars)) {
    drawArc(gauge.querySelector(`[data-arc="${key}"]`), start, Math.max(points - ARC_GAP, 0));
    start += points;
  }
  drawArc(gauge.querySelector('[data-arc="range"]'), range[0], range[1] - range[0]);
  gauge.setAttribute("aria-label", label);
}

function drawArc(arc, start, length) {
  arc.setAttribute("stroke-dasharray", `${length.toFixed(2)} 200`);
  arc.setAttribute("stroke-dashoffset", (-start).toFixed(2));
  // An arc of no length would still draw its cap.
  arc.toggleAttribute("hidden", length === 0);
}
