// What the answers of a group show: the steps that most could take, and the weakest factors. The words are those of the site's own factors.

import { toPercent } from "../ui/chart.js";
import { copyTemplate, find } from "../ui/find.js";
import { formatChange } from "../ui/format.js";
import { formatNumber, say, sayCount } from "../ui/messages.js";

/** @import {GroupNumbers, GroupRound} from "../engine/wire.js" */

const FIRST = 3;

/**
 * @param {HTMLElement} root
 * @param {GroupRound} round
 * @param {GroupNumbers} numbers
 */
export function showAnswers(root, { members }, { answered, answers_withheld: withheld, factors, steps }) {
  const of = { of: formatNumber(members) };
  find("[data-answered]", root).textContent =
    withheld === "overlap"
      ? say("group.answers_overlap", { n: formatNumber(answered), ...of })
      : answered === 0
        ? say("group.no_answers")
        : sayCount(withheld === "few" ? "group.too_few_answers" : "group.answered", answered, of);
  find("[data-answers]", root).hidden = withheld !== null;
  find("[data-no-steps]", root).hidden = steps.length > 0;
  const could = { of: formatNumber(answered) };
  fillLists(
    root,
    "steps",
    steps.map(({ factor, members: count, gain, to }) => {
      const item = copyTemplate("template[data-step]", root);
      const words = nameFactor(root, item, factor);
      find("[data-gain]", item).textContent = say("group.gain", { gain: formatChange(gain) });
      find("[data-advice]", item).textContent = find(`[data-level="${to}"]`, words.content).textContent;
      find("[data-could]", item).textContent = sayCount("group.could", count, could);
      return item;
    }),
  );
  fillLists(
    root,
    "factors",
    factors.map(({ factor, percent, known }) => {
      const item = copyTemplate("template[data-factor]", root);
      nameFactor(root, item, factor);
      const answers = known < answered ? ` · ${sayCount("group.known", known)}` : "";
      find("[data-percent]", item).textContent = `${say("group.percent", { percent: formatNumber(Math.round(percent)) })}${answers}`;
      find("rect[data-bar-value]", item).setAttribute("width", toPercent(percent, 100));
      return item;
    }),
  );
}

/**
 * Show the first items of a list, and the others behind a summary.
 * @param {HTMLElement} root
 * @param {"steps" | "factors"} name
 * @param {HTMLElement[]} items
 */
function fillLists(root, name, items) {
  find(`[data-${name}="first"]`, root).replaceChildren(...items.slice(0, FIRST));
  find(`[data-${name}="rest"]`, root).replaceChildren(...items.slice(FIRST));
  find(`[data-more="${name}"]`, root).hidden = items.length <= FIRST;
}

/**
 * Name the factor of an item, with a link to its place on the page of its pillar.
 * @param {HTMLElement} root
 * @param {HTMLElement} item
 * @param {string} factor
 */
function nameFactor(root, item, factor) {
  const words = find(`template[data-factor-words="${factor}"]`, root);
  const { pillar, name, href } = words.dataset;
  item.dataset.pillar = pillar;
  const link = find("a[data-name]", item);
  link.textContent = name;
  link.href = href;
  return words;
}
