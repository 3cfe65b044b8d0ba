// The real SSI: read from pasted text, or typed, and saved as a dated point.

import { dropDraft, keepDraft, takeDraft } from "./draft.js";
import { byField, fill, fillDay, labelOf, markAbsent, read, showFaults, sumOf } from "./fields.js";
import { day, listed } from "../format.js";
import { announce, count, number, say, typed as written } from "../messages.js";
import { add, dayOf } from "../points.js";

// Long enough for a paste and the key that follows it, short enough to seem at once.
const PAUSE_MS = 300;

/** @typedef {import("../points.js").Point} Point */

/**
 * @param {(request: object) => Promise<{ok?: object, faults?: object[]}>} ask
 * @param {import("../points.js").Store} store
 * @param {(draft: Partial<Point> | null) => void} onChange what the fields say now, where it is enough for a point
 * @param {() => void} onSaved
 */
export function startReal(ask, store, onChange, onSaved) {
  const form = document.querySelector("[data-real]");
  const { text } = form.elements;
  const box = form.querySelector("[data-read]");
  const said = form.querySelector("[data-real-said]");
  let timer;
  let asked = "";
  let found = 0; // How many numbers the text had.
  let tried = false; // Whether somebody wanted to save: only then is what is missing a fault.

  function show() {
    const { typed, faults } = read(form);
    if (tried) showFaults(form, faults);
    const sum = sumOf(typed.pillars);
    const differs = sum !== null && typed.total !== null && Math.abs(sum - typed.total) > 1;
    const added = sum !== null && typed.total === null && !faults.total;
    for (const words of form.querySelectorAll("[data-sum]")) {
      words.hidden = !differs && !added;
      words.textContent = differs ? say("real.sum", { sum: number(sum), total: number(typed.total) }) : added ? say("real.added", { sum: number(sum) }) : "";
    }
    showSave(typed, faults, sum);
    onChange(sum === null && typed.total === null ? null : { ...typed, total: typed.total ?? sum });
    return { typed, faults, sum };
  }

  /** What was read can be saved where it was pasted, without a way past the fields. */
  function showSave({ total, pillars }, faults, sum) {
    const save = box.querySelector("[data-read-save]");
    save.hidden = found === 0 || sum === null || Object.keys(faults).length > 0;
    if (save.hidden) return;
    const values = { total: written(total ?? sum), pillars: Object.values(pillars).map(written).join(" · ") };
    box.querySelector("[data-read-numbers]").textContent = say("real.numbers", values);
  }

  async function readText() {
    const wanted = text.value;
    asked = wanted;
    found = 0;
    box.hidden = wanted.trim() === "";
    if (box.hidden) return markAbsent(form, []);
    box.querySelector("[data-read-long]").hidden = wanted.length <= Number(text.dataset.longest);
    const words = box.querySelector("[data-read-words]");
    words.textContent = say("real.reading");
    let page;
    try {
      page = (await ask({ do: "read-page", text: wanted.slice(0, Number(text.dataset.longest)) })).ok;
    } catch {
      words.textContent = say("real.unread");
      asked = "";
      return undefined;
    }
    if (asked !== wanted) return undefined;
    const values = byField(page);
    const names = Object.keys(values);
    found = names.length - page.not_found.length;
    fill(form, values);
    markAbsent(form, found > 0 ? page.not_found : []);
    const absent = listed(page.not_found.map((name) => labelOf(form, name)));
    const state = found === 0 ? "nothing" : page.not_found.length === 0 ? "all" : "some";
    words.textContent = state === "some" ? count("real.some", found, { of: number(names.length), absent }) : say(`real.${state}`);
    announce(words.textContent);
    keepDraft(form);
    show();
    return undefined;
  }

  form.addEventListener("input", ({ target }) => {
    said.hidden = true;
    keepDraft(form);
    if (target !== text) return show();
    clearTimeout(timer);
    timer = setTimeout(readText, PAUSE_MS);
    return undefined;
  });

  function clear() {
    dropDraft();
    tried = false;
    asked = "";
    found = 0;
    form.reset();
    fillDay(form);
    box.hidden = true;
    markAbsent(form, []);
    showFaults(form, {});
    said.hidden = true;
    show();
  }

  form.querySelector("[data-clear]").addEventListener("click", () => {
    clear();
    text.focus();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tried = true;
    const { typed, faults, sum } = show();
    const first = showFaults(form, faults);
    if (first) {
      announce(say("fields.some"));
      return first.focus();
    }
    const point = { kind: "real", ...typed, total: typed.total ?? sum };
    const twice = store.load().history.some((other) => sameReal(other, point));
    const saved = twice ? "twice" : add(store, point);
    // What found no room can be saved once there is some.
    if (saved !== "full") clear();
    said.textContent = say(`real.${saved}`, { total: number(point.total), day: day(point.date) });
    said.hidden = false;
    announce(said.textContent);
    onSaved();
    // What was pressed may be gone, or a screen away.
    return said.focus();
  });

  fillDay(form);
  if (takeDraft(form)) show();

  return {
    clear,
    /** A text that still waits for the engine. */
    again: () => text.value.trim() !== "" && asked !== text.value && untouched(form) && readText(),
  };
}

const untouched = (form) => Object.values(byField(read(form).typed)).every((value) => value === null);

/** The same numbers on the same day: somebody saved twice. */
function sameReal(other, point) {
  const numbers = (each) => JSON.stringify(byField(each));
  return other?.kind === "real" && dayOf(new Date(other.date)) === dayOf(new Date(point.date)) && numbers(other) === numbers(point);
}
