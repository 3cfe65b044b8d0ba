// The result as a picture to keep or to show to others: the total with its range, the pillars beside the averages, the day, and that it is an
// estimate. What it says, it says in the page's words.

import { download, fileName } from "../download.js";
import { asPng, asSvg } from "./drawing.js";
import { day } from "../format.js";
import { number, points, say } from "../messages.js";
import { fromTo, tenths, wholes } from "./range.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */

const WIDTH = 1200;
const HEIGHT = 1250;
const EDGE = 80;
const SCALE = 2;
// Those of the light page, in css/site.css, whatever the visitor's screen is like: a picture is for others too.
const COLOURS = {
  paper: "#faf7f1",
  ink: "#211c26",
  muted: "#5d5661",
  line: "#ddd6ca",
  brand: "#855400",
  find: "#08655f",
  engage: "#ad3418",
  relate: "#6a3b9e",
};

// The gauge: its middle, its radius and how thick it is.
const [X, Y, RADIUS, THICK] = [WIDTH / 2, 590, 330, 76];
const GAP = 0.5;
const BAR = { top: 765, step: 100, height: 18 };
// Of what is only the middle of what is possible, as on the page.
const FAINT = 0.35;

/** An arc of the half ring, between two of its hundredths. */
function arc(from, to, radius = RADIUS) {
  const place = (share) => {
    const angle = Math.PI * (1 - share / 100);
    return `${(X + radius * Math.cos(angle)).toFixed(1)} ${(Y - radius * Math.sin(angle)).toFixed(1)}`;
  };
  return `M${place(from)}A${radius} ${radius} 0 0 1 ${place(to)}`;
}

const box = (x, y, width, height) => `M${x.toFixed(1)} ${y}h${width.toFixed(1)}v${height}h${(-width).toFixed(1)}Z`;
/** A bracket above a bar. */
const bracket = (from, to, y) => `M${from.toFixed(1)} ${y + 9}v-9H${to.toFixed(1)}v9`;

function* gauge({ total, max, range, pillars }, sure) {
  yield { path: arc(0, 100), stroke: COLOURS.line, width: THICK };
  let from = 0;
  for (const [key, { points: part }] of Object.entries(pillars)) {
    if (part > GAP) yield { path: arc(from, from + part - GAP), stroke: COLOURS[key], width: THICK, opacity: sure ? 1 : FAINT };
    from += part;
  }
  const [low, high] = range;
  if (high > low) yield { path: arc(low, high, RADIUS + THICK / 2 + 22), stroke: COLOURS.ink, width: 9 };
  const middle = { x: X, align: "middle" };
  // With little known the range leads, as it does on the page.
  if (sure) {
    yield { ...middle, text: points(total), y: Y - 56, size: 180, weight: 700, serif: true, fill: COLOURS.ink };
    yield { ...middle, text: say("picture.of", { max: number(max) }), y: Y + 12, size: 38, fill: COLOURS.muted };
    yield { ...middle, text: low === high ? say("pillars.same", tenths(range)) : say("picture.range", tenths(range)), y: Y + 84, size: 40, weight: 600, fill: COLOURS.ink };
  } else {
    yield { ...middle, text: fromTo(wholes(range)), y: Y - 10, size: 92, weight: 700, serif: true, fill: COLOURS.ink };
  }
}

function* bars(form, pillars, sure) {
  const wide = WIDTH - 2 * EDGE;
  for (const [at, [key, pillar]] of Object.entries(pillars).entries()) {
    const y = BAR.top + at * BAR.step;
    const row = form.querySelector(`[data-bar="${key}"]`);
    const scaled = (value) => EDGE + (wide * value) / pillar.max;
    const words = { y, size: 32, weight: 600, fill: COLOURS.ink };
    yield { ...words, text: row.querySelector("a").textContent, x: EDGE };
    yield { ...words, text: sure ? points(pillar.points) : fromTo(wholes(pillar.range)), x: WIDTH - EDGE, align: "end" };
    yield { path: box(EDGE, y + 36, wide, 10), fill: COLOURS.line };
    yield { path: box(EDGE, y + 32, scaled(pillar.points) - EDGE, BAR.height), fill: COLOURS[key], opacity: sure ? 1 : FAINT };
    yield { path: bracket(scaled(Number(row.dataset.low)), scaled(Number(row.dataset.high)), y + 20), stroke: COLOURS.muted, width: 3 };
  }
  const y = BAR.top + 4 * BAR.step - 6;
  yield { path: bracket(EDGE, EDGE + 50, y - 10), stroke: COLOURS.muted, width: 3 };
  yield { text: say("picture.observed"), x: EDGE + 66, y, size: 26, fill: COLOURS.muted };
}

/** @param {{score: import("./result.js").Score, sure: boolean}} outcome @returns {Drawing} */
function draw(form, { score, sure }) {
  const title = say("picture.title");
  const shapes = [
    { path: box(0, 0, WIDTH, HEIGHT), fill: COLOURS.paper },
    { text: title, x: EDGE, y: 120, size: 62, weight: 700, serif: true, fill: COLOURS.ink },
    { text: day(new Date()), x: WIDTH - EDGE, y: 118, size: 30, align: "end", fill: COLOURS.muted },
    ...gauge(score, sure),
    ...bars(form, score.pillars, sure),
    { text: say("picture.estimate"), x: EDGE, y: HEIGHT - 34, size: 26, weight: 600, fill: COLOURS.ink },
    { text: say("picture.from"), x: WIDTH - EDGE, y: HEIGHT - 34, size: 26, align: "end", fill: COLOURS.muted },
  ];
  return { width: WIDTH, height: HEIGHT, title: `${title}: ${sure ? points(score.total) : fromTo(wholes(score.range))}`, shapes };
}

/** @param {"svg" | "png"} ending */
export async function savePicture(form, ending, outcome) {
  const drawing = draw(form, outcome);
  const file = ending === "svg" ? asSvg(drawing) : await asPng(drawing, SCALE);
  download(fileName(ending), file, file.type);
  return "saved";
}
