// The plan with the least effort to a target: the visitor's own number, else the guideline for the line of work.

import { count, number, points, say } from "./messages.js";
import { createStep } from "./step.js";

/** @typedef {{target: number, status: "reached" | "already_met" | "unreachable", total: number, effort: number, steps: import("./step.js").Step[]}} Plan */

/** The number that the visitor typed; undefined where there is none, or none that can be meant. */
export function readTarget(form) {
  const field = form.elements.target;
  const wrong = !field.validity.valid;
  form.querySelector("[data-target-wrong]").hidden = !wrong;
  field.toggleAttribute("data-wrong", wrong);
  field.setAttribute("aria-invalid", String(wrong));
  return wrong || field.value === "" ? undefined : field.valueAsNumber;
}

/** @param {Plan | null} plan @param {number} now the total before any step @param {boolean} open whether questions are open */
export function showPlan(form, plan, now, open) {
  form.querySelector("[data-plan-words]").textContent = plan === null ? say("plan.none") : words(plan, now);
  form.querySelector("[data-plan-open]").hidden = plan?.status !== "unreachable" || !open;
  const steps = plan?.status === "reached" ? plan.steps : [];
  form.querySelector("[data-plan-list]").replaceChildren(...steps.map((step) => createStep(form, "plan-step", step)));
}

/** @param {Plan} plan */
function words(plan, now) {
  return say(`plan.${plan.status}`, {
    steps: count("plan.steps", plan.steps.length),
    hours: count("advice.hours", plan.effort),
    target: number(plan.target),
    total: points(plan.total),
    now: points(now),
  });
}
