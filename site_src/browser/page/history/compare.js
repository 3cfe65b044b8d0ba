// Compares the estimate with the real score, for each pillar. LinkedIn's score is the real one; ours says how far it may be off.

import { askLenient } from "../engine/ask_lenient.js";
import { drawBar, toPercent } from "../ui/chart.js";
import { find, findAll } from "../ui/find.js";
import { formatChange, formatDay, formatExact } from "../ui/format.js";
import { formatNumber, formatPoints, say } from "../ui/messages.js";

/**
 * @import {Ask, Comparison, Difference, Levels, Pillars} from "../engine/wire.js"
 * @import {Hook} from "../ui/find.js"
 */

const PILLAR_MOST = 25;
// When the two are this far apart, they are about different times.
const APART_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * @typedef {{date: string | null, saved: boolean, total: number, pillars: Pillars}} RealScore
 * @typedef {{date: string | null, answers: Levels}} Estimate `date` is null for the present answers
 */

/**
 * @param {Ask} ask
 * @returns {(real: RealScore | null, estimate: Estimate | null) => Promise<void>} shows the comparison, or what is missing for it
 */
export function createComparison(ask) {
  const section = find("[data-compare]");
  let latest = 0;

  /** @param {"none" | "waiting" | "compared"} state */
  function show(state) {
    for (const each of findAll("[data-compare-state]", section)) each.hidden = each.dataset.compareState !== state;
    section.dataset.state = state;
  }

  /**
   * @param {Comparison} comparison
   * @param {RealScore} real
   * @param {Estimate} estimate
   */
  function draw(comparison, real, estimate) {
    find("[data-compare-which]", section).textContent = describe(real, estimate);
    find("[data-compare-old]", section).hidden = Math.abs(timeOf(real.date) - timeOf(estimate.date)) < APART_MS;
    for (const item of findAll("[data-twin]", section)) drawDifference(item, comparison[item.dataset.twin]);
    for (const row of findAll("[data-twin-row]", section)) fillRow(row, comparison[row.dataset.twinRow]);
    find("[data-compare-rounded]", section).hidden = !comparison.total || comparison.total.real === real.total;
    show("compared");
  }

  return async (real, estimate) => {
    latest += 1;
    const mine = latest;
    find('[data-needs="real"]', section).hidden = Boolean(real);
    find('[data-needs="estimate"]', section).hidden = Boolean(estimate);
    if (!real || !estimate) return show("none");
    if (section.dataset.state !== "compared") show("waiting");
    const request = { do: /** @type {const} */ ("compare"), answers: estimate.answers, real: { total: real.total, ...real.pillars } };
    // Where the engine failed, the page shows that already.
    const reply = await askLenient(ask, request).catch(() => undefined);
    if (reply?.ok && mine === latest) draw(reply.ok, real, estimate);
    return undefined;
  };
}

/** @param {string | null} date */
const timeOf = (date) => (date === null ? Date.now() : Date.parse(date));

/**
 * Say which score is compared with which estimate.
 * @param {RealScore} real
 * @param {Estimate} estimate
 */
function describe(real, estimate) {
  const key = `compare.which_${real.saved ? "saved" : "typed"}_${estimate.date === null ? "now" : "then"}`;
  return say(key, {
    real: real.saved ? formatDay(real.date ?? "") : "",
    estimate: estimate.date === null ? "" : formatDay(estimate.date),
  });
}

/**
 * @param {HTMLElement} item
 * @param {Difference | null} found null where the real score is not known
 */
function drawDifference(item, found) {
  for (const each of findAll("[data-when]", item)) each.hidden = (each.dataset.when === "known") !== Boolean(found);
  if (!found) return;
  const { estimate, range, real, difference, within } = found;
  const [low, high] = range.map(formatPoints);
  find("[data-twin-real]", item).textContent = say("compare.real", { points: formatExact(real) });
  find("[data-twin-estimate]", item).textContent = say("compare.estimate", { points: formatPoints(estimate), low, high });
  find("rect[data-bar-real]", item).setAttribute("width", toPercent(real, PILLAR_MOST));
  drawBar(item, { high: estimate, max: PILLAR_MOST, range });
  find("[data-twin-meaning]", item).textContent = say(`compare.${within ? "within" : difference > 0 ? "above" : "below"}`);
  find("[data-twin-check]", item).hidden = within;
}

/**
 * @param {Hook} row
 * @param {Difference | null} found
 */
function fillRow(row, found) {
  const words = found ? formatRow(row, found) : { real: "–", estimate: "–", range: "–", difference: "–" };
  for (const [name, text] of Object.entries(words)) find(`[data-cell="${name}"]`, row).textContent = text;
}

/**
 * @param {Hook} row
 * @param {Difference} found
 */
const formatRow = (row, { estimate, range, real, difference }) => ({
  real: row.dataset.twinRow === "total" && Number.isInteger(real) ? formatNumber(real) : formatExact(real),
  estimate: formatPoints(estimate),
  range: say("compare.from_to", { low: formatPoints(range[0]), high: formatPoints(range[1]) }),
  difference: formatChange(difference, "exact"),
});
