// The numbers of a group as a table: the same that the strips draw.

import { fillList } from "../history/list.js";
import { copyTemplate, find } from "../ui/find.js";
import { formatNumber, formatPoints, say } from "../ui/messages.js";
import { formatSpan, nameOf } from "./results_words.js";

/** @import {GroupNumbers} from "../engine/wire.js" */

/**
 * @param {HTMLElement} root
 * @param {GroupNumbers} numbers
 */
export function fillTable(root, { scores }) {
  const rows = Object.entries(scores).map(([key, { observed, ...score }]) => {
    const row = copyTemplate("template[data-quartile]", root);
    find("th", row).textContent = nameOf(key);
    for (const cell of /** @type {const} */ (["low", "median", "high"])) {
      find(`[data-cell="${cell}"]`, row).textContent = formatPoints(score[cell]);
    }
    find('[data-cell="observed"]', row).textContent = formatSpan(observed);
    return row;
  });
  find("[data-quartiles]", root).replaceChildren(...rows);
  fillList(
    find("[data-scores]", root),
    Object.entries(scores).map(([key, { points }]) =>
      say("group.scores_of", { name: nameOf(key), scores: listScores(points).join(" · ") }),
    ),
  );
}

/**
 * List scores in order; those that are alike once, with their number.
 * @param {number[]} points
 */
function listScores(points) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const value of points) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, n]) =>
    n > 1 ? say("group.times", { points: formatPoints(value), n: formatNumber(n) }) : formatPoints(value),
  );
}
