// The plan with the least effort to a target: the visitor's own number, else the guideline for the line of work.

import { linkQuestions } from "./answers.js";
import { drawWhatIf } from "./chart.js";
import { announce, count, points, say, typed } from "./messages.js";
import { parse } from "./numeral.js";
import { createStep, fillStep, fillTogether } from "./step.js";
import { readTicks } from "./ticks.js";

/** @typedef {{target: number, status: "reached" | "already_met" | "unreachable", total: number, effort: number, steps: import("./step.js").Step[]}} Plan */

const MOST = 100;
// A plan of so few steps is shown at once, a longer one pillar by pillar.
const FEW = 4;
// So many open questions are worth naming here; all of them stand with the result.
const FIRST = 6;

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
  if (wrong && message.hidden) announce(message.textContent, 1000);
  message.hidden = !wrong;
  field.setAttribute("aria-invalid", String(wrong));
  field.setAttribute("aria-describedby", wrong ? `${message.id} ${hint.id}` : hint.id);
  form.querySelector("[data-plan]").hidden = wrong;
}

/**
 * @param {import("./answers.js").Factor[]} factors
 * @param {() => Record<string, string>} kept the steps that were ticked off before; of another plan perhaps, so not all of them are in this one
 * @returns {(score: import("./result.js").Score, sure: boolean) => void}
 */
export function createPlan(form, factors, kept) {
  const place = form.querySelector("[data-plan]");
  const find = (name) => place.querySelector(`[data-plan-${name}]`);
  /** @type {Map<string, HTMLElement>} kept between scores: what has the focus must not be made anew */
  const items = new Map();
  let unfolded;
  let told = "";

  function itemFor(step, done) {
    const known = items.get(step.factor);
    const tick = known?.querySelector("[data-tick]");
    if (known?.isConnected && tick.dataset.level === step.to) return fillStep(form, known, step);
    const item = createStep(form, "plan-step", step);
    item.querySelector("[data-tick]").checked = done[step.factor] === step.to;
    items.set(step.factor, item);
    return item;
  }

  function showSteps(steps) {
    const done = kept();
    const few = steps.length <= FEW;
    for (const group of place.querySelectorAll("[data-plan-group]")) {
      const mine = steps.filter(({ factor }) => factors.find(({ key }) => key === factor).pillar === group.dataset.planGroup);
      group.hidden = mine.length === 0;
      // What a visitor opened stays open, until the plan becomes one of another kind.
      if (few !== unfolded) group.open = few;
      group.querySelector("[data-group-steps]").textContent = count("plan.steps", mine.length);
      fillTogether(group, mine);
      const list = group.querySelector("[data-plan-list]");
      const wanted = mine.map((step) => itemFor(step, done));
      if (wanted.length !== list.children.length || wanted.some((item, at) => item !== list.children[at])) list.replaceChildren(...wanted);
    }
    unfolded = few;
  }

  /** Where the ticked steps would lead. */
  function showWhatIf({ plan, total, max, what_if: then }) {
    const box = place.querySelector("[data-what-if]");
    const ticked = Object.keys(readTicks(form)).length;
    box.hidden = !then || ticked === 0;
    if (box.hidden) return;
    const [low, high] = then.range.map(points);
    const gain = count("advice.gain", Math.round(10 * (then.total - total)) / 10);
    const words = say("plan.what_if", { steps: count("plan.steps", ticked), total: points(then.total), gain, low, high });
    box.querySelector("[data-what-if-words]").textContent = words;
    drawWhatIf(box, { now: total, then: then.total, range: then.range, goal: plan.target, max });
    if (words !== told && place.contains(document.activeElement)) announce(words, 500);
    told = words;
  }

  return (score, sure) => {
    const { plan, total, missing, unknown, factors: scores } = score;
    const beyond = plan?.status === "unreachable";
    const steps = plan?.status === "reached" ? plan.steps : [];
    const any = Object.values(scores).some(({ status }) => status === "answered");
    const kind = plan === null ? "none" : beyond ? (any ? "beyond" : "nothing_known") : plan.status;
    find("words").textContent = say(`plan.${kind}`, plan === null ? {} : figures(plan, total));
    find("unsure").hidden = sure || steps.length === 0;
    find("find").hidden = !beyond;
    const open = [...missing, ...unknown].sort((one, other) => scores[other].max - scores[one].max);
    linkQuestions(find("open"), factors, open.slice(0, FIRST));
    showSteps(steps);
    find("tick").hidden = steps.length === 0;
    showWhatIf(score);
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
