// The links to the score over time of the archive that was read. What it says goes along in this tab only.

import { resultOf } from "../engine/wire.js";
import { hold, takeAlong, toOverTime } from "../storage/over_time.js";
import { find, findAll } from "../ui/find.js";

/**
 * @import {Ask, OverTime, Report} from "../engine/wire.js"
 */

/**
 * @param {HTMLElement} root
 * @param {Ask} ask
 */
export function createOverTimeLinks(root, ask) {
  const boxes = findAll("[data-see-over-time]", root);
  let isExample = false;
  /** @type {OverTime | null} */
  let overTime = null;

  function hide() {
    overTime = null;
    for (const box of boxes) box.hidden = true;
  }

  for (const box of boxes) {
    const link = find("a", box);
    link.addEventListener("click", (event) => {
      if (!overTime) return;
      hold({ over_time: overTime, example: isExample });
      takeAlong(event, link.href);
    });
  }

  return {
    hide,
    /**
     * @param {Report} report
     * @param {boolean} hasExample whether the example archive is among what was read
     */
    async show(report, hasExample) {
      isExample = hasExample;
      const { version } = resultOf(await ask({ do: "score", answers: {} }));
      overTime = toOverTime(report, version);
      for (const box of boxes) {
        box.hidden = overTime === null;
        for (const words of findAll("[data-see-whose]", box)) words.hidden = (words.dataset.seeWhose === "example") !== hasExample;
      }
    },
  };
}
