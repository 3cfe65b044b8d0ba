// The form of the real SSI: what its fields say is saved as a dated point.

import { add, dayOfDate, findOfDay, replace } from "../storage/points.js";
import { record } from "../storage/undo.js";
import { find } from "../ui/find.js";
import { formatDay } from "../ui/format.js";
import { announce, formatNumber, say } from "../ui/messages.js";
import { fillDay, toFields } from "./fields.js";
import { createRealFields } from "./real_fields.js";
import { startSameDay } from "./same_day.js";

/**
 * @import {Ask, Point} from "../engine/wire.js"
 * @import {Store, StoredPoint} from "../storage/store.js"
 * @import {Undo} from "../storage/undo.js"
 * @import {Figures, RealForm} from "./fields.js"
 * @import {NewPoint, RealDraft} from "./real_fields.js"
 * @import {UndoOffer} from "./undo.js"
 */

/**
 * @param {Ask} ask
 * @param {Store} store
 * @param {(draft: RealDraft | null) => void} onChange called with what the fields say now; null while there is no total
 * @param {UndoOffer} undo
 * @param {() => void} onSaved
 * @returns {{clear: () => void, restore: () => void, retry: () => void}} `restore` fills in a draft that was erased; `retry` reads a text that
 *   still waits for the engine
 */
export function startReal(ask, store, onChange, undo, onSaved) {
  const form = /** @type {RealForm} */ (find("form[data-real]"));
  const notice = find("[data-real-done]", form);
  const more = find("details[data-more]", form);
  const askSameDay = startSameDay();
  const { check, restore, retry, ...fields } = createRealFields(form, ask, onChange);

  /** Hide what was said about the score before, unless that can still be taken back. */
  function hideNotice() {
    notice.hidden ||= find("[data-undo]", notice).hidden;
  }

  function clear() {
    hideNotice();
    fields.clear();
  }

  /** @param {NewPoint} point */
  async function save(point) {
    const { history } = store.load();
    const old = findOfDay(history, "real", dayOfDate(point.date)).at(-1);
    const isTwice = history.some((other) => isSameReal(other, point));
    const choice = old && !isTwice ? await askSameDay(old, point) : "both";
    // What is typed stays, and the browser puts the focus back.
    if (choice === "") return;
    /** @type {{outcome: Outcome, takeBack?: Undo}} */
    const { outcome, takeBack } = isTwice ? { outcome: "twice" } : saveOnce(store, point, choice === "replace" ? old : undefined);
    // A point that found no room can be saved once there is some.
    if (outcome !== "full") clear();
    showOutcome(notice, outcome, point);
    undo.offer(notice, outcome === "full" ? undefined : takeBack);
    onSaved();
    // The button that was pressed may be gone, or a screen away.
    notice.focus();
  }

  /** Unfold the pillars where a link leads to them. */
  function unfold() {
    more.open ||= form.matches(":target");
  }

  form.addEventListener("input", hideNotice);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const point = check();
    if (point) void save(point);
  });
  find("[data-clear]", form).addEventListener("click", () => {
    clear();
    find('textarea[name="text"]', form).focus();
  });

  fillDay(form);
  restore();
  // Browsers know what the address names once the page has loaded.
  window.addEventListener("load", unfold);
  window.addEventListener("hashchange", unfold);

  return { clear, restore, retry };
}

/** @typedef {"kept" | "not-kept" | "full" | "twice" | "replaced"} Outcome */

/**
 * @param {Store} store
 * @param {NewPoint} point
 * @param {Point} [old] the score that it replaces
 * @returns {{outcome: Outcome, takeBack?: Undo}}
 */
function saveOnce(store, point, old) {
  /** @type {{kept: Outcome}} */
  const result = { kept: "kept" };
  const { undo } = record(store, () => {
    if (old) result.kept = replace(store, old.id, point) ? "replaced" : "not-kept";
    else result.kept = add(store, point);
    return result.kept !== "not-kept";
  });
  return { outcome: result.kept, takeBack: undo };
}

/**
 * @param {HTMLElement} notice
 * @param {Outcome} outcome
 * @param {NewPoint} point
 */
function showOutcome(notice, outcome, point) {
  const words = find("[data-real-said]", notice);
  words.textContent = say(`real.${outcome}`, { total: formatNumber(point.total), day: formatDay(point.date) });
  notice.hidden = false;
  announce(words);
}

/**
 * Check whether somebody saves the same numbers of the same day again.
 * @param {StoredPoint} other
 * @param {NewPoint} point
 */
function isSameReal(other, point) {
  /** @param {StoredPoint | NewPoint} each */
  const toText = (each) => JSON.stringify(toFields(/** @type {Figures} */ (each)));
  const isSameDay = dayOfDate(/** @type {string} */ (other?.date)) === dayOfDate(point.date);
  return other?.kind === "real" && isSameDay && toText(other) === toText(point);
}
