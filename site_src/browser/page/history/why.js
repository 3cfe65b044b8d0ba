// Says why the score moved between two days: what each factor added or took. ssi_core works it out, with code that has to be fetched.

import { askLenient } from "../engine/ask_lenient.js";
import { copyTemplate, find, findAll } from "../ui/find.js";
import { formatChange, formatShortDay } from "../ui/format.js";
import { announce, formatPoints, say } from "../ui/messages.js";
import { findReference } from "./over_time_words.js";

/**
 * @import {Engine} from "../engine/engine.js"
 * @import {Contribution, Explanation, Levels, OverTime, Point} from "../engine/wire.js"
 */

/** @typedef {{key: string, group: "months" | "estimates", date: string, total: number, answers: Levels}} Day that can be explained */

const MOST_IN_WORDS = 5;
// Sums of rounded numbers differ by less.
const CLOSE = 0.051;

/**
 * Collect the days whose answers are known, oldest first.
 * @param {OverTime | undefined} overTime
 * @param {Point[]} points
 * @returns {Day[]}
 */
const collectDays = (overTime, points) => [
  ...(overTime?.days ?? []).map(({ day, total, answers, assumed }) => ({
    key: `month ${day}`,
    group: /** @type {const} */ ("months"),
    date: `${day}T12:00:00`,
    total,
    answers: { ...answers, ...assumed },
  })),
  ...points.flatMap(({ id, date, total, answers }) =>
    answers ? [{ key: `estimate ${id}`, group: /** @type {const} */ ("estimates"), date, total, answers }] : [],
  ),
];

/** @param {Engine} engine */
export function createWhy(engine) {
  const section = find("[data-why]");
  const selects = [find("select[data-why-from]", section), find("select[data-why-to]", section)];
  /** @type {Day[]} */
  let days = [];
  let latest = 0;
  let isChosen = false;

  /** @param {string} state */
  function showState(state) {
    for (const each of findAll("[data-why-state]", section)) each.hidden = each.dataset.whyState !== state;
  }

  async function explain(isAsked = false) {
    latest += 1;
    const mine = latest;
    const chosen = selects.flatMap(({ value }) => days.filter(({ key }) => key === value));
    if (chosen.length < selects.length) return;
    // Whichever was chosen first: a change goes from the earlier day to the later one.
    const [from, to] = chosen.sort((one, other) => Date.parse(one.date) - Date.parse(other.date));
    if (section.dataset.state !== "explained") showState("waiting");
    const request = { do: /** @type {const} */ ("explain"), before: from.answers, after: to.answers };
    const { ok: found } = await askLenient(engine.ask, request).catch(() => ({ ok: undefined }));
    if (mine !== latest) return;
    section.dataset.state = found ? "explained" : "failed";
    showState(section.dataset.state);
    if (!found) return;
    const words = fillExplanation(section, from, to, found);
    if (isAsked) announce(words);
  }

  for (const select of selects) {
    select.addEventListener("change", () => {
      isChosen = true;
      void explain(true);
    });
  }
  find("[data-why-retry]", section).addEventListener("click", () => {
    void explain(true);
    selects[0].focus();
  });

  return {
    retry() {
      if (section.dataset.state === "failed") void explain();
    },
    /**
     * @param {OverTime | undefined} overTime
     * @param {Point[]} points oldest first
     */
    show(overTime, points) {
      const before = JSON.stringify(days);
      days = collectDays(overTime, points);
      section.hidden = days.length < 2;
      if (section.hidden || JSON.stringify(days) === before) return;
      fillSelects(selects, days, isChosen ? undefined : findDefaults(overTime, days));
      void explain();
    },
  };
}

/**
 * Choose the days to begin with: those that the headline compares, or the last two.
 * @param {OverTime | undefined} overTime
 * @param {Day[]} days
 */
function findDefaults(overTime, days) {
  if (!overTime || overTime.days.length < 2) return days.slice(-2).map(({ key }) => key);
  return [findReference(overTime.days), overTime.days[overTime.days.length - 1]].map(({ day }) => `month ${day}`);
}

/**
 * @param {HTMLSelectElement[]} selects
 * @param {Day[]} days
 * @param {string[] | undefined} wanted undefined to leave what was chosen
 */
function fillSelects(selects, days, wanted) {
  for (const [at, select] of selects.entries()) {
    const value = wanted?.[at] ?? select.value;
    const groups = /** @type {const} */ (["months", "estimates"]).map((group) => {
      const options = days.filter((day) => day.group === group).reverse();
      const element = Object.assign(document.createElement("optgroup"), { label: say(`why.${group}`) });
      element.append(
        ...options.map(
          ({ key, date, total }) => new Option(say("why.day", { day: formatShortDay(date), total: formatPoints(total) }), key),
        ),
      );
      return element;
    });
    select.replaceChildren(...groups.filter((group) => group.childElementCount > 0));
    const { key } = days[at === 0 ? 0 : days.length - 1];
    select.value = days.some((day) => day.key === value) ? value : key;
  }
}

/**
 * @param {HTMLElement} section
 * @param {Day} from
 * @param {Day} to
 * @param {Explanation} explanation
 * @returns {string} the words for a screen reader
 */
function fillExplanation(section, from, to, { total, factors }) {
  const days = { from: formatShortDay(from.date), to: formatShortDay(to.date) };
  const words = say(factors.length === 0 ? "why.nothing" : "why.sum", { ...days, change: formatChange(total) });
  find("[data-why-sum]", section).textContent = words;
  find("[data-why-model]", section).hidden = Math.abs(total - (to.total - from.total)) < CLOSE;
  const largest = factors.slice(0, MOST_IN_WORDS).map((each) => {
    const item = copyTemplate("template[data-why-item]", section);
    item.dataset.pillar = each.pillar;
    find("[data-why-name]", item).textContent = nameOf(each);
    find("[data-why-points]", item).textContent = formatChange(each.points, "exact");
    find("[data-why-levels]", item).textContent = say("why.levels", levelsOf(each));
    return item;
  });
  find("[data-why-largest]", section).replaceChildren(...largest);
  find("[data-why-rest]", section).hidden = factors.length === 0;
  const rows = factors.map((each) => {
    const row = copyTemplate("template[data-why-row]", section);
    const { from: before, to: after } = levelsOf(each);
    const cells = { name: nameOf(each), from: before, to: after, points: formatChange(each.points, "hundredths") };
    for (const [name, text] of Object.entries(cells)) find(`[data-cell="${name}"]`, row).textContent = text;
    return row;
  });
  find("tbody[data-why-rows]", section).replaceChildren(...rows);
  find("[data-why-total]", section).textContent = formatChange(total, "hundredths");
  return words;
}

/** @param {string} factor */
const findFactor = (factor) => /** @type {HTMLTemplateElement | null} */ (document.querySelector(`template[data-why-factor="${factor}"]`));

/** @param {Contribution} contribution */
const nameOf = ({ factor }) => findFactor(factor)?.dataset.name ?? factor;

/**
 * Say what the answers were.
 * @param {Contribution} contribution
 */
function levelsOf({ factor, from, to }) {
  const [before, after] = [from, to].map((level) => {
    if (level === null) return say("why.no_answer");
    return findFactor(factor)?.content.querySelector(`[data-level="${level}"]`)?.textContent ?? level;
  });
  return { from: before, to: after };
}
