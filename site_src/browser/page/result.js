// The result: which of its states is shown, and every number in it.

import { createAdvice } from "./advice.js";
import { wordsOf } from "./answers.js";
import { drawBar, drawGauge } from "./chart.js";
import { announce, count, number, points, say } from "./messages.js";
import { showPlan } from "./plan.js";

// Long enough to finish a series of clicks or arrow keys before a screen reader hears the outcome.
const QUIET_MS = 1000;

/**
 * @typedef {{points: number, max: number, range: [number, number]}} PillarScore
 * @typedef {{pillar: string, status: string, level: string | null, points: number, max: number}} FactorScore
 * @typedef {{total: number, max: number, range: [number, number], role: string | null, benchmark: {low: number, high: number} | null,
 *   pillars: Record<string, PillarScore>, factors: Record<string, FactorScore>, missing: string[], unknown: string[],
 *   advice: import("./step.js").Step[], plan: import("./plan.js").Plan | null}} Score as ssi_core.wire gives it
 */

/** @param {import("./answers.js").Factor[]} factors */
export function createResult(form, factors) {
  const section = form.querySelector("[data-part=result]");
  const showAdvice = createAdvice(form);
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

  /** @param {Score} score */
  function draw(score) {
    const open = score.missing.length > 0;
    showScores(section, score);
    form.querySelector("[data-live-total]").textContent = points(score.total);
    showPillars(section, score);
    showOthers(form, section, score);
    showMissing(section, score);
    showAdvice(score.advice, open);
    showPlan(form, score.plan, score.total, open);
    showAnswers(form, section, factors, score);
    show("scored");
    tell(score);
  }

  /** Only where the result is looked at, and only when it has changed. @param {Score} score */
  function tell({ total, range }) {
    const text = say("result.announce", { total: points(total), low: points(range[0]), high: points(range[1]) });
    if (text === announced || section.hidden) return;
    announced = text;
    announce(text, QUIET_MS);
  }

  return { show, draw };
}

/** @param {Score} score */
function showScores(section, { total, max, range, pillars }) {
  const scores = { total, ...Object.fromEntries(Object.entries(pillars).map(([key, pillar]) => [key, pillar.points])) };
  for (const slot of section.querySelectorAll("[data-score]")) {
    const value = scores[slot.dataset.score];
    slot.textContent = points(value);
    slot.dataset.value = value;
  }
  const [low, high] = range.map(points);
  section.querySelector("[data-range-text]").textContent = say("result.range", { low, high });
  const label = say("result.gauge", { total: points(total), max: number(max), low, high });
  drawGauge(section.querySelector("[data-gauge]"), pillars, range, label);
}

/** The bars, and the table with the same figures. @param {Score} score */
function showPillars(section, { total, range, pillars }) {
  for (const row of section.querySelectorAll("[data-bar]")) {
    const pillar = pillars[row.dataset.bar];
    const [low, high] = pillar.range.map(points);
    row.querySelector("[data-bar-words]").textContent = say("pillars.range", { low, high });
    drawBar(row, { high: pillar.points, max: pillar.max, range: pillar.range });
  }
  for (const row of section.querySelectorAll("[data-row]")) {
    const shown = pillars[row.dataset.row] ?? { points: total, range };
    const [low, high] = shown.range.map(points);
    row.querySelector('[data-cell="points"]').textContent = points(shown.points);
    row.querySelector('[data-cell="range"]').textContent = say("pillars.from_to", { low, high });
  }
}

/** The total beside the guideline for the chosen line of work; the observed averages already stand there. @param {Score} score */
function showOthers(form, section, { total, max, range, role, benchmark }) {
  const row = (name) => section.querySelector(`[data-compare="${name}"]`);
  row("you").querySelector("[data-compare-points]").textContent = points(total);
  drawBar(row("you"), { high: total, max, range });
  const { low, high } = benchmark ?? { low: 0, high: 0 };
  const name = role === null ? "" : [...form.elements.role.options].find((option) => option.value === role).textContent;
  const words = low === high ? number(low) : say("pillars.from_to", { low: number(low), high: number(high) });
  section.querySelector("[data-compare-role]").textContent = benchmark ? say("compare.role", { role: name }) : say("compare.no_role");
  row("role").querySelector("[data-compare-points]").textContent = benchmark ? words : "";
  row("role").toggleAttribute("data-no-role", !benchmark);
  // A guideline of one number is drawn as a mark, two points wide and its middle on that number.
  drawBar(row("role"), benchmark ? { low: Math.min(low, high - 2), high, max } : { high: 0, max });
}

/** @param {Score} score */
function showMissing(section, { missing, unknown }) {
  section.querySelector("[data-missing]").hidden = missing.length + unknown.length === 0;
  const lines = { open: missing.length, unknown: unknown.length };
  for (const [name, n] of Object.entries(lines)) {
    const line = section.querySelector(`[data-missing-${name}]`);
    line.hidden = n === 0;
    if (n > 0) line.textContent = count(`missing.${name}`, n);
  }
  for (const item of section.querySelectorAll("[data-missing-factor]")) item.hidden = !missing.includes(item.dataset.missingFactor);
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
