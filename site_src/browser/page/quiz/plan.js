// The plan with the least effort to a target: the visitor's own number, else the guideline for the line of work.

import { linkQuestions } from "./answers.js";
import { announce, count, points, say, typed } from "../messages.js";
import { parse } from "../numeral.js";
import { fillTogether, showSteps, stepItems } from "./step.js";

/** @typedef {{target: number, status: "reached" | "already_met" | "unreachable", total: number, effort: number, steps: import("./step.js").Step[]}} Plan */

const MOST = 100;
// So many open questions are worth naming here; all of them stand with the result.
const FIRST = 6;
const STEP = ["factor", "from", "to"];

/** The target in the form; null where there is none, or none that can be meant. */
export function readTarget(form) {
  const value = parse(form.elements.target.value, MOST);
  return Number.isNaN(value) ? null : value;
}

/** What was kept of a target, as the form shows it. */
export const targetText = (kept) => (typeof kept === "number" && kept >= 0 && kept <= MOST ? typed(kept) : "");

/** Say whether the target can be meant. While it cannot, a plan for another one would mislead. */
export function checkTarget(form) {
  const field = form.elements.target;
  const wrong = Number.isNaN(parse(field.value, MOST));
  const message = form.querySelector("[data-target-wrong]");
  const hint = form.querySelector("[data-target-hint]");
  // Once it is right again, what is told is the plan that is there by then.
  if (wrong === message.hidden) announce(wrong ? message : form.querySelector("[data-plan-words]"), 1000);
  message.hidden = !wrong;
  field.setAttribute("aria-invalid", String(wrong));
  field.setAttribute("aria-describedby", wrong ? `${message.id} ${hint.id}` : hint.id);
  form.querySelector("[data-plan]").hidden = wrong;
}

/**
 * @param {import("./answers.js").Factor[]} factors
 * @returns {(score: import("./result.js").Score, sure: boolean) => void}
 */
export function createPlan(form, factors) {
  const place = form.querySelector("[data-plan]");
  const find = (name) => place.querySelector(`[data-plan-${name}]`);
  const itemFor = stepItems(form, "plan-step");

  function showGroups(steps) {
    for (const group of place.querySelectorAll("[data-plan-group]")) {
      const mine = steps.filter(({ factor }) => factors.find(({ key }) => key === factor).pillar === group.dataset.planGroup);
      group.hidden = mine.length === 0;
      group.querySelector("[data-group-steps]").textContent = count("plan.steps", mine.length);
      fillTogether(group, mine);
      showSteps(group.querySelector("[data-plan-list]"), mine.map(itemFor));
    }
  }

  return (score, sure) => {
    const { plan, total, advice, missing, unknown, factors: scores } = score;
    const beyond = plan?.status === "unreachable";
    const steps = plan?.status === "reached" ? plan.steps : [];
    const any = Object.values(scores).some(({ status }) => status === "answered");
    const kind = plan === null ? "none" : beyond ? (any ? "beyond" : "nothing_known") : plan.status;
    find("words").textContent = say(`plan.${kind}`, plan === null ? {} : figures(plan, total));
    find("unsure").hidden = sure || steps.length === 0;
    find("rounded").hidden = !steps.some((step) => advice.some((alone) => STEP.every((part) => alone[part] === step[part]) && alone.gain !== step.gain));
    find("find").hidden = !beyond;
    const open = [...missing, ...unknown].sort((one, other) => scores[other].max - scores[one].max);
    linkQuestions(find("open"), factors, open.slice(0, FIRST));
    showGroups(steps);
    find("tick").hidden = steps.length === 0;
  };
}

/** @param {Plan} plan @param {number} now the total before any step */
function figures({ steps, effort, target, total }, now) {
  return {
    steps: count("plan.steps", steps.length),
    hours: count("advice.hours", effort),
    target: typed(target),
    total: points(total),
    now: points(now),
  };
}
