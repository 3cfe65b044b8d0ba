// Saves the estimates and real scores of the same people, to measure how good the estimate is.

/** @import {Ask, GroupRound} from "../engine/wire.js" */

/** @typedef {{name: string, text: string}} RoundText a round as it is asked about: its name, and any text with codes and links in it */

/**
 * @param {HTMLElement} _root the section `[data-pairs]`
 * @param {Ask} _ask
 * @param {() => RoundText[]} _readRounds reads the rounds as they are now
 */
export function startPairs(_root, _ask, _readRounds) {
  return {
    /**
     * Follow a change of the codes.
     * @param {GroupRound[]} _rounds as in results.js
     */
    refresh(_rounds) {},
  };
}
