// The result: which of its states is shown, and every number in it.

import { createAdvice } from "./advice.js";
import { linkQuestions, wordsOf } from "./answers.js";
import { drawBar, drawGauge } from "../chart.js";
import { announce, count, number, points, say } from "../messages.js";
import { createPlan } from "./plan.js";
import { fromTo, tenths, wholes } from "./range.js";
import { createWhatIf } from "./what_if.js";

// Long enough to finish a series of clicks or arrow keys before a screen reader hears the outcome.
const QUIET_MS = 1000;

/**
 * @typedef {{points: number, max: number, range: [number, number]}} PillarScore
 * @typedef {{pillar: string, status: string, level: string | null, points: number, max: number}} FactorScore
 * @typedef {{total: number, max: number, range: [number, number], role: string | null, benchmark: {low: number, high: number} | null,
 *   pillars: Record<string, PillarScore>, factors: Record<string, FactorScore>, missing: string[], unknown: string[],
 *   advice: import("./step.js").Step[], plan: import("./plan.js").Plan | null}} Score as ssi_core.wire gives it
 */

/** @param {import("./answers.js").Factor[]} factors @param {ReturnType<typeof import("./ticks.js").createTicks>} ticks */
export function createResult(form, factors, ticks) {
  const section = form.querySelector("[data-part=result]");
  const showAdvice = createAdvice(form);
  const showPlan = createPlan(form, factors);
  const showWhatIf = createWhatIf(form);
  let announced = "";

  /** @param {"empty" | "waiting" | "failed" | "faults" | "scored"} state */
  function show(state) {
    for (const each of section.querySelectorAll("[data-result]")) each.hidden = each.dataset.result !== state;
    if (state === "scored") return;
    announced = "";
    form.querySelector("[data-live-total]").textContent = "";
    for (const slot of section.querySelectorAll("[data-score]")) {
      slot.textContent = "";
      slot.removeAttribute("data-value");
    }
  }

  /** @param {Score} score @returns {boolean} whether enough is known for its total to be worth reading */
  function draw(score) {
    const sure = isSure(section, Object.values(score.factors));
    showScores(section, score, sure);
    section.querySelector("[data-today]").textContent = new Date().toLocaleDateString(form.dataset.locale, { dateStyle: "long" });
    form.querySelector("[data-live-total]").textContent = sure ? say("parts.estimate", { total: number(Math.round(score.total)) }) : fromTo(wholes(score.range));
    showPillars(section, score);
    showOthers(form, section, score, sure);
    showMissing(section, factors, score);
    showAdvice(score.advice, score.missing.length + score.unknown.length > 0);
    showPlan(score, sure);
    ticks.show();
    showWhatIf(score, Object.keys(ticks.shown()).length);
    showAnswers(form, section, factors, score);
    show("scored");
    tell(score, sure);
    return sure;
  }

  /** Only where the result is looked at, and only when it has changed. @param {Score} score */
  function tell({ total, range }, sure) {
    const text = sure ? say("result.announce", { total: points(total), ...tenths(range) }) : say("result.announce_wide", wholes(range));
    if (text === announced || section.hidden) return;
    announced = text;
    announce(text, QUIET_MS);
  }

  return { show, draw };
}

/** Whether enough is known of these factors for one number to be worth reading: the same share of a pillar's as of all. */
function isSure(section, scores) {
  const share = Number(section.dataset.enough) / section.querySelectorAll("[data-answer]").length;
  return scores.filter(({ status }) => status === "answered" || status === "not_applicable").length >= share * scores.length;
}

/** @param {Score} score */
function showScores(section, { total, max, range, pillars }, sure) {
  const scores = { total, ...Object.fromEntries(Object.entries(pillars).map(([key, pillar]) => [key, pillar.points])) };
  for (const slot of section.querySelectorAll("[data-score]")) {
    const value = scores[slot.dataset.score];
    slot.textContent = points(value);
    slot.dataset.value = value;
  }
  section.querySelector(".score").toggleAttribute("data-unsure", !sure);
  for (const words of section.querySelectorAll("[data-middle], [data-wide]")) words.hidden = sure;
  const [low, high] = range;
  const words = sure ? say(low === high ? "result.same" : "result.range", tenths(range)) : say("result.between", wholes(range));
  section.querySelector("[data-range-text]").textContent = words;
  const label = sure ? say("result.gauge", { total: points(total), max: number(max), ...tenths(range) }) : words;
  drawGauge(section.querySelector("[data-gauge]"), pillars, range, label);
}

