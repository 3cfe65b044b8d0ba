// Saves an estimate, and asks first whether it replaces one that was saved today.

import { addEstimate, findTodaysEstimate, replaceWithEstimate } from "../storage/points.js";
import { find, findAll } from "../ui/find.js";
import { formatPoints, say } from "../ui/messages.js";
import { addLate } from "./late_markup.js";

/**
 * @import {Store} from "../storage/store.js"
 * @import {QuizForm} from "./answers.js"
 * @import {SaveState} from "./save.js"
 * @import {Outcome} from "./sharing.js"
 */

/**
 * Save it, or ask. Rejects where the question cannot be fetched.
 * @param {QuizForm} form
 * @param {Store} store
 * @param {Outcome} outcome the score, and the answers that it is of: the form may say more by now
 * @param {(state: SaveState) => void} show
 */
export async function saveEstimate(form, store, { score, given: { answers } }, show) {
  const today = findTodaysEstimate(store);
  if (!today) return show(addEstimate(store, score, answers));
  await addLate(form);
  find("[data-today-words]", form).textContent = say("save.today", { total: formatPoints(today.total) });
  for (const choice of findAll("[data-save-how]", form)) {
    choice.onclick = () => {
      show(
        choice.dataset.saveHow === "replace" ? replaceWithEstimate(store, today.id, score, answers) : addEstimate(store, score, answers),
      );
      // The button that was pressed is gone.
      find("[data-save]", form).focus();
    };
  }
  return show("today");
}
