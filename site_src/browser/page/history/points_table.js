// The history as a table: a point is a row of numbers, each with its change since the one before of its kind, and a row with the rest.

import { day, shortDay, signed } from "../format.js";
import { count, number, points as tenths, say } from "../messages.js";
import { shown, valueOf } from "./points_chart.js";

// So many are shown at once. Who keeps a score a day has more, and a browser takes seconds to lay out thousands.
const FIRST = 100;

/**
 * @typedef {import("../points.js").Point & {change?: {since: string, total: number, pillars: import("../points.js").Pillars, same_model: boolean} | null}} Changed
 *   `change` is null for the first of its kind, and not there while nobody has worked it out
 */

/**
 * @param {(id: string) => void} onChange somebody wants to change this point
 * @param {(id: string) => void} onRemove
 * @returns {(points: Changed[]) => void} shows these, in this order
 */
export function createTable(root, onChange, onRemove) {
  const table = root.querySelector("table.points");
  const template = root.querySelector("template[data-point]");
  /** @type {Map<string, HTMLElement>} kept, so that a button that has the focus keeps it */
  const rows = new Map();

  const older = root.querySelector("[data-older]");
  let all = [];
  let most = FIRST;

  older.addEventListener("click", () => {
    most = Infinity;
    show();
    // The button is gone, and the focus must be somewhere.
    root.focus({ preventScroll: true });
  });

  table.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    const id = button && [...rows].find(([, row]) => row.contains(button))?.[0];
    if (!id) return;
    if ("change" in button.dataset) onChange(id);
    else onRemove(id);
  });

  function rowFor(point) {
    const row = rows.get(point.id) ?? template.content.firstElementChild.cloneNode(true);
    rows.set(point.id, row);
    const kind = row.querySelector(".point-kind");
    kind.className = `point-kind ${point.kind}`;
    kind.replaceChildren(root.querySelector(`template[data-symbol="${point.kind}"]`).content.cloneNode(true), `${say(`kinds.${point.kind}`)} `);
    const time = row.querySelector("[data-point-day]");
    time.dateTime = point.date;
    time.textContent = shortDay(point.date);
    for (const cell of row.querySelectorAll("[data-point-value]")) fillCell(cell, point);
    row.querySelector("[data-point-more]").textContent = more(point);
    const which = say("points.which", { kind: say(`kinds.${point.kind}`), day: day(point.date) });
    for (const words of row.querySelectorAll("[data-which]")) words.textContent = which;
    return row;
  }

  function show() {
    const wanted = all.slice(0, most).map(rowFor);
    const more = all.length - wanted.length;
    older.hidden = more === 0;
    older.textContent = count("points.older", more);
    const left = new Set(wanted);
    for (const [id, row] of rows) {
      if (left.has(row)) continue;
      row.remove();
      rows.delete(id);
    }
    if (wanted.every((row, at) => table.tBodies[at] === row)) return;
    // What is moved loses the focus.
    const focused = document.activeElement;
    table.append(...wanted);
    if (table.contains(focused)) focused.focus({ preventScroll: true });
  }

  return (points) => {
    all = points;
    show();
  };
}

function fillCell(cell, point) {
  const name = cell.dataset.pointValue;
  cell.textContent = shown(valueOf(point, name), name, point.kind);
  const by = point.change ? valueOf(point.change, name) : null;
  if (by === null) return;
  const change = document.createElement("small");
  change.textContent = signed(by, name === "total" && point.kind === "real" ? "whole" : "tenths");
  cell.append(" ", change);
}

/** What else is known of a point. */
function more({ range, industry, network }) {
  const parts = [];
  if (range) parts.push(say("points.range", { low: tenths(range[0]), high: tenths(range[1]) }));
  for (const [group, { rank, average }] of Object.entries({ industry: industry ?? {}, network: network ?? {} })) {
    const known = [
      typeof rank === "number" && say("points.rank", { rank: number(rank) }),
      typeof average === "number" && say("points.average", { average: number(average) }),
    ].filter(Boolean);
    if (known.length > 0) parts.push(say(`points.${group}`, { what: known.join(", ") }));
  }
  return parts.join(" · ");
}
