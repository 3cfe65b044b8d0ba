// Shows the history as a table. A point is a row of numbers, each with its change since the point before of its kind, and a row with the
// rest.

import { closest, copyTemplate, find, findAll } from "../ui/find.js";
import { formatChange, formatDay, formatShortDay } from "../ui/format.js";
import { formatNumber, formatPoints, say, sayCount } from "../ui/messages.js";
import { formatValue, pickValue } from "./points_chart.js";

/**
 * @import {Change, Point} from "../engine/wire.js"
 * @import {Hook} from "../ui/find.js"
 */

/** @typedef {Point & {change?: Change | null}} ShownPoint `change` is null for the first of its kind, and missing until ssi_core has replied */

// The table begins with this many points. A score a day makes more, and a browser takes seconds to lay out thousands.
const FIRST = 100;

/**
 * @param {HTMLElement} root
 * @param {(point: ShownPoint) => void} onChange called when the visitor wants to change a point
 * @param {(point: ShownPoint) => void} onRemove called when the visitor wants to remove a point
 * @returns {(points: ShownPoint[]) => void} shows these, in this order
 */
export function createTable(root, onChange, onRemove) {
  const table = find("table.points", root);
  /** @type {Map<string, HTMLElement>} by id; reused, so that a button that has the focus keeps it */
  const rows = new Map();
  const older = find("[data-older]", root);
  /** @type {ShownPoint[]} */
  let all = [];
  let most = FIRST;

  older.addEventListener("click", () => {
    most = Infinity;
    show();
    // The button is gone, and the focus must be somewhere.
    root.focus({ preventScroll: true });
  });

  table.addEventListener("click", ({ target }) => {
    const button = closest(target, "button");
    const point = button && all.find(({ id }) => rows.get(id)?.contains(button));
    if (!point) return;
    if ("change" in button.dataset) onChange(point);
    else onRemove(point);
  });

  /** @param {ShownPoint} point */
  function rowFor(point) {
    const row = rows.get(point.id) ?? copyTemplate("template[data-point]", root);
    rows.set(point.id, row);
    fillRow(root, row, point);
    return row;
  }

  function show() {
    const wanted = all.slice(0, most).map(rowFor);
    const more = all.length - wanted.length;
    older.hidden = more === 0;
    older.textContent = sayCount("points.older", more);
    const left = new Set(wanted);
    for (const [id, row] of rows) {
      if (left.has(row)) continue;
      row.remove();
      rows.delete(id);
    }
    if (wanted.every((row, at) => table.tBodies[at] === row)) return;
    // A row that is moved loses the focus.
    const focused = document.activeElement;
    table.append(...wanted);
    if (focused instanceof HTMLElement && table.contains(focused)) focused.focus({ preventScroll: true });
  }

  return (points) => {
    all = points;
    show();
  };
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} row
 * @param {ShownPoint} point
 */
function fillRow(root, row, point) {
  const kind = find(".point-kind", row);
  const symbol = find(`template[data-symbol="${point.kind}"]`, root);
  kind.className = `point-kind ${point.kind}`;
  kind.replaceChildren(symbol.content.cloneNode(true), `${say(`kinds.${point.kind}`)} `);
  const time = find("time[data-point-day]", row);
  time.dateTime = point.date;
  time.textContent = formatShortDay(point.date);
  for (const cell of findAll("[data-point-value]", row)) fillCell(cell, point);
  find("[data-point-more]", row).textContent = describeRest(point);
  const which = say("points.which", { kind: say(`kinds.${point.kind}`), day: formatDay(point.date) });
  for (const words of findAll("[data-which]", row)) words.textContent = which;
}

/**
 * @param {Hook} cell
 * @param {ShownPoint} point
 */
function fillCell(cell, point) {
  const name = cell.dataset.pointValue;
  cell.textContent = formatValue(pickValue(point, name), name, point.kind);
  const by = point.change ? pickValue(point.change, name) : null;
  if (by === null) return;
  const change = document.createElement("small");
  change.textContent = formatChange(by, name === "total" && point.kind === "real" ? "whole" : "tenths");
  cell.append(" ", change);
}

/**
 * Describe what else is known of a point.
 * @param {ShownPoint} point
 */
function describeRest({ range, industry, network }) {
  const parts = [];
  if (range) parts.push(say("points.range", { low: formatPoints(range[0]), high: formatPoints(range[1]) }));
  for (const [group, { rank, average }] of Object.entries({
    industry: industry ?? { rank: null, average: null },
    network: network ?? { rank: null, average: null },
  })) {
    const known = [];
    if (typeof rank === "number") known.push(say("points.rank", { rank: formatNumber(rank) }));
    if (typeof average === "number") known.push(say("points.average", { average: formatNumber(average) }));
    if (known.length > 0) parts.push(say(`points.${group}`, { what: known.join(", ") }));
  }
  return parts.join(" · ");
}
