// The result: one of its states is shown, and every number in it is filled in.

import { drawBar, drawGauge } from "../ui/chart.js";
import { find, findAll } from "../ui/find.js";
import { announce, formatNumber, formatPoints, locale, say, sayCount } from "../ui/messages.js";
import { createAdvice } from "./advice.js";
import { factorOf, linkQuestions, wordsOf } from "./answers.js";
import { createPlan } from "./plan.js";
import { formatRange, toTenths, toWholes } from "./range.js";
import { formatCosts } from "./step.js";
import { createWhatIf } from "./what_if.js";

/**
 * @import {Score} from "../engine/wire.js"
 * @import {Factor, QuizForm} from "./answers.js"
 * @import {Checklist} from "./checklist.js"
 */

// The pause before a screen reader hears the outcome: a series of clicks or arrow keys ends first.
const QUIET_MS = 1000;

/**
 * @param {QuizForm} form
 * @param {Factor[]} factors
 * @param {Checklist} checklist
 */
export function createResult(form, factors, checklist) {
  const section = find("[data-part=result]", form);
  const showAdvice = createAdvice(form, factors);
  const showPlan = createPlan(form, factors);
  const showWhatIf = createWhatIf(form);
  const liveTotal = find("[data-live-total]", form);
  let announced = "";

  /** @param {"empty" | "waiting" | "failed" | "faults" | "scored"} state */
  function show(state) {
    for (const each of findAll("[data-result]", section)) each.hidden = each.dataset.result !== state;
    if (state === "scored") return;
    announced = "";
    liveTotal.textContent = "";
    for (const slot of findAll("[data-score]", section)) {
      slot.textContent = "";
      slot.removeAttribute("data-value");
    }
  }

  /**
   * Show a score.
   * @param {Score} score
   * @returns {boolean} whether enough is known for its total to be worth reading
   */
  function draw(score) {
    const sure = score.verdict.sure.includes("total");
    showScores(section, score, sure);
    const verdict = showVerdict(factors, section, score);
    find("[data-today]", section).textContent = new Date().toLocaleDateString(locale, { dateStyle: "long" });
    liveTotal.textContent = formatLive(score, sure);
    showPillars(section, score);
    showComparison(form, section, score, sure);
    showMissing(section, factors, score);
    showAdvice(score);
    showPlan(score, sure);
    checklist.show();
    showWhatIf(score, Object.keys(checklist.shown()).length);
    showAnswers(form, section, factors, score);
    show("scored");
    announceScore(score, verdict);
    return sure;
  }

  /**
   * Announce the score, if the result is shown and has changed.
   * @param {Score} score
   * @param {string} verdict
   */
  function announceScore({ verdict: { total, range }, total: points }, verdict) {
    const text = [say("result.announce", { total: formatNumber(total), ...toWholes(range) }), verdict].join(" ");
    const heard = `${text} ${points}`;
    if (heard === announced || section.hidden) return;
    announced = heard;
    announce(text, QUIET_MS);
  }

  return { show, draw };
}

/**
 * Format the score for the link to the result.
 * @param {Score} score
 * @param {boolean} sure
 */
const formatLive = ({ verdict: { total }, range }, sure) =>
  sure ? say("parts.estimate", { total: formatNumber(total) }) : formatRange(toWholes(range));

/**
 * Show the verdict. Its first words stand out.
 * @param {Factor[]} factors
 * @param {HTMLElement} section
 * @param {Score} score
 * @returns {string} all of it
 */
function showVerdict(factors, section, score) {
  const [lead, ...rest] = formatVerdict(factors, section, score);
  const strong = document.createElement("strong");
  strong.textContent = lead;
  find("[data-verdict]", section).replaceChildren(strong, ` ${rest.join(" ")}`);
  return [lead, ...rest].join(" ");
}

/**
 * Say in words what the score means and where to begin: a sentence each, or two.
 * @param {Factor[]} factors
 * @param {HTMLElement} section
 * @param {Score} score
 */
function formatVerdict(factors, section, { verdict, range, benchmark, pillars, advice, missing, unknown }) {
  const { band, guideline, short, known, needed, strongest, cheapest } = verdict;
  const words = [band ? say(`verdict.${band}`) : known === 0 ? say("verdict.nothing") : sayCount("verdict.few", needed, toWholes(range))];
  if (benchmark && guideline) {
    const key = `verdict.guideline.${guideline}`;
    const values = { guideline: formatBenchmark(benchmark) };
    words.push(short > 0 ? sayCount(key, short, values) : say(key, values));
  } else if (band === "good") words.push(say("verdict.guidelines"));
  if (strongest) {
    const { points, max } = pillars[strongest];
    const pillar = find(`[data-row="${strongest}"] th`, section).textContent;
    words.push(say("verdict.strongest", { pillar, points: formatNumber(Math.round(points)), max: formatNumber(max) }));
  }
  const step = advice.find(({ factor }) => factor === cheapest);
  if (step) words.push(say("verdict.cheapest", { factor: factorOf(factors, step.factor).name, ...formatCosts(step) }));
  else if (band && missing.length + unknown.length === 0) words.push(say("verdict.top"));
  return words;
}

/** @param {{low: number, high: number}} guideline */
const formatBenchmark = ({ low, high }) =>
  low === high ? formatNumber(low) : formatRange({ low: formatNumber(low), high: formatNumber(high) });

/**
 * @param {HTMLElement} section
 * @param {Score} score
 * @param {boolean} sure
 */
