// The visitor's progress through the questions.

import { find, findAll } from "../ui/find.js";
import { formatNumber, say } from "../ui/messages.js";
import { isKnown } from "./answers.js";

/** @import {Answers, Factor, QuizForm} from "./answers.js" */

/**
 * Count the questions of the short way.
 * @param {QuizForm} form
 */
const lengthOf = (form) => find("[data-short-way]", form).dataset.shortWay.split(" ").length;

/**
 * Say which step of the short way this is. After its questions there is one more.
 * @param {number} step
 * @param {number} length
 */
export const sayStep = (step, length) => (step > length ? say("short_way.last") : say("short_way.step", { n: formatNumber(step) }));

/**
 * Show the progress in words, as a bar, and for each pillar. The link to the result shows how many questions are left, until so few are
 * left that the result is worth a look.
 * @param {QuizForm} form
 * @param {Factor[]} factors
 * @param {Answers} answers
 * @param {string} current the name of the part that is shown
 */
export function showProgress(form, factors, answers, current) {
  const answered = factors.filter(({ key }) => key in answers);
  const steps = [...new Set(factors.map(({ part }) => part))];
  const values = { answered: formatNumber(answered.length), total: formatNumber(factors.length), steps: formatNumber(steps.length) };
  const { short } = form.dataset;
  const text =
    current === "result"
      ? say("parts.progress_result", values)
      : say("parts.progress", { ...values, step: formatNumber(steps.indexOf(current) + 1) });
  find("[data-progress-text]", form).textContent = short ? sayStep(Number(short), lengthOf(form)) : text;
  const bar = find("progress[data-progress]", form);
  bar.max = short ? lengthOf(form) : factors.length;
  bar.value = short ? Number(short) - 1 : answered.length;
  const left = factors.length - answered.length;
  const enough = Number(find("[data-enough]", form).dataset.enough);
  const isEnough = left === 0 || factors.filter(({ key }) => isKnown(answers[key])).length >= enough;
  const toGo = find("[data-to-go]", form);
  toGo.textContent = say("parts.to_go", { n: formatNumber(left) });
  toGo.hidden = isEnough;
  find("[data-live-total]", form).hidden = !isEnough;
  for (const slot of findAll("[data-count]", form)) {
    /** @param {Factor} factor */
    const isMine = ({ pillar }) => pillar === slot.dataset.count;
    const [done, all] = [answered.filter(isMine).length, factors.filter(isMine).length];
    slot.textContent = say("parts.count", { answered: formatNumber(done), total: formatNumber(all) });
    slot.closest("li")?.toggleAttribute("data-complete", done === all);
  }
}
