// The plan with the least effort to a target: the visitor's own number, or else a few points more than now.

import { closest, find, findAll } from "../ui/find.js";
import { announce, formatNumber, formatPoints, formatTyped, say, sayCount } from "../ui/messages.js";
import { parseNumber } from "../ui/parse_number.js";
import { factorOf, linkQuestions } from "./answers.js";
import { createSteps, fillTotals, showSteps } from "./step.js";

/**
 * @import {Plan, Score, Step} from "../engine/wire.js"
 * @import {Factor, QuizForm} from "./answers.js"
 */

const MOST = 100;
// The plan names this many open questions; the result names them all.
const FIRST = 6;
const STEP = /** @type {const} */ (["factor", "from", "to"]);

/**
 * Read the target in the form.
 * @param {QuizForm} form
 * @returns {number | null} null where there is none, or none that is valid
 */
export function readTarget(form) {
  const value = parseNumber(form.elements.target.value, MOST);
  return Number.isNaN(value) ? null : value;
}

/**
 * Format a saved target as the form shows it.
 * @param {unknown} target
 */
export const targetText = (target) => (typeof target === "number" && target >= 0 && target <= MOST ? formatTyped(target) : "");

/**
 * Show whether the target is valid. While it is not, the plan for an earlier one would mislead, and is hidden.
 * @param {QuizForm} form
 */
export function checkTarget(form) {
  const field = form.elements.target;
  const wrong = Number.isNaN(parseNumber(field.value, MOST));
  const message = find("[data-target-wrong]", form);
  const hint = find("[data-target-hint]", form);
  // Once it is right again, the plan is announced as it is by then.
  if (wrong === message.hidden) announce(wrong ? message : find("[data-plan-words]", form), 1000);
  message.hidden = !wrong;
  field.setAttribute("aria-invalid", String(wrong));
  field.setAttribute("aria-describedby", wrong ? `${message.id} ${hint.id}` : hint.id);
  find("[data-plan]", form).hidden = wrong;
}

/**
 * @param {QuizForm} form
 * @param {Factor[]} factors
 * @returns {(score: Score, sure: boolean) => void} shows the plan of a score
 */
export function createPlan(form, factors) {
  const place = find("[data-plan]", form);
  /** @param {string} name */
  const findPart = (name) => find(`[data-plan-${name}]`, place);
  const itemFor = createSteps(form, factors, "plan-step");
  const showTargets = createTargets(form);

  /** @param {Step[]} steps */
  function showGroups(steps) {
    for (const group of findAll("[data-plan-group]", place)) {
      const mine = steps.filter(({ factor }) => factorOf(factors, factor).pillar === group.dataset.planGroup);
      group.hidden = mine.length === 0;
      find("[data-group-steps]", group).textContent = sayCount("plan.steps", mine.length);
      fillTotals(group, mine);
      showSteps(find("[data-plan-list]", group), mine.map(itemFor));
    }
  }

  return (score, sure) => {
    const { plan, advice, missing, unknown, factors: scores, start } = score;
    const beyond = plan.status === "unreachable";
    // A step that the advice has too gains what the advice says: rounding it in the plan's sum could show another tenth.
    const steps = (plan.status === "reached" ? plan.steps : []).map(
      (step) => advice.find((alone) => STEP.every((part) => alone[part] === step[part])) ?? step,
    );
    const any = Object.values(scores).some(({ status }) => status === "answered");
    const kind = beyond ? (any ? "beyond" : "nothing_known") : plan.status;
    const key = start && ["beyond", "already_met"].includes(kind) ? `${kind}_real` : kind;
    findPart("words").textContent = say(`plan.${key}`, formatPlan(plan, (start ?? score).total));
    showTargets(score);
    findPart("unsure").hidden = sure || start !== null || steps.length === 0;
    const open = [...missing, ...unknown].sort((one, other) => scores[other].max - scores[one].max);
    findPart("find").hidden = !beyond || open.length === 0;
    linkQuestions(findPart("open"), factors, open.slice(0, FIRST));
    showGroups(steps);
    findPart("tick").hidden = steps.length === 0;
  };
}

/**
 * Offer targets that lie ahead, and mark the one that the plan is for.
 * @param {QuizForm} form
 * @returns {(score: Score) => void} shows those of a score
 */
function createTargets(form) {
  const targets = findAll("button[data-target]", form);

  form.addEventListener("click", ({ target }) => {
    const button = closest(target, "button[data-target]");
    if (!button) return;
    // An empty field stands for the nearest target, which moves along with the score.
    form.elements.target.value = button === targets[0] ? "" : formatTyped(Number(button.value));
    form.elements.target.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });

  return ({ plan, benchmark, total, start, max }) => {
    const now = Math.round((start ?? { total }).total);
    // Near the highest score two of them can come to the same target.
    const offered = new Set();
    for (const button of targets) {
      const { target } = button.dataset;
      const value = target === "guideline" ? (benchmark?.low ?? 0) : Math.min(now + Number(target), max);
      button.value = String(value);
      button.hidden = value <= now || offered.has(value);
      offered.add(value);
      button.setAttribute("aria-pressed", String(value === plan.target));
      button.textContent =
        target === "guideline" ? say("plan.guideline", { n: formatNumber(value) }) : say("plan.more", { n: String(value - now) });
    }
    form.elements.target.placeholder = formatTyped(plan.target);
  };
}

/**
 * @param {Plan} plan
 * @param {number} now the total before any step
 */
const formatPlan = ({ steps, effort, target, total }, now) => ({
  steps: sayCount("plan.steps", steps.length),
  hours: sayCount("advice.hours", effort),
  target: formatTyped(target),
  ...formatRise(now, total, Number.isInteger(target)),
});

/**
 * Format a total before and after steps: whole, as the score is, unless that would hide what changed.
 * @param {number} now
 * @param {number} total
 */
export function formatRise(now, total, isWhole = true) {
  const format =
    isWhole && Math.round(now) < Math.round(total) ? (/** @type {number} */ value) => formatNumber(Math.round(value)) : formatPoints;
  return { now: format(now), total: format(total) };
}
