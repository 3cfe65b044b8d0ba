// The estimate beside the real score, per pillar. LinkedIn's is the real one; ours says how far it may be off.

import { askAboutKept } from "../ask_kept.js";
import { drawBar, scaled } from "../chart.js";
import { day, exact, signed } from "../format.js";
import { number, points, say } from "../messages.js";

const PILLAR_MOST = 25;
// So many days apart, the two say something about different times.
const APART_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * @typedef {{estimate: number, range: [number, number], real: number, difference: number, within: boolean}} Twin as ssi_core.wire gives it
 * @typedef {{date: string | null, saved: boolean, total: number, pillars: import("../points.js").Pillars}} Real
 * @typedef {{date: string | null, answers: Record<string, string>}} Estimate date: null where the answers are as they stand now
 */

/** @param {(request: object) => Promise<{ok?: object}>} ask @returns {(real: Real | null, estimate: Estimate | null) => void} */
export function createCompare(ask) {
  const section = document.querySelector("[data-compare]");
  let latest = 0;

  function show(state) {
    for (const each of section.querySelectorAll("[data-compare-state]")) each.hidden = each.dataset.compareState !== state;
    section.dataset.state = state;
  }

  function draw(twins, real, estimate) {
    const which = { real: real.saved ? day(real.date) : "", estimate: estimate.date === null ? "" : day(estimate.date) };
    const key = `compare.which_${real.saved ? "saved" : "typed"}_${estimate.date === null ? "now" : "then"}`;
    section.querySelector("[data-compare-which]").textContent = say(key, which);
    const moment = (date) => (date === null ? Date.now() : Date.parse(date));
    section.querySelector("[data-compare-old]").hidden = Math.abs(moment(real.date) - moment(estimate.date)) < APART_MS;
    for (const item of section.querySelectorAll("[data-twin]")) drawTwin(item, twins[item.dataset.twin]);
    for (const row of section.querySelectorAll("[data-twin-row]")) fillRow(row, twins[row.dataset.twinRow]);
    section.querySelector("[data-compare-rounded]").hidden = !twins.total || twins.total.real === real.total;
    show("compared");
  }

  return async (real, estimate) => {
    latest += 1;
    const mine = latest;
    for (const [name, there] of Object.entries({ real, estimate })) section.querySelector(`[data-needs="${name}"]`).hidden = Boolean(there);
    if (!real || !estimate) return show("none");
    if (section.dataset.state !== "compared") show("waiting");
    const request = { do: "compare", answers: estimate.answers, real: { total: real.total, ...real.pillars } };
    // Where the engine failed, it says so itself.
    const reply = await askAboutKept(ask, request).catch(() => ({}));
    if (reply.ok && mine === latest) draw(reply.ok, real, estimate);
    return undefined;
  };
}

/** @param {Twin | null} twin null where the real score is not known */
function drawTwin(item, twin) {
  for (const each of item.querySelectorAll("[data-when]")) each.hidden = (each.dataset.when === "known") !== Boolean(twin);
  if (!twin) return;
  const { estimate, range, real, difference, within } = twin;
  item.querySelector("[data-twin-real]").textContent = say("compare.real", { points: exact(real) });
  item.querySelector("[data-twin-estimate]").textContent = say("compare.estimate", { points: points(estimate), low: points(range[0]), high: points(range[1]) });
  item.querySelector("[data-bar-real]").setAttribute("width", scaled(real, PILLAR_MOST));
  drawBar(item, { high: estimate, max: PILLAR_MOST, range });
  item.querySelector("[data-twin-meaning]").textContent = say(`compare.${within ? "within" : difference > 0 ? "above" : "below"}`);
  item.querySelector("[data-twin-check]").hidden = within;
}

/** @param {Twin | null} twin */
function fillRow(row, twin) {
  const cell = (which, words) => (row.querySelector(`[data-cell="${which}"]`).textContent = words);
  if (!twin) return ["real", "estimate", "range", "difference"].forEach((which) => cell(which, "–"));
  const { estimate, range, real, difference } = twin;
  cell("real", row.dataset.twinRow === "total" && Number.isInteger(real) ? number(real) : exact(real));
  cell("estimate", points(estimate));
  cell("range", say("compare.from_to", { low: points(range[0]), high: points(range[1]) }));
  return cell("difference", signed(difference, "exact"));
}
