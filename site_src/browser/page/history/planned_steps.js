// The steps that were ticked off in the quiz, in words.

import { find, findAll } from "../ui/find.js";
import { say } from "../ui/messages.js";

/**
 * @import {Levels} from "../engine/wire.js"
 */

/**
 * @param {Levels} done as it is saved, perhaps damaged, or of an older model
 */
export function describeSteps(done) {
  const steps = findAll("template[data-about]").flatMap(({ dataset, content }) => {
    const levels = findAll("[data-level]", content);
    const level = levels.find((each) => Object.hasOwn(done, dataset.about) && each.dataset.level === done[dataset.about]);
    return level ? [{ factor: find("a", content).textContent, change: say("reminder.to", { to: level.textContent }) }] : [];
  });
  return { isChosen: true, steps };
}
