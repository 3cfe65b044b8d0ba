// The real SSI: read from pasted text, or typed, and saved as a dated point.

import { add, dayOfDate, findOfDay, replace } from "../storage/points.js";
import { record } from "../storage/undo.js";
import { find } from "../ui/find.js";
import { formatDay } from "../ui/format.js";
import { announce, formatNumber, formatTyped, say } from "../ui/messages.js";
import { dropDraft, fieldsOf, fillDraft, saveDraft } from "./draft.js";
import { fillDay, read, showFaults, sumOf, toFields } from "./fields.js";
import { createTextReader } from "./real_text.js";
import { startSameDay } from "./same_day.js";

/**
 * @import {Ask, Point} from "../engine/wire.js"
 * @import {Store, StoredPoint} from "../storage/store.js"
 * @import {Undo} from "../storage/undo.js"
 * @import {Faults, Figures, RealForm, TypedFigures} from "./fields.js"
 * @import {UndoOffer} from "./undo.js"
 */

/**
 * @typedef {TypedFigures & {total: number}} RealDraft what is typed, once its total is known
 * @typedef {Omit<Point, "id">} NewPoint
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
  const text = createTextReader(form, ask, () => {
    saveDraft(form);
    show(true);
  });
  // Only after somebody has tried to save is it a fault that something is missing.
  let isTried = false;

  /** @param {boolean} [isSettled] whether nobody is in the middle of a number */
  function show(isSettled = false) {
    const { typed, faults } = read(form);
    showFaults(form, isTried ? faults : pickEarly(faults, isSettled));
    const sum = sumOf(typed.pillars);
    const total = typed.total ?? sum;
    showSum(form, typed.total === null && !faults.total ? sum : null);
    showQuickSave(form, text.hasFound() && sum !== null && Object.keys(faults).length === 0 ? total : null, typed);
    onChange(total === null ? null : { ...typed, total });
    return { faults, point: /** @type {NewPoint} */ ({ kind: "real", ...typed, total }) };
  }

  function clear() {
    dropDraft();
    isTried = false;
    form.reset();
    fillDay(form);
    text.clear();
    showFaults(form, {});
    hideNotice();
    show();
  }

  /** Hide what was said about the score before, unless that can still be taken back. */
  function hideNotice() {
    notice.hidden ||= find("[data-undo]", notice).hidden;
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

  form.addEventListener("change", ({ target }) => target !== text.field && show(true));
  form.addEventListener("input", ({ target }) => {
    hideNotice();
    saveDraft(form);
    if (target === text.field) text.readSoon();
    else show();
  });

  find("[data-clear]", form).addEventListener("click", () => {
    clear();
    text.field.focus();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    isTried = true;
    const { faults, point } = show();
    // With the rest folded, the total is all that is asked for.
    const first = showFaults(form, !more.open && isUntouched(form) ? { total: { problem: "none" } } : faults);
    if (first) {
      // A folded field can neither be seen nor have the focus.
      if (first.name !== "total") more.open = true;
      announce(say("fields.some"));
      first.focus();
    } else void save(point);
  });

  function restore() {
    if (!fillDraft(form)) return;
    show(true);
    more.open ||= fieldsOf(form).some(({ name, value }) => name !== "total" && name !== "day" && value !== "");
  }

  /** Unfold the pillars where a link leads to them. */
  function unfold() {
    more.open ||= form.matches(":target");
  }

  fillDay(form);
  restore();
  // Browsers know what the address names once the page has loaded.
  window.addEventListener("load", unfold);
  window.addEventListener("hashchange", unfold);

  return { clear, restore, retry: () => text.isUnread() && isUntouched(form) && text.read() };
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
 * Pick the fault that is shown before anybody has tried to save: a total that the pillars do not add up to.
 * @param {Faults} faults
 * @param {boolean} isSettled
 * @returns {Faults}
 */
const pickEarly = ({ total }, isSettled) => (isSettled && total?.problem === "sum" ? { total } : {});

/** @param {RealForm} form */
const isUntouched = (form) => Object.values(toFields(read(form).typed)).every((value) => value === null);

/**
 * Say that the sum of the pillars becomes the total.
 * @param {RealForm} form
 * @param {number | null} sum null where it does not
 */
function showSum(form, sum) {
  const place = find("[data-sum]", form);
  place.hidden = sum === null;
  place.textContent = sum === null ? "" : say("real.added", { sum: formatNumber(sum) });
}

/**
 * Offer to save right below the text. The way past all the fields is long.
 * @param {RealForm} form
 * @param {number | null} total null where there is nothing to offer
 * @param {TypedFigures} typed
 */
function showQuickSave(form, total, { pillars }) {
  const box = find("[data-read-save]", form);
  box.hidden = total === null;
  if (total === null) return;
  const numbers = Object.values(pillars).map((value) => formatTyped(value ?? 0));
  find("[data-read-numbers]", box).textContent = say("real.numbers", { total: formatTyped(total), pillars: numbers.join(" · ") });
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
