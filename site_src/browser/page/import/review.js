// Reviews what the archive says, factor by factor, before anything is changed. The visitor ticks what to use.

import { askLenient } from "../engine/ask_lenient.js";
import { resultOf } from "../engine/wire.js";
import { record } from "../storage/undo.js";
import { find, findAll } from "../ui/find.js";
import { formatDay } from "../ui/format.js";
import { announce, formatNumber, formatPoints, say, sayCount } from "../ui/messages.js";
import { createChoice, noonOf, openRows, rowsOf, showEvidence } from "./review_rows.js";

/**
 * @import {Ask, Levels, Report} from "../engine/wire.js"
 * @import {Store} from "../storage/store.js"
 * @import {Undo} from "../storage/undo.js"
 * @import {Hook} from "../ui/find.js"
 */

/**
 * @typedef {{taken: number, open: number, isSaved: boolean, undo?: Undo, link: string, linkWords: string}} Acceptance how many answers were taken,
 *   how many are open, whether they are saved, what takes them back, and a link to what is still open
 */

const MONTH_MS = 30.44 * 24 * 60 * 60 * 1000;
// An archive younger than this is of the time that the questions are about.
const OLD_MONTHS = 3;

/**
 * @param {Hook} root
 * @param {Ask} ask
 * @param {Store} store
 * @param {{onAccept: (acceptance: Acceptance) => void, onLeave: () => void}} callbacks
 */
export function createReview(root, ask, store, { onAccept, onLeave }) {
  const section = find("[data-review]", root);
  const rows = rowsOf(section);
  const choice = createChoice(rows);
  // An example has a result of its own. It is compared with no answers of the visitor's, and nothing of it is saved.
  let isExample = false;
  const presentAnswers = () => (isExample ? {} : store.load().answers);

  function hide() {
    section.hidden = true;
  }

  function leave() {
    hide();
    onLeave();
  }

  /** Show what is ticked, and what it would do to the present answers. */
  function update() {
    const ticked = choice.readTicked();
    const n = Object.keys(ticked).length;
    find("[data-accept]", section).textContent = isExample ? say("review.accept_example") : sayCount("review.accept", n);
    return showRange(section, ask, presentAnswers(), ticked);
  }

  async function accept() {
    const ticked = choice.readTicked();
    if (Object.keys(ticked).length === 0) return leave();
    if (isExample) return location.assign(await linkExample(ask, ticked, root.dataset.quiz));
    const acceptance = await saveAnswers(ask, store, ticked, Object.values(rows), root.dataset.quiz);
    hide();
    return onAccept(acceptance);
  }

  listen(section, choice, { update, accept, leave });

  return {
    hide,
    /**
     * @param {Report} report
     * @param {boolean} example whether it is of the example
     */
    async show(report, example) {
      isExample = example;
      const summary = showReport(section, rows, report, example);
      choice.offer(report.answers);
      choice.compare(presentAnswers());
      section.hidden = false;
      find("h2", section).focus();
      announce(summary);
      await update();
    },
    /** Compare with the present answers again, which another tab has changed. */
    refresh() {
      if (section.hidden) return;
      choice.compare(presentAnswers());
      void update();
    },
  };
}

/**
 * @param {HTMLElement} section
 * @param {ReturnType<typeof createChoice>} choice
 * @param {{update: () => void, accept: () => void, leave: () => void}} act
 */
function listen(section, choice, { update, accept, leave }) {
  const form = find("form", section);
  form.addEventListener("change", update);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    accept();
  });
  for (const button of findAll("[data-tick]", section)) {
    button.addEventListener("click", () => {
      choice.tickAll(button.dataset.tick === "all");
      update();
    });
  }
  find("[data-leave]", section).addEventListener("click", leave);
}

/**
 * Save answers of the archive.
 * @param {Ask} ask
 * @param {Store} store
 * @param {Levels} ticked
 * @param {Hook[]} rows
 * @param {string} quiz its address
 * @returns {Promise<Acceptance>}
 */
