// Where the ticked steps would lead, wherever they were ticked.

import { drawWhatIf } from "../ui/chart.js";
import { find } from "../ui/find.js";
import { announce, say, sayCount } from "../ui/messages.js";
import { formatRise } from "./plan.js";

/**
 * @import {Score} from "../engine/wire.js"
 * @import {QuizForm} from "./answers.js"
 */

/**
 * @param {QuizForm} form
 * @returns {(score: Score, ticked: number) => void} shows the score with a number of ticked steps, or nothing where none is ticked
 */
export function createWhatIf(form) {
  const place = find("[data-next]", form);
  const box = find("[data-what-if]", place);
  let shown = "";

  return (score, ticked) => {
    const { plan, max, what_if: outcome } = score;
    const { total } = score.start ?? score;
    box.hidden = !outcome || ticked === 0;
    if (!outcome || box.hidden) return;
    const words = say("plan.what_if", { steps: sayCount("plan.steps", ticked), ...formatRise(total, outcome.total) });
    find("[data-what-if-words]", box).textContent = words;
    drawWhatIf(box, { now: total, next: outcome.total, range: outcome.range, goal: plan.target, max });
    if (words !== shown && place.contains(document.activeElement)) announce(words, 500);
    shown = words;
  };
}
