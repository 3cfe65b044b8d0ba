// Saves the answers and real scores of the same people, to measure how good the estimate is.

import { resultOf } from "../engine/wire.js";
import { download } from "../ui/download.js";
import { find } from "../ui/find.js";
import { announce, formatNumber, say, sayCount } from "../ui/messages.js";

/** @import {Ask, GroupPairs, GroupRound} from "../engine/wire.js" */

// The name in the command that the page shows.
const NAME = "pairs.csv";

/**
 * @param {HTMLElement} root the section `[data-pairs]`
 * @param {Ask} ask
 */
export function startPairs(root, ask) {
  const agreed = find("input[data-pairs-agreed]", root);
  const button = find("button[data-pairs-file]", root);
  const saved = find("[data-pairs-saved]", root);
  const count = find("[data-pairs-count]", root);
  /** @type {string | null} */
  let csv = null;
  let latest = 0;

  function showAgreement() {
    button.disabled = !agreed.checked;
    if (!agreed.checked) saved.hidden = true;
  }

  /**
   * @param {GroupPairs} found
   * @param {boolean} hasRounds
   */
  function show(found, hasRounds) {
    // Who agreed to another file did not agree to this one.
    if (found.csv !== csv) agreed.checked = false;
    csv = found.csv;
    const words = found.pairs === 0 ? say("pairs.none") : null;
    const some = csv === null ? sayCount("pairs.few", found.pairs) : say("pairs.enough", { n: formatNumber(found.pairs) });
    const origin = hasRounds && found.pairs > 0 ? ` ${say("pairs.round", { name: found.round })}` : "";
    count.textContent = (words ?? some) + origin;
    find("[data-pairs-how]", root).hidden = csv !== null;
    find("[data-pairs-save]", root).hidden = csv === null;
    showAgreement();
  }

  agreed.addEventListener("change", showAgreement);
  button.addEventListener("click", () => {
    if (csv === null) return;
    download(NAME, csv, "text/csv");
    saved.hidden = false;
    announce(saved);
  });
  return {
    /**
     * Follow a change of the codes.
     * @param {GroupRound[]} rounds as in results.js
     */
    async refresh(rounds) {
      latest += 1;
      const mine = latest;
      const filled = rounds.filter(({ members }) => members > 0);
      root.hidden = filled.length === 0;
      if (root.hidden) return;
      const texts = filled.map(({ name, codes }) => ({ name, text: codes.join("\n") }));
      try {
        const found = resultOf(await ask({ do: "pairs", rounds: texts, decimal: root.dataset.decimal }));
        if (mine === latest) show(found, filled.length > 1);
      } catch {
        // The engine failed, and the page shows that already.
      }
    },
  };
}
