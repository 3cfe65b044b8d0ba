// The code of a saved score for a trainer.

import { find } from "../ui/find.js";
import { loadExtras } from "./extras.js";

/**
 * @import {Ask} from "../engine/wire.js"
 * @import {Store} from "../storage/store.js"
 */

/**
 * @param {Ask} ask
 * @param {Store} store
 * @param {() => void} onMade called once a code was made, with which a secret may be saved
 * @returns {() => void} offers the scores that are saved now
 */
export function startTrainer(ask, store, onMade) {
  const section = find("[data-trainer]");
  const box = find("details[data-trainer-box]", section);
  const missing = find("[data-trainer-missing]", section);
  /** @type {(() => void) | undefined} */
  let update;

  async function show() {
    missing.hidden = true;
    try {
      const { createTrainerPart } = await loadExtras();
      const shown = update ?? createTrainerPart(section, ask, store, onMade);
      update = shown;
      shown();
    } catch {
      missing.hidden = !box.open;
    }
  }

  // The code is only fetched and made for those who ask for it.
  box.addEventListener("toggle", () => box.open && void show());
  return () => {
    const isAny = store.load().history.some((point) => point?.pillars);
    box.hidden = !isAny;
    find("[data-trainer-none]", section).hidden = isAny;
    if (box.open) void show();
  };
}
