// Draws the result as an image to keep or to share: the total with its range, the pillars beside the averages, the day, and that it is an
// estimate. Its words are the page's.

import { download, fileName } from "../ui/download.js";
import { find } from "../ui/find.js";
import { formatDay } from "../ui/format.js";
import { formatNumber, formatPoints, say } from "../ui/messages.js";
import { asPng, asSvg } from "./image_export.js";
import { formatRange, toTenths, toWholes } from "./range.js";

/**
 * @import {Score} from "../engine/wire.js"
 * @import {QuizForm} from "./answers.js"
 * @import {Drawing, Shape} from "./image_export.js"
 * @import {Outcome} from "./sharing.js"
 */

// A square for a phone's timeline, and the shape that networks give the picture of a link.
const LAYOUTS = {
  square: {
    width: 1200,
    height: 1200,
    edge: 80,
    title: { y: 124, size: 68 },
    gauge: { x: 600, y: 575, radius: 310, thick: 72 },
    bars: { left: 80, top: 705, step: 92, size: 34 },
    legend: [
      { x: 80, y: 1092 },
      { x: 480, y: 1092 },
    ],
    small: 28,
  },
  wide: {
    width: 1200,
    height: 630,
    edge: 60,
    title: { y: 92, size: 52 },
    gauge: { x: 300, y: 410, radius: 190, thick: 46 },
    bars: { left: 600, top: 176, step: 82, size: 27 },
    legend: [
      { x: 60, y: 512 },
      { x: 600, y: 512 },
    ],
    small: 24,
  },
};
/** @typedef {typeof LAYOUTS[keyof typeof LAYOUTS]} Layout */

/** @type {Record<string, {shape: keyof typeof LAYOUTS, ending: "png" | "svg"}>} by the button's name */
const WAYS = {
  png: { shape: "square", ending: "png" },
  wide: { shape: "wide", ending: "png" },
  svg: { shape: "wide", ending: "svg" },
};
// The colours of the light page, in css/site.css, also on a dark screen: an image is for others too.
/** @type {Record<string, string>} */
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

const GAP = 0.5;

/**
 * Draw an arc of the half ring, between two of its hundredths.
 * @param {Layout["gauge"]} gauge
 * @param {number} from
 * @param {number} to
 */
