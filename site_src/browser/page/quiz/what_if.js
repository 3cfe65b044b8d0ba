// Where the ticked steps would lead, wherever they were ticked.

import { drawWhatIf } from "../chart.js";
import { announce, count, points, say } from "../messages.js";

/** @returns {(score: import("./result.js").Score, ticked: number) => void} shows what so many ticked steps come to; nothing for none */
export function createWhatIf(form) {
  const place = form.querySelector("[data-next]");
  const box = place.querySelector("[data-what-if]");
  let told = "";

  return ({ plan, total, max, what_if: then }, ticked) => {
    box.hidden = !then || ticked === 0;
    if (box.hidden) return;
    const [low, high] = then.range.map(points);
    const gain = count("advice.gain", Math.round(10 * (then.total - total)) / 10);
    const words = say("plan.what_if", { steps: count("plan.steps", ticked), total: points(then.total), gain, low, high });
    box.querySelector("[data-what-if-words]").textContent = words;
    drawWhatIf(box, { now: total, then: then.total, range: then.range, goal: plan?.target, max });
    if (words !== told && place.contains(document.activeElement)) announce(words, 500);
    told = words;
  };
}
