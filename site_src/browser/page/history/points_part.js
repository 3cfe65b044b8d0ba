// The part of the page with the dated points. The saved points are shown at once, and ssi_core's version of them as soon as it is there.

import { KINDS, listShowable, remove } from "../storage/points.js";
import { record } from "../storage/undo.js";
import { download, fileName } from "../ui/download.js";
import { find } from "../ui/find.js";
import { formatDay } from "../ui/format.js";
import { announce, say, sayCount } from "../ui/messages.js";
import { describeTotal } from "../ui/verdict.js";
import { describeFaults } from "./faults.js";
import { fillList } from "./list.js";
import { createCharts, formatValue } from "./points_chart.js";
import { startEdit } from "./points_edit.js";
import { createTable } from "./points_table.js";

/**
 * @import {Ask, Change, Fault, Point} from "../engine/wire.js"
 * @import {Store, StoredPoint} from "../storage/store.js"
 * @import {Undo} from "../storage/undo.js"
 * @import {ShownPoint} from "./points_table.js"
 * @import {Hook} from "../ui/find.js"
 * @import {UndoOffer} from "./undo.js"
 */

/**
 * @param {Ask} ask
 * @param {Store} store
 * @param {UndoOffer} undo
 * @param {() => void} onChanged called when the visitor has changed the saved points
 * @returns {{show: (history: StoredPoint[]) => Promise<void>, hideReport: () => void}} `hideReport` hides what was said about the last change
 */
export function createPoints(ask, store, undo, onChanged) {
  const section = find("[data-points]");
  const box = find("[data-points-done]", section);
  const drawCharts = createCharts(section);
  const edit = startEdit(store, report);
  const showTable = createTable(section, edit, removePoint);
  const showUnreadable = createUnreadable(section, store, report);
  /** @type {ShownPoint[]} */
  let current = [];
  let latest = 0;

  /**
   * Say what was changed, and offer to take it back.
   * @param {string} words
   * @param {Undo} [takeBack]
   */
  function report(words, takeBack) {
    find("[data-points-words]", box).textContent = words;
    undo.offer(box, takeBack);
    box.hidden = false;
    onChanged();
  }

  /** @param {Point} point */
  function removePoint({ id, kind, date }) {
    const { undo: takeBack } = record(store, () => remove(store, id));
    const words = say("points.removed", { kind: say(`kinds.${kind}`), day: formatDay(date) });
    announce(words);
    // The focus comes last: what is above may go with the point.
    report(words, takeBack);
    find("[data-undo]", box).focus();
  }

  /** @param {ShownPoint[]} points oldest first */
  function show(points) {
    current = points;
    showParts(section, points);
    showTable([...points].reverse());
    drawCharts(points);
  }

  /** @param {StoredPoint[]} history */
  async function showSaved(history) {
    latest += 1;
    const mine = latest;
    // Until ssi_core has replied, with the changes that are known already.
    show(withChanges(listShowable(history), current));
    // Where the engine failed, the page shows that already, and the saved points.
    const reply = await ask({ do: "history", points: history }).catch(() => undefined);
    if (!reply?.ok || mine !== latest) return;
    const { points, left_out: places, faults } = reply.ok;
    show(points);
    showUnreadable(
      places.map((place) => history[place]),
      faults,
    );
  }

  return { show: showSaved, hideReport: () => (box.hidden = true) };
}

/**
 * Add to saved points the changes that are shown already.
 * @param {Point[]} points
 * @param {ShownPoint[]} shown
 * @returns {ShownPoint[]}
 */
function withChanges(points, shown) {
  const known = new Map(shown.map(({ id, change }) => [id, change]));
  return points.map((point) => ({ ...point, change: known.get(point.id) }));
}

/**
 * Show the parts of the section that these points need, and the newest of each kind.
 * @param {HTMLElement} section
 * @param {ShownPoint[]} points oldest first
 */
function showParts(section, points) {
  find("[data-points-empty]", section).hidden = points.length > 0;
  find("[data-points-there]", section).hidden = points.length === 0;
  // A first score has no change to explain.
  find("[data-change-note]", section).hidden = !points.some(({ change }) => change);
  find("table.points", section).toggleAttribute(
    "data-totals",
    points.every(({ pillars }) => Object.values(pillars).every((value) => value === null)),
  );
  for (const kind of KINDS) {
    const newest = points.filter((point) => point.kind === kind).at(-1);
    showLatest(find(`[data-latest="${kind}"]`, section), newest);
    find(`[data-points-key="${kind}"]`, section).hidden = !newest;
  }
}

/**
 * Create the notice about saved points that cannot be read, with its buttons.
 * @param {HTMLElement} section
 * @param {Store} store
 * @param {(words: string, undo?: Undo) => void} onRemoved
 * @returns {(points: StoredPoint[], faults: Fault[]) => void}
 */
function createUnreadable(section, store, onRemoved) {
  const box = find("[data-unreadable]", section);
  /** @type {StoredPoint[]} */
  let unreadable = [];

  find("[data-unreadable-save]", box).addEventListener("click", () => {
    download(fileName("txt"), JSON.stringify(unreadable, null, 1), "text/plain");
  });
  find("[data-unreadable-remove]", box).addEventListener("click", () => {
    const texts = unreadable.map((each) => JSON.stringify(each));
    const { undo } = record(store, () =>
      store.update(({ history }) => ({ history: history.filter((each) => !texts.includes(JSON.stringify(each))) })),
    );
    const words = sayCount("points.unreadable_removed", texts.length);
    announce(words);
    onRemoved(words, undo);
    section.focus();
  });

  return (points, faults) => {
    unreadable = points;
    box.hidden = points.length === 0;
    if (box.hidden) return;
    find("[data-unreadable-words]", box).textContent = sayCount("points.unreadable", points.length);
    fillList(find("[data-unreadable-list]", box), describeFaults(faults));
  };
}

/**
 * Show the newest point of a kind, and its change since the one before.
 * @param {Hook} line
 * @param {ShownPoint | undefined} point
 */
function showLatest(line, point) {
  line.hidden = !point;
  if (!point) return;
  const { kind, total, date, change } = point;
  const words = [say(`points.latest_${kind}`, { total: formatValue(total, "total", kind), day: formatDay(date) })];
  if (change) words.push(...describeChange(kind, change));
  // The averages are of LinkedIn's scores, and an estimate is none.
  if (kind === "real") words.push(...Object.values(describeTotal(Math.round(total * 10) / 10, line)));
  line.textContent = words.join(" ");
}

/**
 * @param {Point["kind"]} kind
 * @param {Change} change
 */
function describeChange(kind, { total, since, same_model: isSameModel }) {
  const by = formatValue(Math.abs(total), "total", kind);
  const words = say(`points.${total > 0 ? "more" : total < 0 ? "less" : "same"}`, { by, since: formatDay(since) });
  return isSameModel ? [words] : [words, say("points.other_model")];
}
