// Shows the state of the engine and of the storage. Loading and ready are quiet, a failure is announced.

import { find, findAll } from "./find.js";
import { announce, formatSize, say } from "./messages.js";
import { offerRenewal } from "./renewal.js";

/** @import {EngineStatus} from "../engine/engine.js" */

// The failures of a file that is gone: some hosts send a page instead.
const GONE = ["http", "wrong-type"];

/**
 * @param {HTMLElement} form
 * @param {EngineStatus} status
 */
export function showEngine(form, { state, loaded, total, reason }) {
  for (const each of findAll("[data-engine-state]", form)) each.hidden = each.dataset.engineState !== state;
  if (state === "loading") showLoading(form, loaded, total);
  if (state !== "failed") return;
  // The first says why. Another, far down a long form, leads to it.
  const failed = find('[data-engine-state="failed"]', form);
  for (const words of findAll("[data-reason]", failed)) words.hidden = words.dataset.reason !== reason;
  // A browser that is too old stays so.
  find("[data-retry]", failed).hidden = /^no-/.test(reason);
  announce(
    findAll("p:not([hidden], :has(button))", failed)
      .map((words) => words.textContent)
      .join(" "),
  );
  if (GONE.includes(reason)) void offerRenewal(find(":has(> [data-retry])", failed));
}

/**
 * @param {HTMLElement} form
 * @param {number} loaded
 * @param {number} total
 */
function showLoading(form, loaded, total) {
  const bar = find("progress[data-loading]", form);
  const known = total > 0 && loaded < total;
  if (known) {
    bar.max = total;
    bar.value = loaded;
  } else {
    // Without a value the bar says "busy": the size is not known yet, or everything is here and starting.
    bar.removeAttribute("value");
  }
  const text = known ? say("engine.loading", { loaded: formatSize(loaded), total: formatSize(total) }) : say("engine.starting");
  find("[data-loading-text]", form).textContent = text;
}

/**
 * Show whether answers are saved, and whether what was saved could be read.
 * @param {HTMLElement} form
 * @param {boolean} saved
 * @param {"" | "damaged" | "newer"} found
 */
export function showStorage(form, saved, found) {
  const shown = [found, found === "newer" ? "" : saved ? "kept" : "not-kept"];
  for (const words of findAll("[data-storage]", form)) words.hidden = !shown.includes(words.dataset.storage);
}
