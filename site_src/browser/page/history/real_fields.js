// The fields of the form for a real SSI: filled in from pasted text, or typed, and checked while they are.

import { find } from "../ui/find.js";
import { announce, formatNumber, formatTyped, say } from "../ui/messages.js";
import { dropDraft, fieldsOf, fillDraft, saveDraft } from "./draft.js";
import { fillDay, read, showFaults, sumOf, toFields } from "./fields.js";
import { createTextReader } from "./real_text.js";

/**
 * @import {Ask, Point} from "../engine/wire.js"
 * @import {Faults, RealForm, TypedFigures} from "./fields.js"
 */

/**
 * @typedef {TypedFigures & {total: number}} RealDraft what is typed, once its total is known
 * @typedef {Omit<Point, "id">} NewPoint
 */

/**
 * @param {RealForm} form
 * @param {Ask} ask
 * @param {(draft: RealDraft | null) => void} onChange called with what the fields say now; null while there is no total
 * @returns {{clear: () => void, check: () => NewPoint | undefined, restore: () => void, retry: () => void}} `check` returns the point, or shows
 *   what is wrong; for `restore` and `retry` see startReal
 */
export function createRealFields(form, ask, onChange) {
  const more = find("details[data-more]", form);
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
    show();
  }

  function check() {
    isTried = true;
    const { faults, point } = show();
    // With the rest folded, the total is all that is asked for.
    const first = showFaults(form, !more.open && isUntouched(form) ? { total: { problem: "none" } } : faults);
    if (!first) return point;
    // A folded field can neither be seen nor have the focus.
    if (first.name !== "total") more.open = true;
    announce(say("fields.some"));
    first.focus();
    return undefined;
  }

  function restore() {
    if (!fillDraft(form)) return;
    show(true);
    more.open ||= fieldsOf(form).some(({ name, value }) => name !== "total" && name !== "day" && value !== "");
  }

  form.addEventListener("change", ({ target }) => target !== text.field && show(true));
  form.addEventListener("input", ({ target }) => {
    saveDraft(form);
    if (target === text.field) text.readSoon();
    else show();
  });

  return { clear, check, restore, retry: () => text.isUnread() && isUntouched(form) && text.read() };
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
