// Shows the numbers of a group: those of one round, and the change between rounds. ssi_core says which numbers may be shown.

import { copyTemplate, find, findAll } from "../ui/find.js";
import { formatDay } from "../ui/format.js";
import { formatNumber, say, sayCount } from "../ui/messages.js";
import { startPrintButton } from "../ui/print_button.js";
import { showAnswers } from "./results_answers.js";
import { createChange } from "./results_change.js";
import { saveNumbers } from "./results_csv.js";
import { createProjector } from "./results_projector.js";
import { createStrips, writeMedian } from "./results_strips.js";
import { fillTable } from "./results_table.js";
import { createTeller } from "./results_teller.js";
import { describeAverages, describeKinds, describeTotal, describeWeakest, describeWithheld, formatSpan } from "./results_words.js";

/** @import {GroupNumbers, GroupRound} from "../engine/wire.js" */

const PAGE = { letter: 13, unit: 13, most: 7, room: 130 };

/** @param {HTMLElement} root the section `[data-results]` */
export function createResults(root) {
  /** @type {GroupRound[]} */
  let rounds = [];
  /** @type {string | undefined} the name of the round that the visitor chose */
  let chosen;
  /** @type {string | undefined} that of the round that changed last */
  let changed;
  const drawStrips = createStrips(find("[data-strips]", root), "strip", () => PAGE);
  const showChange = createChange(find("[data-group-change]", root));
  const projector = createProjector(root);
  const tell = createTeller(find("[data-results-said]", root));

  /** Choose the round to show: the visitor's choice, or the one that changed last, or the last one with people. */
  function choose() {
    for (const wanted of [chosen, changed]) {
      const at = rounds.findIndex(({ name }) => name === wanted);
      if (at >= 0) return at;
    }
    return Math.max(rounds.map(({ members }) => members > 0).lastIndexOf(true), 0);
  }

  function update() {
    const at = choose();
    const round = rounds[at];
    showChoice(root, rounds, at);
    find("[data-printed-round]", root).textContent = rounds.length > 1 ? ` · ${round.name}` : "";
    showCount(root, round);
    showNumbers(root, round);
    if (round.numbers) find("[data-moved]", root).hidden = drawStrips(round.numbers);
    showChange(rounds);
    projector.show(rounds, at);
    tell(round.numbers ? describeTotal(round.numbers) : describeWithheld(round));
  }

  const radios = find("[data-shown-rounds]", root);
  radios.addEventListener("change", () => {
    chosen = rounds[findAll("input", radios).findIndex((radio) => radio.checked)].name;
    update();
  });
  startPrintButton(find("[data-print-group]", root), find("[data-no-print]", root));
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
      const counts = new Map(rounds.map(({ name, members }) => [name, members]));
      const others = now.filter(({ name, members }) => members !== (counts.get(name) ?? 0));
      if (others.length > 0) changed = others[others.length - 1].name;
      rounds = now;
      update();
    },
  };
}

/**
 * @param {HTMLElement} root
 * @param {GroupRound[]} rounds
 * @param {number} at the one that is shown
 */
function showChoice(root, rounds, at) {
  const radios = find("[data-shown-rounds]", root);
  find("[data-shown-round]", root).hidden = rounds.length < 2;
  while (radios.children.length > rounds.length) radios.lastElementChild?.remove();
  while (radios.children.length < rounds.length) radios.append(copyTemplate("template[data-shown-radio]", root));
  for (const [place, label] of [...radios.children].entries()) {
    find("span", label).textContent = rounds[place].name;
    find("input", label).checked = place === at;
  }
}

/**
 * @param {HTMLElement} root
 * @param {GroupRound} round
 */
function showCount(root, { members }) {
  const count = find("[data-group-count]", root);
  count.textContent = formatNumber(members);
  count.dataset.value = String(members);
  find("[data-group-people]", root).textContent = sayCount("group.people", members);
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