async function saveAnswers(ask, store, ticked, rows, quiz) {
  /** @returns {Hook[]} */
  const findOpen = () => openRows(rows, store.load().answers);
  const { isSaved, undo } = record(store, () => {
    store.update((now) => ({ answers: { ...now.answers, ...ticked }, measured: { ...now.measured, ...ticked } }));
    return store.update(() => ({ step: findOpen()[0]?.dataset.part ?? "result" }));
  });
  const { answers, role, target } = store.load();
  const open = findOpen();
  const factor = open[0]?.dataset.factor ?? "result";
  // Where nothing is saved, the link carries the answers.
  const pack = async () => resultOf(await askLenient(ask, { do: "pack", answers, ...(role && { role }), target })).code;
  return {
    taken: Object.keys(ticked).length,
    open: open.length,
    isSaved,
    undo,
    link: `${quiz}#${isSaved ? factor : `code=${await pack()}`}`,
    linkWords: say(open.length > 0 ? "done.to_quiz" : "done.to_result"),
  };
}

/**
 * Make the address of the example's result, which carries its answers.
 * @param {Ask} ask
 * @param {Levels} answers
 * @param {string} quiz its address
 */
const linkExample = async (ask, answers, quiz) => `${quiz}#example=${resultOf(await ask({ do: "pack", answers })).code}`;

/**
 * Show everything that does not depend on the present answers.
 * @param {HTMLElement} section
 * @param {Record<string, Hook>} rows
 * @param {Report} report
 * @param {boolean} isExample
 * @returns {string} the words for a screen reader
 */
function showReport(section, rows, report, isExample) {
  const total = Object.keys(rows).length;
  const n = Object.keys(report.answers).length;
  const key = isExample ? "found.example" : "found.summary";
  section.toggleAttribute("data-of-example", isExample);
  const summary = n === 0 ? say("review.nothing") : sayCount(key, n, { total: formatNumber(total) });
  find("[data-summary]", section).textContent = summary;
  find("[data-unchanged]", section).hidden = n === 0;
  find("[data-review-end]", section).hidden = n === 0;
  showAge(section, report.newest);
  find("[data-rows]", section).append(...Object.values(rows));
  for (const [factor, evidence] of Object.entries(report.evidence)) showEvidence(section, rows[factor], evidence);
  for (const group of findAll("[data-confidence]", section)) group.hidden = group.querySelector("[data-factor]") === null;
  showReasons(section, rows, report.not_measured, total - n);
  return n === 0 ? summary : say("found.announce", { summary });
}

/**
 * @param {HTMLElement} section
 * @param {string | null} newest the archive's last day
 */
function showAge(section, newest) {
  const place = find("[data-newest]", section);
  place.hidden = newest === null;
  place.textContent = newest === null ? "" : say("review.newest", { day: formatDay(noonOf(newest)) });
  const months = newest === null ? 0 : Math.floor((Date.now() - Date.parse(noonOf(newest))) / MONTH_MS);
  const old = find("[data-old]", section);
  old.hidden = months < OLD_MONTHS;
  old.textContent = sayCount("review.old", months);
}

/**
 * List the factors that the archive says nothing about, by reason.
 * @param {HTMLElement} section
 * @param {Record<string, Hook>} rows
 * @param {Record<string, string>} reasons by factor
 * @param {number} n
 */
function showReasons(section, rows, reasons, n) {
  /** @type {Record<string, string[]>} */
  const names = {};
  for (const [factor, reason] of Object.entries(reasons)) names[reason] = [...(names[reason] ?? []), rows[factor].dataset.name];
  /** @param {"dt" | "dd"} tag @param {string} textContent */
  const create = (tag, textContent) => Object.assign(document.createElement(tag), { textContent });
  const items = Object.entries(names).flatMap(([reason, each]) => [
    create("dt", say(`reason.${reason}`)),
    ...each.map((name) => create("dd", name)),
  ]);
  find("[data-not-measured]", section).hidden = n === 0;
  find("[data-not-measured-count]", section).textContent = `(${formatNumber(n)})`;
  find("[data-reasons]", section).replaceChildren(...items);
}

/**
 * Show the score's range now and with the ticked answers, which leave less to guess.
 * @param {HTMLElement} section
 * @param {Ask} ask
 * @param {Levels} answers
 * @param {Levels} ticked
 */
async function showRange(section, ask, answers, ticked) {
  /** @param {Levels} each */
  const score = async (each) => resultOf(await askLenient(ask, { do: "score", answers: each })).range;
  try {
    const ranges = await Promise.all([score(answers), score({ ...answers, ...ticked })]);
    for (const [at, name] of ["now", "then"].entries()) {
      const [low, high] = ranges[at].map(formatPoints);
      find(`[data-range-${name}]`, section).textContent = say(`review.range_${name}`, { low, high });
    }
  } catch {
    // The engine failed, and the page shows that already.
  }
}
