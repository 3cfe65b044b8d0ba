// The strips of a group: finds their places, draws them again whenever the room changes, and describes each in words.

import { find, findAll } from "../ui/find.js";
import { formatNumber, formatPoints } from "../ui/messages.js";
import { drawStrips } from "./results_drawing.js";
import { describeStrip, TOTAL } from "./results_words.js";

/**
 * @import {GroupNumbers} from "../engine/wire.js"
 * @import {Size} from "./results_drawing.js"
 */

// Of half a page of A4, as the style sheet for paper lays it out.
const PAPER = { width: 335, letter: 9, unit: 9, most: 4.5, room: 56, isSparse: true };

/**
 * @param {HTMLElement} box
 * @param {"strip" | "projector-strip"} hook the data attribute of each strip
 * @param {() => Omit<Size, "width">} readSize
 * @returns {(numbers: GroupNumbers) => boolean} draws these, and says whether every dot is at its score
 */
export function createStrips(box, hook, readSize) {
  // The room sees few things.
  const isRoom = hook === "projector-strip";
  const places = findAll(`[data-${hook}]`, box).map((place) => ({
    key: place.dataset[isRoom ? "projectorStrip" : "strip"],
    svg: find("svg[data-drawing]", place),
  }));
  /** @type {GroupNumbers | undefined} */
  let numbers;
  let isExact = true;

  /** @param {Size} [paper] */
  function draw(paper) {
    const size = paper ?? { ...readSize(), width: places[0].svg.clientWidth };
    if (!numbers || size.width === 0) return;
    const { scores, guideline } = numbers;
    const strips = places.map(({ key, svg }) => ({ svg, scores: scores[key], guideline: key === TOTAL ? guideline : null }));
    isExact = drawStrips(strips, size, formatNumber);
    for (const { key, svg } of places) svg.setAttribute("aria-label", describeStrip(key, numbers));
  }

  new ResizeObserver(() => draw()).observe(box);
  if (!isRoom) {
    window.addEventListener("beforeprint", () => draw(PAPER));
    window.addEventListener("afterprint", () => draw());
  }

  return (now) => {
    numbers = isRoom ? { ...now, guideline: null } : now;
    draw();
    return isExact;
  };
}

/**
 * Write a median where scripts and people read it.
 * @param {HTMLElement} place
 * @param {number | undefined} median
 */
export function writeMedian(place, median) {
  place.dataset.value = median === undefined ? "" : String(median);
  place.textContent = median === undefined ? "" : formatPoints(median);
}
