// Says whether a total is good, beside the averages seen on real SSI pages: the home page and the history share these words.

import { formatNumber, say } from "./messages.js";

/** @import {Hook} from "./find.js" */

/**
 * Describe a total beside the averages seen.
 * @param {number} total
 * @param {Hook} place with the averages in its data attributes: `low`, `high` and the total that is `far` above them
 * @returns {{verdict: string, average: string}}
 */
export function describeTotal(total, { dataset }) {
  const [low, high, far] = [dataset.low, dataset.high, dataset.far].map(Number);
  const key = total < low ? "below" : total > high ? "above" : "within";
  const by = formatNumber(total < low ? low - total : total - high);
  return {
    verdict: say(`verdict.${total >= far ? "far" : key}`, { n: formatNumber(total) }),
    average: say(`average.${key}`, { low: formatNumber(low), high: formatNumber(high), by }),
  };
}
