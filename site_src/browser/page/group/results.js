// The numbers of a group, as the page shows them.

/** @import {GroupRound} from "../engine/wire.js" */

/** @param {HTMLElement} root the section `[data-results]` */
export function createResults(root) {
  return {
    /**
     * Show the reply of the request "group".
     * @param {GroupRound[]} rounds those that have a text, at least one
     */
    show(rounds) {
      root.dataset.rounds = String(rounds.length);
    },
  };
}
