// The part of the page with the score over time. It finds what there is to show; a script that only this needs shows it.

import * as held from "../storage/over_time.js";
import { listShowable } from "../storage/points.js";
import { find, findAll } from "../ui/find.js";
import { loadExtras } from "./extras.js";
import { createCharts } from "./points_chart.js";

/**
 * @import {Engine} from "../engine/engine.js"
 * @import {Store} from "../storage/store.js"
 */

/**
 * @param {Engine} engine
 * @param {Store} store
 * @param {() => void} onChanged called when the visitor has saved or removed it
 * @returns {{show: () => Promise<void>, retry: () => void, forget: () => void}} `retry`: the engine is there, if it was not; `forget`: everything
 *   was erased
 */
export function startOverTime(engine, store, onChanged) {
  const section = find("[data-over-time]");
  const drawCharts = createCharts(section, "months");
  /** @type {ReturnType<typeof import("../history_extras.js").createOverTime> | undefined} */
  let part;

  const findPoints = () => listShowable(store.load().history);

  /** @param {string} state */
  function showState(state) {
    for (const each of findAll("[data-over-time-state]", section)) each.hidden = each.dataset.overTimeState !== state;
  }

  async function show() {
    const points = findPoints();
    const isNeeded = store.load().over_time || held.readHeld() || points.filter(({ answers }) => answers).length > 1;
    if (!part && !isNeeded) return showState("none");
    try {
      const { createOverTime } = await loadExtras();
      const shown = part ?? createOverTime({ engine, store, held, drawCharts, showState, onChanged });
      part = shown;
      shown.show(findPoints());
    } catch {
      showState("failed");
    }
    return undefined;
  }

  find("[data-over-time-retry]", section).addEventListener("click", async () => {
    await show();
    section.focus();
  });

  return {
    show,
    retry: () => part?.retry(),
    forget() {
      held.drop();
      part?.forget();
    },
  };
}
