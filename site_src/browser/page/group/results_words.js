// Says in words what the numbers of a group show: the verdict, what the scores are, and what became of them since another round.

import { formatChange } from "../ui/format.js";
import { formatNumber, formatPoints, say, sayCount } from "../ui/messages.js";

/** @import {GroupNumbers, GroupRound, GroupScores} from "../engine/wire.js" */

/** @typedef {GroupNumbers["scores"]} Scores by pillar, and "total" */

export const TOTAL = "total";
export const FEWEST = 5;

/**
 * Name a pillar, or the total.
 * @param {string} key
 */
export const nameOf = (key) => say(`group.name_${key}`);

/** @param {GroupRound} round */
export function describeWithheld({ members, withheld }) {
  if (withheld === "overlap") return say("group.overlap");
  return members === 0 ? say("group.nobody") : sayCount("group.few", FEWEST - members);
}

/**
 * Describe where a value is, beside the averages seen on real pages.
 * @param {"median" | "weakest"} name of the message
 * @param {string} key
 * @param {number} value
 * @param {GroupScores} scores
 */
function compareTo(name, key, value, { observed: { low, high } }) {
  const where = value < low ? "below" : value > high ? "above" : "within";
  return say(`group.${name}_${where}`, { pillar: nameOf(key), low: formatNumber(low), high: formatNumber(high) });
}

/**
 * Describe how high the total is: where half of the group is, and the median.
 * @param {GroupNumbers} numbers
 */
export function describeTotal({ scores: { total } }) {
  const [low, median, high] = [total.low, total.median, total.high].map(Math.round);
  const values = { low: formatNumber(low), median: formatNumber(median), high: formatNumber(high) };
  return `${say(`group.${low === high ? "alike" : "half"}`, values)} ${compareTo("median", TOTAL, median, total)}`;
}

/** @param {GroupNumbers} numbers */
export function describeWeakest({ weakest, scores }) {
  if (weakest === null) return say("group.no_weakest");
  const { median, max } = scores[weakest];
  return say("group.weakest", { pillar: nameOf(weakest), points: formatPoints(median), max: formatNumber(max) });
}

/**
 * Put the pillars beside the averages that were seen: the weakest one, and another that is further below them.
 * @param {GroupNumbers} numbers
 */
export function describeAverages({ weakest, scores }) {
  const words = weakest === null ? [] : [compareTo("weakest", weakest, scores[weakest].median, scores[weakest])];
  const behind = Object.entries(scores)
    .filter(([key]) => key !== TOTAL)
    .map(([key, { median, observed }]) => ({ key, by: observed.low - median }))
    .sort((one, other) => other.by - one.by)[0];
  if (behind.key !== weakest && behind.by >= 1) {
    const { median, observed } = scores[behind.key];
    const values = { points: formatPoints(median), low: formatNumber(observed.low), high: formatNumber(observed.high) };
    words.push(say("group.behind", { pillar: nameOf(behind.key), ...values }));
  }
  return words.join(" ");
}

/**
 * Say what the scores are, and whether they are of one kind.
 * @param {GroupRound} round
 * @param {GroupNumbers} numbers
 */
export function describeKinds({ members }, { estimates, versions }) {
  const real = members - estimates;
  const values = { estimates: formatNumber(estimates), real: formatNumber(real) };
  const words = [say(`group.kind_${real === 0 ? "estimates" : estimates === 0 ? "real" : "both"}`, values)];
  if (estimates > 0 && versions.length > 1) words.push(say("group.kind_versions"));
  return words.join(" ");
}

/**
 * Describe a strip in words, for those who cannot see it.
 * @param {string} key
 * @param {GroupNumbers} numbers
 */
export function describeStrip(key, { scores, guideline }) {
  const { points, low, median, high, max, observed } = scores[key];
  const words = [
    sayCount("group.strip", points.length, {
      name: nameOf(key),
      max: formatNumber(max),
      from: formatPoints(points[0]),
      to: formatPoints(points[points.length - 1]),
      low: formatPoints(low),
      median: formatPoints(median),
      high: formatPoints(high),
    }),
    say("group.strip_observed", { low: formatNumber(observed.low), high: formatNumber(observed.high) }),
  ];
  if (key === TOTAL && guideline) words.push(say("group.strip_guideline", { span: formatSpan(guideline) }));
  return words.join(" ");
}

/** @param {{low: number, high: number}} span */
export const formatSpan = ({ low, high }) =>
  low === high ? formatNumber(low) : say("group.span", { low: formatNumber(low), high: formatNumber(high) });

/**
 * Subtract as shown, in tenths: a reader who subtracts the two numbers finds this one.
 * @param {number} after
 * @param {number} before
 */
export const subtract = (after, before) => (Math.round(10 * after) - Math.round(10 * before)) / 10;

/**
 * Describe the change of the medians: of the total, and of the pillar that changed most.
 * @param {Scores} before
 * @param {Scores} after
 * @param {{before: string, after: string}} names
 */
export function describeChange(before, after, names) {
  const changes = Object.keys(after).map((key) => ({ key, by: subtract(after[key].median, before[key].median) }));
  const { by } = changes.find(({ key }) => key === TOTAL) ?? { by: 0 };
  const values = { from: formatPoints(before[TOTAL].median), to: formatPoints(after[TOTAL].median), by: formatPoints(Math.abs(by)) };
  const words = [say(`group.change_${by > 0 ? "up" : by < 0 ? "down" : "same"}`, { ...names, ...values })];
  const [most] = changes.filter(({ key }) => key !== TOTAL).sort((one, other) => Math.abs(other.by) - Math.abs(one.by));
  if (most.by !== 0) words.push(say("group.change_most", { pillar: nameOf(most.key), by: formatChange(most.by) }));
  return words.join(" ");
}

/**
 * Say why two rounds can not quite be compared: their scores are of other kinds, or by other versions of the model.
 * @param {GroupRound} round
 * @param {GroupRound} since
 */
export function describeUnlike(round, since) {
  const [one, other] = [round, since].map(({ numbers, members }) => (numbers?.estimates ?? 0) / members);
  return say(`group.unlike_${one === other && Number.isInteger(one) ? "versions" : "kinds"}`);
}
