// The change of a group between rounds, as a picture and as a table. It is the group's change: codes do not say whose they are.

import { copyTemplate, find, findAll } from "../ui/find.js";
import { formatChange, formatList } from "../ui/format.js";
import { formatNumber, formatPoints, say } from "../ui/messages.js";
import { drawChange } from "./results_drawing.js";
import { describeChange, describeUnlike, nameOf, subtract } from "./results_words.js";

/** @import {GroupNumbers, GroupRound} from "../engine/wire.js" */

/** @typedef {GroupRound & {numbers: GroupNumbers}} ShownRound a round with numbers */

const LETTER = 13;
// Of a fifth of a page of A4, as the style sheet for paper lays it out.
const PAPER = { width: 128, letter: 9 };

/**
 * @param {HTMLElement} section
 * @returns {(rounds: GroupRound[]) => void}
 */
export function createChange(section) {
  const strips = findAll("[data-change]", section);
  /** @type {ShownRound[]} */
  let shown = [];

  /** @param {{width: number, letter: number}} [paper] */
  function draw(paper) {
    const size = paper ?? { width: find("svg[data-drawing]", strips[0]).clientWidth, letter: LETTER };
    if (shown.length < 2 || size.width === 0) return;
    for (const strip of strips) {
      const key = strip.dataset.change;
      const svg = find("svg[data-drawing]", strip);
      drawChange(
        svg,
        shown.map(({ numbers }) => numbers.scores[key]),
        size,
        formatNumber,
      );
      const values = shown.map(({ name, numbers }) =>
        say("group.change_value", { name, points: formatPoints(numbers.scores[key].median) }),
      );
      svg.setAttribute("aria-label", say("group.change_picture", { name: nameOf(key), values: formatList(values) }));
    }
  }

  new ResizeObserver(() => draw()).observe(strips[0]);
  window.addEventListener("beforeprint", () => draw(PAPER));
  window.addEventListener("afterprint", () => draw());

  return (rounds) => {
    shown = rounds.flatMap((round) => (round.numbers ? [{ ...round, numbers: round.numbers }] : []));
    section.hidden = shown.length < 2;
    if (section.hidden) return;
    const [first, last] = [shown[0], shown[shown.length - 1]];
    const names = { before: first.name, after: last.name };
    find("[data-change-words]", section).textContent = describeChange(first.numbers.scores, last.numbers.scores, names);
    showUnlike(section, shown);
    find("[data-change-before]", section).textContent = formatList(shown.slice(0, -1).map(({ name }) => name));
    find("[data-change-after]", section).textContent = last.name;
    const order = find("[data-change-order]", section);
    order.hidden = shown.length < 3;
    order.textContent = say("group.order", { names: formatList(shown.map(({ name }) => name)) });
    for (const strip of strips) showValues(strip, first, last);
    fillRounds(section, rounds);
    draw();
  };
}

/**
 * @param {HTMLElement} section
 * @param {ShownRound[]} shown
 */
function showUnlike(section, shown) {
  const at = shown.findIndex(({ change }) => change?.comparable === false);
  const notice = find("[data-change-unlike]", section);
  notice.hidden = at < 0;
  if (at > 0) notice.textContent = describeUnlike(shown[at], shown[at - 1]);
}

/**
 * @param {HTMLElement & {dataset: Record<string, string>}} strip
 * @param {ShownRound} first
 * @param {ShownRound} last
 */
function showValues(strip, first, last) {
  const key = strip.dataset.change;
  const [before, after] = [first, last].map(({ numbers }) => numbers.scores[key].median);
  const by = document.createElement("b");
  by.textContent = formatChange(subtract(after, before));
  find("[data-change-values]", strip).replaceChildren(`${formatPoints(before)} → ${formatPoints(after)} `, by);
}

/**
 * @param {HTMLElement} section
 * @param {GroupRound[]} rounds
 */
function fillRounds(section, rounds) {
  /** @type {GroupNumbers | undefined} */
  let before;
  const rows = rounds.map((round) => {
    const row = copyTemplate("template[data-round-row]", section);
    find("th", row).textContent = round.name;
    find("[data-people]", row).textContent = formatNumber(round.members);
    for (const cell of findAll("[data-round-value]", row)) fillCell(cell, round.numbers, before);
    before = round.numbers ?? before;
    return row;
  });
  find("[data-round-rows]", section).replaceChildren(...rows);
}

/**
 * @param {HTMLElement & {dataset: Record<string, string>}} cell
 * @param {GroupNumbers | null} numbers
 * @param {GroupNumbers | undefined} before
 */
function fillCell(cell, numbers, before) {
  const key = cell.dataset.roundValue;
  cell.textContent = numbers ? formatPoints(numbers.scores[key].median) : "–";
  if (!numbers || !before) return;
  const change = document.createElement("small");
  change.textContent = formatChange(subtract(numbers.scores[key].median, before.scores[key].median));
  cell.append(" ", change);
}
