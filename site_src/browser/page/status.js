// What the visitor is told of the calculator and of the storage. Loading and ready are quiet, a failure is not.

import { announce, say, size } from "./messages.js";
import { offerRenewal } from "./renewal.js";

// How a file fails that is gone: some hosts send a page instead.
const GONE = ["http", "wrong-type"];

/** @typedef {{state: "loading" | "ready" | "failed", loaded: number, total: number, reason: string | null}} EngineStatus */

/** @param {EngineStatus} status */
export function showEngine(form, { state, loaded, total, reason }) {
  for (const each of form.querySelectorAll("[data-engine-state]")) each.hidden = each.dataset.engineState !== state;
  if (state === "loading") showLoading(form, loaded, total);
  if (state !== "failed") return;
  // The first says why; far down a long form, another leads to it.
  const failed = form.querySelector('[data-engine-state="failed"]');
  for (const words of failed.querySelectorAll("[data-reason]")) words.hidden = words.dataset.reason !== reason;
  announce([...failed.querySelectorAll("p:not([hidden], :has(button))")].map((words) => words.textContent).join(" "));
  if (GONE.includes(reason)) void offerRenewal(failed.querySelector("[data-retry]").parentElement);
}

function showLoading(form, loaded, total) {
  const bar = form.querySelector("[data-loading]");
  const arrived = total > 0 && loaded >= total;
  // Without a value the bar says "busy": the size is not known yet, or everything is here and starting.
  if (total === 0 || arrived) bar.removeAttribute("value");
  else {
    bar.max = total;
    bar.value = loaded;
  }
  const known = total > 0 && !arrived;
  const text = known ? say("engine.loading", { loaded: size(loaded), total: size(total) }) : say("engine.starting");
  form.querySelector("[data-loading-text]").textContent = text;
}

/** Say whether answers are kept, and whether what was kept could be read. @param {"" | "damaged" | "newer"} found */
export function showStorage(form, kept, found) {
  const state = { kept: kept && found !== "newer", "not-kept": !kept && found !== "newer", [found]: true };
  for (const words of form.querySelectorAll("[data-storage]")) words.hidden = !state[words.dataset.storage];
}