function showScores(section, { total, max, range, pillars, verdict }, sure) {
  for (const slot of findAll("[data-score]", section)) {
    const pillar = pillars[slot.dataset.score];
    // The total as a whole number, as LinkedIn shows it. The table has its tenths.
    slot.textContent = pillar ? formatPoints(pillar.points) : formatNumber(verdict.total);
    slot.dataset.value = String(pillar?.points ?? total);
  }
  find(".score", section).toggleAttribute("data-unsure", !sure);
  find("[data-middle]", section).hidden = sure;
  const isOne = sure && range[0] === range[1];
  const ends = toWholes(range);
  const words = isOne ? say("result.same", { low: formatNumber(total) }) : say(sure ? "result.range" : "result.between", ends);
  find("[data-range-text]", section).textContent = words;
  const label = sure ? say("result.gauge", { total: formatNumber(verdict.total), max: formatNumber(max), ...ends }) : words;
  drawGauge(find("svg[data-gauge]", section), pillars, range, label);
}

/**
 * Show the bars, and the table with the same figures.
 * @param {HTMLElement} section
 * @param {Score} score
 */
function showPillars(section, { total, range, pillars, factors, verdict }) {
  // The middle of a range that no answer narrows is no finding.
  const known = new Set(
    Object.values(factors)
      .filter(({ status }) => status === "answered" || status === "not_applicable")
      .map(({ pillar }) => pillar),
  );
  for (const row of findAll("[data-bar]", section)) {
    const pillar = pillars[row.dataset.bar];
    const [low, high] = pillar.range;
    const sure = verdict.sure.includes(row.dataset.bar);
    const isKnown = known.has(row.dataset.bar);
    row.toggleAttribute("data-unsure", !sure);
    find("[data-bar-points]", row).hidden = !isKnown;
    find("[data-bar-open]", row).hidden = isKnown;
    find("[data-bar-middle]", row).hidden = sure;
    find("[data-bar-words]", row).textContent = say(low === high ? "pillars.same" : "pillars.range", toTenths(pillar.range));
    drawBar(row, { high: isKnown ? pillar.points : 0, max: pillar.max, range: pillar.range });
  }
  for (const row of findAll("[data-row]", section)) {
    const key = row.dataset.row;
    const shown = pillars[key] ?? { points: total, range };
    find('[data-cell="points"]', row).textContent = key in pillars && !known.has(key) ? "–" : formatPoints(shown.points);
    find('[data-cell="range"]', row).textContent = formatRange(toTenths(shown.range));
  }
}

/**
 * Show the total and the guideline for the chosen line of work on one axis. The observed averages are in the markup.
 * @param {QuizForm} form
 * @param {HTMLElement} section
 * @param {Score} score
 * @param {boolean} sure
 */
function showComparison(form, section, { total, max, range, role, benchmark, verdict }, sure) {
  const you = find('[data-compare-mark="you"]', section);
  find('[data-compare="you"] [data-compare-points]', section).textContent = sure
    ? formatNumber(verdict.total)
    : formatRange(toWholes(range));
  you.toggleAttribute("data-unsure", !sure);
  drawBar(you, { high: total, max, range });
  const { low, high } = benchmark ?? { low: 0, high: 0 };
  const row = find('[data-compare="role"]', section);
  find("[data-compare-role]", row).textContent = benchmark
    ? say("compare.role", { role: wordsOf(form, "role", role ?? "") })
    : say("compare.no_role");
  find("[data-compare-points]", row).textContent = benchmark ? formatBenchmark(benchmark) : "";
  find("[data-compare-change]", row).hidden = !benchmark;
  find("[data-compare-choose]", row).hidden = benchmark !== null;
  // A guideline of one number is drawn as a mark around it, two points wide.
  drawBar(find('[data-compare-mark="role"]', section), benchmark ? { low: Math.min(low, high - 2), high, max } : { high: 0, max });
}

/**
 * Show how many answers are open or unknown, with links to them.
 * @param {HTMLElement} section
 * @param {Factor[]} factors
 * @param {Score} score
 */
function showMissing(section, factors, { missing, unknown, verdict }) {
  const box = find("[data-missing-box]", section);
  box.hidden = missing.length + unknown.length === 0;
  // While too little is known, answering more comes first. Later the steps do.
  const advice = find("[data-advice-list]", section).closest("section");
  if (verdict.needed > 0) advice?.before(box);
  else advice?.after(box);
  for (const [name, message, keys] of /** @type {const} */ ([
    ["missing", "missing.open", missing],
    ["unknown", "missing.unknown", unknown],
  ])) {
    const line = find(`[data-missing-words="${name}"]`, section);
    line.hidden = keys.length === 0;
    line.textContent = sayCount(message, keys.length);
    linkQuestions(find(`[data-missing="${name}"]`, section), factors, keys);
  }
}

/**
 * @param {QuizForm} form
 * @param {HTMLElement} section
 * @param {Factor[]} factors
 * @param {Score} score
 */
function showAnswers(form, section, factors, score) {
  for (const { key } of factors) {
    const row = find(`[data-answer="${key}"]`, section);
    const { status, level, points, max } = score.factors[key];
    const open = status === "unanswered";
    find("[data-answer-words]", row).textContent = open ? say("answers.open") : wordsOf(form, key, level ?? status);
    const counted = status === "not_applicable" ? "" : say("answers.points", { points: formatPoints(points), max: formatPoints(max) });
    find("[data-answer-points]", row).textContent = counted;
    for (const words of findAll("[data-when]", row)) words.hidden = (words.dataset.when === "open") !== open;
  }
}
