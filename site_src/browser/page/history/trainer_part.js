// The code of a saved score for a trainer: which score, and its code.

import { dayOfDate, listShowable } from "../storage/points.js";
import { find } from "../ui/find.js";
import { formatDay } from "../ui/format.js";
import { formatNumber, say } from "../ui/messages.js";
import { createTrainerCode } from "../ui/trainer_code.js";

/**
 * @import {Ask, Point} from "../engine/wire.js"
 * @import {Store} from "../storage/store.js"
 */

// Two years of months: a trainer asks for a score of now, or of the first round.
const MOST = 24;

/**
 * @param {HTMLElement} section
 * @param {Ask} ask
 * @param {Store} store
 * @param {() => void} onMade
 * @returns {() => void} shows the saved scores
 */
export function createTrainerPart(section, ask, store, onMade) {
  const select = find("select[data-trainer-score]", section);
  const showCode = createTrainerCode(section, ask);
  /** @type {Point[]} newest first */
  let points = [];

  function show() {
    const point = points.find(({ id }) => id === select.value);
    void showCode(point ? toTrainerScore(point, store) : null).then(onMade);
  }

  select.addEventListener("change", show);
  return () => {
    const { history } = store.load();
    points = listShowable(history).filter(isWhole).slice(-MOST).reverse();
    const chosen = select.value;
    select.replaceChildren(
      ...points.map(
        ({ id, kind, date, total }) => new Option(say(`code.point.${kind}`, { day: formatDay(date), total: formatNumber(total) }), id),
      ),
    );
    if (points.some(({ id }) => id === chosen)) select.value = chosen;
    find("[data-trainer-which]", section).hidden = points.length === 0;
    show();
  };
}

/**
 * Check that every pillar is known: a code holds all four.
 * @param {Point} point
 */
const isWhole = ({ pillars }) => Object.values(pillars).every((points) => points !== null);

/**
 * @param {Point} point
 * @param {Store} store
 */
function toTrainerScore({ kind, date, total, pillars, role, version, answers }, store) {
  const saved = store.load();
  const known = /** @type {Record<string, number>} */ (pillars);
  // Beside a real score, the answers are those of now: the two together show how good the estimate is.
  const given = kind === "real" ? { role: saved.role, answers: saved.answers } : { role, version, answers };
  return { kind, day: dayOfDate(date), total, pillars: known, ...given };
}
