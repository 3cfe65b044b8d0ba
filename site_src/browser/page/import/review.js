// What the archive says, factor by factor, before anything is changed: the visitor ticks what to use.

import { askAboutKept } from "../ask_kept.js";
import { day, listed } from "../format.js";
import { announce, count, number, points, say } from "../messages.js";

const MONTH_MS = 30.44 * 24 * 60 * 60 * 1000;
// Younger than this an archive is of the time that the questions are about.
const OLD_MONTHS = 3;

/**
 * @param {(request: object) => Promise<{ok?: object, faults?: object[]}>} ask
 * @param {typeof import("../store.js")} store
 * @param {{accepted: (outcome: object) => void, left: () => void}} after
 */
export function createReview(root, ask, store, after) {
  const section = root.querySelector("[data-review]");
  const form = section.querySelector("form");
  const rows = Object.fromEntries([...section.querySelectorAll("[data-factor]")].map((row) => [row.dataset.factor, row]));
  const find = (name) => section.querySelector(`[data-${name}]`);
  let report; // What is shown, as ssi_core.linkedin_export.report has it.

  const levelWords = (row, level) => row.querySelector(`[data-level="${level}"]`)?.content.textContent;
  const boxOf = (row) => row.querySelector("input");
  /** The answers that are ticked. */
  const ticked = () => Object.fromEntries(Object.entries(report.answers).filter(([factor]) => boxOf(rows[factor]).checked));

  async function show(found) {
    report = found;
    const total = Object.keys(rows).length;
    const n = Object.keys(report.answers).length;
    const summary = n === 0 ? say("review.nothing") : count("found.summary", n, { total: number(total) });
    find("summary").textContent = summary;
    find("unchanged").hidden = n === 0;
    find("review-end").hidden = n === 0;
    showAge();
    for (const row of Object.values(rows)) find("rows").append(row);
    for (const [factor, evidence] of Object.entries(report.evidence)) fill(rows[factor], factor, evidence);
    for (const group of section.querySelectorAll("[data-confidence]")) group.hidden = group.querySelector("[data-factor]") === null;
    showNow();
    showReasons(total - n);
    section.hidden = false;
    section.querySelector("h2").focus();
    announce(n === 0 ? summary : say("found.announce", { summary }));
    await showRange();
  }

  function showAge() {
    const { newest } = report;
    find("newest").hidden = newest === null;
    find("newest").textContent = newest === null ? "" : say("review.newest", { day: day(noon(newest)) });
    const months = newest === null ? 0 : Math.floor((Date.now() - Date.parse(noon(newest))) / MONTH_MS);
    find("old").hidden = months < OLD_MONTHS;
    find("old").textContent = count("review.old", months);
  }

  function fill(row, factor, { value, level, files, confidence, period, counts }) {
    section.querySelector(`[data-confidence="${confidence}"] [data-list]`).append(row);
    // What is too faint to go by is ticked by nobody but the visitor.
    boxOf(row).checked = confidence !== "weak";
    row.querySelector("[data-answer]").textContent = say("review.answer", { level: levelWords(row, level) });
    const numbers = Object.fromEntries(Object.entries({ ...counts, value }).map(([name, each]) => [name, number(each)]));
    row.querySelector("[data-evidence]").textContent = say(`evidence.${factor}`, numbers);
    const [first, last] = period.map((each) => each && day(noon(each)));
    const when = first ? say("review.between", { first, last }) : last && say("review.until", { last });
    row.querySelector("[data-from]").textContent = [say("review.from", { files: listed(files) }), when].filter(Boolean).join(", ");
  }

  /** What each answer would replace. */
  function showNow() {
    const { answers } = store.load();
    for (const [factor, level] of Object.entries(report.answers)) {
      const words = levelWords(rows[factor], answers[factor]);
      const now = !words ? say("review.open") : answers[factor] === level ? say("review.same") : say("review.replaces", { level: words });
      rows[factor].querySelector("[data-now]").textContent = now;
      rows[factor].toggleAttribute("data-replaces", Boolean(words) && answers[factor] !== level);
    }
  }

  function showReasons(n) {
    const groups = {}; // reason → names of factors
    for (const [factor, reason] of Object.entries(report.not_measured)) (groups[reason] ??= []).push(rows[factor].dataset.name);
    const items = Object.entries(groups).flatMap(([reason, names]) => [["dt", say(`reason.${reason}`)], ...names.map((name) => ["dd", name])]);
    find("not-measured").hidden = n === 0;
    find("not-measured-count").textContent = `(${number(n)})`;
    find("reasons").replaceChildren(...items.map(([tag, textContent]) => Object.assign(document.createElement(tag), { textContent })));
  }

  /** The range as it is, and as it would be: what nobody has to guess any more. */
  async function showRange() {
    const chosen = ticked();
    find("accept").textContent = count("review.accept", Object.keys(chosen).length);
    const { answers } = store.load();
    try {
      const [now, then] = await Promise.all(
        [answers, { ...answers, ...chosen }].map((each) => askAboutKept(ask, { do: "score", answers: each })),
      );
      for (const [name, { ok }] of [["now", now], ["then", then]]) {
        find(`range-${name}`).textContent = say(`review.range_${name}`, { low: points(ok.range[0]), high: points(ok.range[1]) });
      }
    } catch {
      // The engine failed, and says so itself.
    }
  }

  async function accept() {
    const chosen = ticked();
    const taken = Object.keys(chosen).length;
    if (taken === 0) return leave();
    const kept = store.update((now) => ({ answers: { ...now.answers, ...chosen }, measured: { ...now.measured, ...chosen } }));
    const { answers, role, target } = store.load();
    const open = Object.values(rows).filter((row) => !levelWords(row, answers[row.dataset.factor]));
    const first = open.length > 0 ? open[0].dataset.factor : "result";
    const step = open.length > 0 ? open[0].dataset.part : "result";
    store.update(() => ({ step }));
    const { ok } = kept ? {} : await askAboutKept(ask, { do: "pack", answers, ...(role && { role }), target });
    const link = `${root.dataset.quiz}#${kept ? first : `code=${ok.code}`}`;
    hide();
    return after.accepted({ taken, open: open.length, kept, link, linkWords: say(open.length > 0 ? "done.to_quiz" : "done.to_result") });
  }

  function leave() {
    hide();
    after.left();
  }

  function hide() {
    section.hidden = true;
    report = undefined;
  }

  form.addEventListener("change", () => void showRange());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void accept();
  });
  for (const button of section.querySelectorAll("[data-tick]")) {
    button.addEventListener("click", () => {
      for (const factor of Object.keys(report.answers)) boxOf(rows[factor]).checked = button.dataset.tick === "all";
      void showRange();
    });
  }
  find("leave").addEventListener("click", leave);

  return {
    show,
    hide,
    /** Another tab has changed the answers. */
    again() {
      if (!report) return;
      showNow();
      void showRange();
    },
  };
}

/** A day as a moment that is in that day wherever the visitor is. */
const noon = (iso) => `${iso}T12:00:00`;
