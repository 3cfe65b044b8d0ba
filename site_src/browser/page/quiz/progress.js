// How far the visitor has got with the questions.

import { isKnown } from "./answers.js";
import { number, say } from "../messages.js";

/**
 * In words, as a bar, and for each pillar. Beside the result: what is still to do, until that is so little that
 * the outcome is worth a glance.
 * @param {import("./answers.js").Factor[]} factors
 */
export function showProgress(form, factors, answers, current) {
  const answered = factors.filter(({ key }) => key in answers);
  const steps = [...new Set(factors.map(({ part }) => part))];
  const values = { answered: number(answered.length), total: number(factors.length), steps: number(steps.length) };
  const text =
    current === "result" ? say("parts.progress_result", values) : say("parts.progress", { ...values, step: number(steps.indexOf(current) + 1) });
  form.querySelector("[data-progress-text]").textContent = text;
  form.querySelector("[data-progress]").value = answered.length;
  const left = factors.length - answered.length;
  const worth = left === 0 || factors.filter(({ key }) => isKnown(answers[key])).length >= Number(form.querySelector("[data-enough]").dataset.enough);
  const toGo = form.querySelector("[data-to-go]");
  toGo.textContent = say("parts.to_go", { n: number(left) });
  toGo.hidden = worth;
  form.querySelector("[data-live-total]").hidden = !worth;
  for (const slot of form.querySelectorAll("[data-count]")) {
    const mine = ({ pillar }) => pillar === slot.dataset.count;
    const [done, all] = [answered.filter(mine).length, factors.filter(mine).length];
    slot.textContent = say("parts.count", { answered: number(done), total: number(all) });
    slot.closest("li").toggleAttribute("data-complete", done === all);
  }
}
