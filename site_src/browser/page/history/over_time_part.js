// Shows the score over time: the line in its band, what it says, and what becomes of it. It is saved on the device only when the visitor
// says so.

import { isSame } from "../storage/parts.js";
import { KINDS } from "../storage/points.js";
import { find, findAll } from "../ui/find.js";
import { announce, say } from "../ui/messages.js";
import { fillMonths, formatNoon, isOverTime, showForecast, showHeadline } from "./over_time_words.js";
import { createWhy } from "./why.js";

/**
 * @import {Engine} from "../engine/engine.js"
 * @import {OverTime, Point} from "../engine/wire.js"
 * @import {Store} from "../storage/store.js"
 * @import {createCharts} from "./points_chart.js"
 */

/**
 * @typedef {Pick<typeof import("../storage/over_time.js"), "readHeld" | "hold" | "drop">} HeldStore the page's module, which knows what the tab
 *   holds
 * @typedef {{engine: Engine, store: Store, held: HeldStore, drawCharts: ReturnType<typeof createCharts>, showState: (state: string) => void,
 *   onChanged: () => void}} Parts of the page
 * @typedef {"example" | "new" | "newer" | "saved"} Kind of what is shown: of the example; in this tab only, without or with another that is saved;
 *   saved
 */

/** @param {OverTime} overTime */
const lastOf = ({ days }) => days[days.length - 1];

/** @param {Parts} parts */
export function createOverTime({ engine, store, held, drawCharts, showState, onChanged }) {
  const section = find("[data-over-time]");
  const toggle = find("input[data-over-time-switch]", section);
  const why = createWhy(engine);
  const undo = createUndo(section, store, held, onChanged);
  /** @type {Point[]} */
  let points = [];
  /** @type {OverTime | undefined} */
  let shown;

  /** @returns {{overTime: OverTime, kind: Kind} | undefined} what to show */
  function choose() {
    const saved = store.load().over_time;
    const inTab = held.readHeld();
    if (inTab?.example) return { overTime: inTab.over_time, kind: "example" };
    // Another tab may have saved it.
    if (inTab && saved && isSame(inTab.over_time, saved)) held.drop();
    else if (inTab) return { overTime: inTab.over_time, kind: saved ? "newer" : "new" };
    return saved && { overTime: saved, kind: "saved" };
  }

  function draw() {
    if (shown) drawCharts(points, shown.days, toggle.checked);
    for (const each of findAll("[data-over-time-months]", section)) each.hidden = !toggle.checked;
  }

  /** @param {Point[]} now oldest first */
  function show(now) {
    const chosen = choose();
    // The example is somebody else's: the visitor's own scores are no part of it.
    points = chosen?.kind === "example" ? [] : now;
    const isReadable = chosen !== undefined && isOverTime(chosen.overTime);
    shown = isReadable ? chosen.overTime : undefined;
    undo.refresh();
    showState(isReadable ? "there" : chosen ? "unreadable" : "none");
    if (shown && chosen) {
      showWhere(section, chosen.kind, shown, store.load().over_time);
      // Without answers the result has no steps, and the example's are not the visitor's.
      find("[data-over-time-next]", section).hidden = chosen.kind === "example" || Object.keys(store.load().answers).length === 0;
      showFigures(section, shown, points);
      draw();
    }
    why.show(shown, points);
  }

  toggle.addEventListener("change", draw);
  /** @type {Record<string, () => void>} */
  const acts = {
    save: () => undo.change(held.readHeld()?.over_time, "saved"),
    remove: () => undo.change(undefined, "removed"),
    back: () => undo.change(store.load().over_time, "back"),
    close: () => undo.change(store.load().over_time, "closed"),
  };
  for (const button of findAll("button[data-over-time-act]", section)) {
    button.addEventListener("click", () => acts[button.dataset.overTimeAct]());
  }
  return { show, retry: why.retry, forget: undo.forget };
}

/**
 * Say where what is shown is, and offer what can be done with it.
 * @param {HTMLElement} section
 * @param {Kind} kind
 * @param {OverTime} shown
 * @param {OverTime | undefined} saved
 */
function showWhere(section, kind, shown, saved) {
  const day = formatNoon(lastOf(shown).day);
  const other = saved && isOverTime(saved) ? formatNoon(lastOf(saved).day) : "";
  find("[data-over-time-where]", section).textContent = say(`over_time.where_${kind}`, { day, other });
  const notice = find("[data-over-time-notice]", section);
  // Before anything else is said of it, an example is called one.
  if (kind === "example") find("[data-over-time-headline]", section).before(notice);
  else find("[data-over-time-next]", section).after(notice);
  for (const each of findAll("[data-over-time-when]", section)) each.hidden = !each.dataset.overTimeWhen.split(" ").includes(kind);
}

/**
 * @param {HTMLElement} section
 * @param {OverTime} shown
 * @param {Point[]} points that are drawn beside it
 */
function showFigures(section, shown, points) {
  showHeadline(section, shown);
  showForecast(section, shown);
  fillMonths(section, shown);
  for (const kind of KINDS) {
    find(`[data-over-time-key="${kind}"]`, section).hidden = points.every((point) => point.kind !== kind);
  }
  for (const each of findAll("[data-unseen]", section)) each.hidden = !shown.unseen.includes(each.dataset.unseen);
}

/**
 * Create what changes what is saved and what the tab holds, and takes the change back.
 * @param {HTMLElement} section
 * @param {Store} store
 * @param {HeldStore} held
 * @param {() => void} onChanged
 */
function createUndo(section, store, held, onChanged) {
  const box = find("[data-over-time-done]", section);
  const button = find("[data-over-time-undo]", box);
  /** @type {{before: OverTime | undefined, after: OverTime | undefined, inTab: ReturnType<HeldStore["readHeld"]>, erasures: number} | undefined} */
  let latest;

  /** @param {OverTime | undefined} after */
  function write(after) {
    return isSame(store.load().over_time, after) || store.update(() => ({ over_time: after }));
  }

  /** @param {string} key */
  function report(key) {
    const words = find("[data-over-time-said]", box);
    words.textContent = say(`over_time.${key}`);
    box.hidden = false;
    announce(words);
    // The focus comes last: what had it may be gone.
    onChanged();
    box.focus();
  }

  function forget() {
    latest = undefined;
    box.hidden = true;
  }

  button.addEventListener("click", () => {
    if (!latest) return;
    const { before, inTab } = latest;
    latest = undefined;
    const isSaved = write(before);
    if (inTab) held.hold(inTab);
    report(isSaved ? "undone" : "not_kept");
  });
  // Whoever comes back to a page that the browser held on to does not get back what somebody else erased.
  window.addEventListener("pagehide", forget);

  return {
    forget,
    /**
     * Save this, and drop what the tab holds.
     * @param {OverTime | undefined} after
     * @param {string} key of the message
     */
    change(after, key) {
      latest = { before: store.load().over_time, after, inTab: held.readHeld(), erasures: store.countErasures() };
      const isSaved = write(after);
      held.drop();
      report(isSaved ? key : "not_kept");
    },
    /** Withdraw the offer where something else is saved by now. */
    refresh() {
      const isPast = latest && (store.countErasures() > latest.erasures || !isSame(store.load().over_time, latest.after));
      if (isPast) latest = undefined;
      button.hidden = latest === undefined;
    },
  };
}
