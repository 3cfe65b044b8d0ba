// Changing a point: its day, and of a real SSI its numbers too. What was estimated is what the answers gave on that day.

import { byField, fill, fillDay, read, showFaults, sumOf } from "./fields.js";
import { day } from "../format.js";
import { announce, say } from "../messages.js";
import { change } from "../points.js";

/**
 * @param {import("../points.js").Store} store
 * @param {() => void} onChanged
 * @returns {(point: import("../points.js").Point) => void}
 */
export function startChange(store, onChanged) {
  const dialog = document.querySelector("[data-change-dialog]");
  const form = dialog.querySelector("[data-change-form]");
  let point;

  dialog.querySelector("[data-change-cancel]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const real = point.kind === "real";
    const { typed, faults } = read(form);
    const mine = real ? faults : faults.day ? { day: faults.day } : {};
    const first = showFaults(form, mine);
    if (first) return first.focus();
    // A day that was not touched keeps its hour.
    const date = form.elements.day.value === form.elements.day.defaultValue ? point.date : typed.date;
    change(store, point.id, real ? { ...typed, total: typed.total ?? sumOf(typed.pillars), date } : { date });
    dialog.close();
    announce(say("change.done", { day: day(date) }));
    return onChanged();
  });

  return (wanted) => {
    point = wanted;
    const real = point.kind === "real";
    form.reset();
    showFaults(form, {});
    form.querySelector("[data-change-values]").hidden = !real;
    form.querySelector("[data-change-estimate]").hidden = real;
    form.querySelector("[data-change-what]").textContent = say("points.which", { kind: say(`kinds.${point.kind}`), day: day(point.date) });
    if (real) fill(form, byField(point));
    fillDay(form, point.date);
    form.elements.day.defaultValue = form.elements.day.value;
    dialog.showModal();
  };
}
