// ssi_core's faults in the page's words.

import { formatNumber, say } from "../ui/messages.js";

/** @import {Fault} from "../engine/wire.js" */

// A file of rubbish may have thousands of faults.
const MOST_SHOWN = 10;
const POINT = /^points\.(\d+)\.?/;

/**
 * Describe where a fault is. People count points from 1.
 * @param {string} key
 */
function describePlace(key) {
  const match = POINT.exec(key);
  if (!match) return key;
  const [start, place] = match;
  const rest = key.slice(start.length);
  const entry = say("fault.entry", { n: formatNumber(Number(place) + 1) });
  return rest === "" ? entry : `${entry}, ${rest}`;
}

/**
 * Describe the first faults, and say whether there are more. How many points they spoil is shown elsewhere.
 * @param {Fault[]} faults
 * @returns {string[]}
 */
export function describeFaults(faults) {
  const lines = faults.slice(0, MOST_SHOWN).map(({ key, problem, value }) => {
    const isKnown = document.querySelector(`template[data-message="fault.${problem}"]`) !== null;
    const words = say(`fault.${isKnown ? problem : "other"}`, { value: String(value ?? "") });
    return key === "" ? words : say("fault.place", { where: describePlace(key), words });
  });
  return faults.length > lines.length ? [...lines, say("fault.more")] : lines;
}