function arc({ x, y, radius }, from, to) {
  /** @param {number} share */
  const place = (share) => {
    const angle = Math.PI * (1 - share / 100);
    return `${(x + radius * Math.cos(angle)).toFixed(1)} ${(y - radius * Math.sin(angle)).toFixed(1)}`;
  };
  return `M${place(from)}A${radius} ${radius} 0 0 1 ${place(to)}`;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
const box = (x, y, width, height) => `M${x.toFixed(1)} ${y}h${width.toFixed(1)}v${height}h${(-width).toFixed(1)}Z`;

/**
 * Draw a bracket above a bar.
 * @param {number} from
 * @param {number} to
 * @param {number} y
 */
const bracket = (from, to, y) => `M${from.toFixed(1)} ${y + 9}v-9H${to.toFixed(1)}v9`;

/**
 * @param {Layout} layout
 * @param {Score} score
 * @param {boolean} sure
 * @returns {Generator<Shape>}
 */
function* drawGauge({ gauge }, { verdict, max, range, pillars }, sure) {
  const { x, y, radius, thick } = gauge;
  yield { path: arc(gauge, 0, 100), stroke: COLOURS.line, width: thick };
  let from = 0;
  // With little known only the range is drawn: no words in a picture explain a paler arc.
  for (const [key, { points: part }] of sure ? Object.entries(pillars) : []) {
    if (part > GAP) yield { path: arc(gauge, from, from + part - GAP), stroke: COLOURS[key], width: thick };
    from += part;
  }
  const [low, high] = range;
  if (high > low) yield { path: arc({ ...gauge, radius: radius + thick * 0.8 }, low, high), stroke: COLOURS.ink, width: 9 };
  const middle = { x, align: /** @type {const} */ ("middle"), fill: COLOURS.ink };
  // With little known, the range comes first, as on the page.
  if (sure) {
    yield { ...middle, text: formatNumber(verdict.total), y: y - radius * 0.13, size: radius * 0.62 };
    yield {
      ...middle,
      text: say("picture.of", { max: formatNumber(max) }),
      y: y + radius * 0.06,
      size: radius * 0.13,
      fill: COLOURS.muted,
    };
  } else {
    yield { ...middle, text: formatRange(toWholes(range)), y: y - radius * 0.05, size: radius * 0.28 };
  }
}

/**
 * @param {Layout} layout
 * @param {HTMLElement} form
 * @param {Score} score
 * @returns {Generator<Shape>}
 */
function* drawBars({ bars, width, edge }, form, { pillars, verdict }) {
  const { left, top, step, size } = bars;
  const wide = width - edge - left;
  for (const [at, [key, pillar]] of Object.entries(pillars).entries()) {
    const y = top + at * step;
    const row = find(`[data-bar="${key}"]`, form);
    /** @param {number} value */
    const scaled = (value) => left + (wide * value) / pillar.max;
    const words = { y, size, fill: COLOURS.ink };
    const sure = verdict.sure.includes(key);
    yield { ...words, text: find("a", row).textContent, x: left };
    yield { ...words, text: sure ? formatPoints(pillar.points) : formatRange(toTenths(pillar.range)), x: width - edge, align: "end" };
    yield { path: box(left, y + 30, wide, 10), fill: COLOURS.line };
    if (sure) yield { path: box(left, y + 26, scaled(pillar.points) - left, 18), fill: COLOURS[key] };
    yield { path: bracket(scaled(Number(row.dataset.low)), scaled(Number(row.dataset.high)), y + 14), stroke: COLOURS.muted, width: 3 };
  }
}

/**
 * Explain the marks.
 * @param {Layout} layout
 * @param {import("../engine/wire.js").Range} range
 * @param {boolean} sure
 * @returns {Generator<Shape>}
 */
function* drawLegend({ legend: [first, second], small }, range, sure) {
  const words = { size: small, fill: COLOURS.muted };
  yield { path: `M${first.x} ${first.y - small * 0.3}h50`, stroke: COLOURS.ink, width: 9 };
  yield { ...words, text: sure ? say("picture.range", toWholes(range)) : say("picture.key_range"), x: first.x + 66, y: first.y };
  yield { path: bracket(second.x, second.x + 50, second.y - small * 0.5), stroke: COLOURS.muted, width: 3 };
  yield { ...words, text: say("picture.observed"), x: second.x + 66, y: second.y };
}

/**
 * @param {Layout} layout
 * @param {HTMLElement} form
 * @param {Outcome} outcome
 * @returns {Drawing}
 */
function draw(layout, form, { score, sure }) {
  const { width, height, edge, small } = layout;
  const title = say("picture.title");
  const foot = { y: height - small * 1.4, size: small };
  /** @type {Shape[]} */
  const shapes = [
    { path: box(0, 0, width, height), fill: COLOURS.paper },
    { text: title, x: edge, ...layout.title, fill: COLOURS.ink },
    { text: formatDay(new Date()), x: width - edge, y: layout.title.y, size: small, align: "end", fill: COLOURS.muted },
    ...drawGauge(layout, score, sure),
    ...drawBars(layout, form, score),
    ...drawLegend(layout, score.range, sure),
    { text: say("picture.estimate"), x: edge, ...foot, fill: COLOURS.ink },
    { text: say("picture.from"), x: width - edge, ...foot, align: "end", fill: COLOURS.muted },
  ];
  const said = sure ? formatNumber(score.verdict.total) : formatRange(toWholes(score.range));
  return { width, height, title: `${title}: ${said}`, shapes };
}

/**
 * Show an image in the page, to be kept from there by a long press: the browsers of some apps refuse every download, and say nothing.
 * @param {QuizForm} form
 * @param {HTMLElement} section
 * @param {Blob} file
 * @param {string} words
 */
function show(form, section, file, words) {
  section.querySelector("img")?.remove();
  const image = new Image();
  image.src = URL.createObjectURL(file);
  image.alt = words;
  find("[data-share-state]", section).after(image);
  // It would show another result.
  form.addEventListener("scored", () => image.remove(), { once: true });
}

/**
 * Save the result as an image. Rejects where its words or its letters cannot be fetched.
 * @param {QuizForm} form
 * @param {HTMLElement} section shows it
 * @param {string} way the name of its button
 * @param {Outcome} outcome
 */
export async function savePicture(form, section, way, outcome) {
  const { shape, ending } = WAYS[way];
  const drawing = draw(LAYOUTS[shape], form, outcome);
  const file = ending === "svg" ? await asSvg(drawing) : await asPng(drawing);
  download(fileName(ending), file, file.type);
  show(form, section, file, drawing.title);
  return "saved";
}
