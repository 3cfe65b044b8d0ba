// Makes a calendar file: a day to measure again, and the steps to take until then. ssi_core writes it; nothing is sent.

import { resultOf } from "../engine/wire.js";
import { createId, dayOf } from "../storage/points.js";
import { download } from "./download.js";
import { find } from "./find.js";
import { formatDay } from "./format.js";
import { say } from "./messages.js";

/**
 * @import {Ask} from "../engine/wire.js"
 * @import {Hook} from "./find.js"
 */

/**
 * @typedef {{factor: string, change: string}} PlannedStep in words
 * @typedef {{isChosen: boolean, steps: PlannedStep[]}} PlannedSteps `isChosen`: they were ticked off, and are not just the whole plan
 */

const NOON = 12;

/**
 * Find the day some weeks after today, in the visitor's time zone. At noon, so that no change of the clock moves it to another day.
 * @param {number} weeks
 */
function findDay(weeks) {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 7 * weeks, NOON);
}

/**
 * Name the file after the event and its day.
 * @param {string} title
 * @param {string} day
 */
const fileName = (title, day) => `${title.toLowerCase().replaceAll(" ", "-")}-${day}.ics`;

/**
 * Describe what there is to do on that day, and until then.
 * @param {Hook} section
 * @param {PlannedSteps} planned
 */
function describe({ dataset }, { isChosen, steps }) {
  const [paste, answer] = [dataset.yours, dataset.quiz].map((page) => new URL(page, document.baseURI).href);
  const lines = [say("reminder.copy"), say("reminder.paste", { address: paste }), say("reminder.answer", { address: answer })];
  if (steps.length > 0) lines.push("", say(isChosen ? "reminder.chosen" : "reminder.plan"));
  return { url: paste, description: [...lines, ...steps.map((step) => say("reminder.step", step))].join("\n") };
}

/**
 * @param {Hook} section
 * @param {Ask} ask
 * @param {() => PlannedSteps} readSteps
 */
export function startReminder(section, ask, readSteps) {
  const state = find("[data-remind-state]", section);

  /** @returns {Promise<string>} what to say of it */
  async function save() {
    const day = findDay(Number(find("select[data-remind-weeks]", section).value));
    const request = {
      do: /** @type {const} */ ("remind"),
      id: createId(),
      now: new Date().toISOString(),
      day: dayOf(day),
      monthly: find("input[data-remind-monthly]", section).checked,
      title: say("reminder.event"),
      ...describe(section, readSteps()),
    };
    const { text } = resultOf(await ask(request));
    const name = fileName(request.title, request.day);
    download(name, text, "text/calendar;charset=utf-8");
    return say("reminder.saved", { name, day: formatDay(day) });
  }

  find("[data-remind-save]", section).addEventListener("click", async () => {
    state.textContent = "";
    // Where the engine failed, the page says why.
    state.textContent = await save().catch(() => say("reminder.failed"));
  });
}