/** The bars, and the table with the same figures. @param {Score} score */
function showPillars(section, { total, range, pillars, factors }) {
  for (const row of section.querySelectorAll("[data-bar]")) {
    const pillar = pillars[row.dataset.bar];
    const [low, high] = pillar.range;
    const sure = isSure(section, Object.values(factors).filter((factor) => factor.pillar === row.dataset.bar));
    row.toggleAttribute("data-unsure", !sure);
    row.querySelector("[data-bar-middle]").hidden = sure;
    row.querySelector("[data-bar-words]").textContent = say(low === high ? "pillars.same" : "pillars.range", tenths(pillar.range));
    drawBar(row, { high: pillar.points, max: pillar.max, range: pillar.range });
  }
  for (const row of section.querySelectorAll("[data-row]")) {
    const shown = pillars[row.dataset.row] ?? { points: total, range };
    row.querySelector('[data-cell="points"]').textContent = points(shown.points);
    row.querySelector('[data-cell="range"]').textContent = fromTo(tenths(shown.range));
  }
}

/** The total beside the guideline for the chosen line of work; the observed averages already stand there. @param {Score} score */
function showOthers(form, section, { total, max, range, role, benchmark }, sure) {
  const row = (name) => section.querySelector(`[data-compare="${name}"]`);
  row("you").querySelector("[data-compare-points]").textContent = sure ? points(total) : fromTo(wholes(range));
  row("you").toggleAttribute("data-unsure", !sure);
  drawBar(row("you"), { high: total, max, range });
  const { low, high } = benchmark ?? { low: 0, high: 0 };
  const name = role === null ? "" : [...form.elements.role.options].find((option) => option.value === role).textContent;
  const words = low === high ? number(low) : fromTo({ low: number(low), high: number(high) });
  section.querySelector("[data-compare-role]").textContent = benchmark ? say("compare.role", { role: name }) : say("compare.no_role");
  row("role").querySelector("[data-compare-points]").textContent = benchmark ? words : "";
  row("role").toggleAttribute("data-no-role", !benchmark);
  // A guideline of one number is drawn as a mark, two points wide and its middle on that number.
  drawBar(row("role"), benchmark ? { low: Math.min(low, high - 2), high, max } : { high: 0, max });
}

/** What is open and what is unknown: how much, and the way there. @param {Score} score */
function showMissing(section, factors, { missing, unknown }) {
  section.querySelector("[data-missing-box]").hidden = missing.length + unknown.length === 0;
  for (const [name, message, keys] of [
    ["missing", "missing.open", missing],
    ["unknown", "missing.unknown", unknown],
  ]) {
    const line = section.querySelector(`[data-missing-words="${name}"]`);
    line.hidden = keys.length === 0;
    line.textContent = count(message, keys.length);
    linkQuestions(section.querySelector(`[data-missing="${name}"]`), factors, keys);
  }
}

/** @param {Score} score */
function showAnswers(form, section, factors, score) {
  for (const { key } of factors) {
    const row = section.querySelector(`[data-answer="${key}"]`);
    const { status, level, points: got, max } = score.factors[key];
    const open = status === "unanswered";
    row.querySelector("[data-answer-words]").textContent = open ? say("answers.open") : wordsOf(form, key, level ?? status);
    const counted = status === "not_applicable" ? "" : say("answers.points", { points: points(got), max: points(max) });
    row.querySelector("[data-answer-points]").textContent = counted;
    for (const words of row.querySelectorAll("[data-when]")) words.hidden = (words.dataset.when === "open") !== open;
  }
}
