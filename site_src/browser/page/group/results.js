// Shows the numbers of a group: those of one round, and the change between rounds. ssi_core says which numbers may be shown.

import { copyTemplate, find, findAll } from "../ui/find.js";
import { formatDay } from "../ui/format.js";
import { announce, formatNumber, say, sayCount } from "../ui/messages.js";
import { showAnswers } from "./results_answers.js";
import { createChange } from "./results_change.js";
import { saveNumbers } from "./results_csv.js";
import { createProjector } from "./results_projector.js";
import { createStrips, writeMedian } from "./results_strips.js";
import { fillTable } from "./results_table.js";
import {
  describeAverages,
  describeKinds,
  describeTotal,
  describeWeakest,
  describeWithheld,
  formatSpan,
  nameRound,
} from "./results_words.js";

/** @import {GroupNumbers, GroupRound} from "../engine/wire.js" */

// While somebody types or pastes, only what comes out of it in the end is told.
const QUIET_MS = 1500;
const PAGE = { letter: 13, unit: 13, most: 7, room: 130 };

/** @param {HTMLElement} root the section `[data-results]` */
export function createResults(root) {
  /** @type {GroupRound[]} */
  let rounds = [];
  /** @type {number | undefined} the round that the visitor chose */
  let chosen;
  /** @type {string | undefined} */
  let told;
  const drawStrips = createStrips(find("[data-strips]", root), "strip", () => PAGE);
  const showChange = createChange(find("[data-group-change]", root));
  const projector = createProjector(root);
  const radios = find("[data-round-radios]", root);

  /** Choose the round to show: the visitor's choice, or the last one with people. */
  function choose() {
    if (chosen !== undefined && chosen < rounds.length) return chosen;
    const last = rounds.map(({ members }) => members > 0).lastIndexOf(true);
    return Math.max(last, 0);
  }

  function update() {
    const at = choose();
    const round = rounds[at];
    showChoice(at);
    find("[data-printed-round]", root).textContent = rounds.length > 1 ? ` · ${nameRound(rounds, at)}` : "";
    showCount(root, round);
    showNumbers(root, round);
    if (round.numbers) find("[data-moved]", root).hidden = drawStrips(round.numbers);
    showChange(rounds);
    projector.show(rounds, at);
    tell(round);
  }

  /** @param {number} at */
  function showChoice(at) {
    find("[data-round-choice]", root).hidden = rounds.length < 2;
    while (radios.children.length > rounds.length) radios.lastElementChild?.remove();
    while (radios.children.length < rounds.length) radios.append(copyTemplate("template[data-round-radio]", root));
    for (const [place, label] of [...radios.children].entries()) {
      find("span", label).textContent = nameRound(rounds, place);
      find("input", label).checked = place === at;
    }
  }

  /** @param {GroupRound} round */
  function tell(round) {
    const words = [`${formatNumber(round.members)} ${sayCount("group.people", round.members)}.`];
    words.push(round.numbers ? describeTotal(round.numbers) : describeWithheld(round));
    const all = words.join(" ");
    // Nothing has changed for a visitor who has just come.
    if (told !== undefined && told !== all) announce(all, QUIET_MS);
    told = all;
  }

  radios.addEventListener("change", () => {
    chosen = findAll("input", radios).findIndex((radio) => radio.checked);
    update();
  });
  find("[data-print-group]", root).addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", () => {
    find("[data-group-today]", root).textContent = formatDay(new Date());
  });
  find("[data-csv-group]", root).addEventListener("click", () => saveNumbers(root, rounds));

  return {
    /**
     * Show the reply of the request "group".
     * @param {GroupRound[]} now those that have a text, at least one
     */
    show(now) {
      rounds = now;
      update();
    },
  };
}

/**
 * @param {HTMLElement} root
 * @param {GroupRound} round
 */
function showCount(root, { members, repeated }) {
  const count = find("[data-group-count]", root);
  count.textContent = formatNumber(members);
  count.dataset.value = String(members);
  find("[data-group-people]", root).textContent = sayCount("group.people", members);
  const again = find("[data-group-repeated]", root);
  again.hidden = repeated === 0;
  again.textContent = sayCount("group.repeated", repeated);
}

/**
 * @param {HTMLElement} root
 * @param {GroupRound} round
 */
function showNumbers(root, round) {
  const { numbers } = round;
  const withheld = find("[data-group-withheld]", root);
  withheld.hidden = numbers !== null;
  withheld.textContent = numbers ? "" : describeWithheld(round);
  find("[data-group-shown]", root).hidden = numbers === null;
  for (const each of findAll("[data-group-median]", root)) {
    writeMedian(each, numbers?.scores[each.dataset.groupMedian].median);
  }
  if (!numbers) return;
  find("[data-group-total]", root).textContent = describeTotal(numbers);
  find("[data-group-weakest]", root).textContent = describeWeakest(numbers);
  find("[data-group-kinds]", root).textContent = describeKinds(round, numbers);
  showWeakest(root, numbers);
  showGuideline(root, numbers);
  fillTable(root, numbers);
  showAnswers(root, round, numbers);
}

/**
 * @param {HTMLElement} root
 * @param {GroupNumbers} numbers
 */
function showWeakest(root, numbers) {
  const averages = describeAverages(numbers);
  find("[data-weakest-part]", root).hidden = averages === "";
  find("[data-group-averages]", root).textContent = averages;
  for (const link of findAll("[data-weakest-link]", root)) link.hidden = link.dataset.weakestLink !== numbers.weakest;
}

/**
 * @param {HTMLElement} root
 * @param {GroupNumbers} numbers
 */
function showGuideline(root, { guideline }) {
  find("[data-key-guideline]", root).hidden = guideline === null;
  const words = find("[data-group-guideline]", root);
  words.hidden = guideline === null;
  if (!guideline) return;
  const span = formatSpan(guideline);
  find("[data-key-words]", root).textContent = say("group.key_guideline", { span });
  words.textContent = say("group.guideline", { role: say(`group.role_${guideline.role}`), span });
}
