// Changes a point: its day, and the numbers of a real SSI. An estimate's numbers are what its answers gave on that day.

import { change } from "../storage/points.js";
import { record } from "../storage/undo.js";
import { find } from "../ui/find.js";
import { formatDay } from "../ui/format.js";
import { announce, say } from "../ui/messages.js";
import { fill, fillDay, read, showFaults, sumOf, toFields } from "./fields.js";

/**
 * @import {Point} from "../engine/wire.js"
 * @import {Store} from "../storage/store.js"
 * @import {Undo} from "../storage/undo.js"
 * @import {RealForm} from "./fields.js"
 */

/**
 * @param {Store} store
 * @param {(words: string, undo?: Undo) => void} onChanged
 * @returns {(point: Point) => void} opens the dialog for a point
 */
export function startEdit(store, onChanged) {
  const dialog = find("dialog[data-change-dialog]");
  const form = /** @type {RealForm} */ (find("form[data-change-form]", dialog));
  const input = form.elements.day;
  /** @type {Point} */
  let point;

  find("[data-change-cancel]", dialog).addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const isReal = point.kind === "real";
    const { typed, faults } = read(form);
    // An estimate's other fields are hidden, and empty.
    if (!isReal) for (const name of Object.keys(faults)) if (name !== "day") delete faults[name];
    const first = showFaults(form, faults);
    if (first) return first.focus();
    // A day that was not changed keeps its hour.
    const date = input.value === input.defaultValue ? point.date : /** @type {string} */ (typed.date);
    const total = /** @type {number} */ (typed.total ?? sumOf(typed.pillars));
    const { undo } = record(store, () => change(store, point.id, isReal ? { ...typed, total, date } : { date }));
    dialog.close();
    const words = say("change.done", { day: formatDay(date) });
    announce(words);
    return onChanged(words, undo);
  });

  return (wanted) => {
    point = wanted;
    const isReal = point.kind === "real";
    form.reset();
    showFaults(form, {});
    find("[data-change-values]", form).hidden = !isReal;
    find("[data-change-estimate]", form).hidden = isReal;
    const words = say("points.which", { kind: say(`kinds.${point.kind}`), day: formatDay(point.date) });
    find("[data-change-what]", form).textContent = words;
    if (isReal) fill(form, toFields(point));
    fillDay(form, point.date);
    input.defaultValue = input.value;
    dialog.showModal();
  };
}
