// What offline.js loads once the page is quiet: it has the service worker save the site, and shows the progress.

import { watchEngine } from "./ui/engine_state.js";
import { find, findAll } from "./ui/find.js";
import { formatSize, say } from "./ui/messages.js";
import { ask } from "./ui/service_worker.js";
import { trustScriptUrl } from "./ui/trusted_types.js";
import { watchUpdates } from "./ui/update.js";

/** @import {Report} from "./ui/service_worker.js" */

/** @param {"kept" | "pages" | "partly" | "some" | "keeping" | "failed" | "full" | ""} state "partly" and "some": "kept" and "pages", but for what is left out */
function show(state) {
  for (const each of findAll("[data-offline-state]")) each.hidden = !each.dataset.offlineState.split(" ").includes(state);
  document.documentElement.dataset.offline = state;
}

/**
 * @param {Report} report
 * @param {boolean} asked whether the visitor asked for it
 */
function stateOf({ site, engine, failed, leftOut }, asked) {
  const isPart = Object.keys(leftOut ?? {}).length > 0;
  if (failed === "full") return "full";
  if (site && engine) return isPart ? "partly" : "kept";
  if (failed && asked) return "failed";
  return site ? (isPart ? "some" : "pages") : "";
}

/** Announce the state. Only for what the visitor asked for; anything else is there to be found. */
function announce() {
  const words = findAll("p[data-offline-state]:not([hidden])").map((each) => each.textContent);
  find("[data-offline-announce]").textContent = words.join(" ");
}

/**
 * @param {HTMLElement} box
 * @param {string} service the address of the service worker
 */
export async function startOffline(box, service) {
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener("message", ({ data }) => JSON.parse(data).failed === "full" && show("full"));
  const registration = await serviceWorker.register(trustScriptUrl(service), { updateViaCache: "none" });
  watchUpdates(registration);
  await serviceWorker.ready;

  /**
   * @param {"keep" | "state" | "repair" | "again"} request
   * @param {boolean} asked
   */
  const update = async (request, asked) => {
    // Not the worker of the start: a new version may have taken over since.
    const report = await ask(registration.active, request);
    if (report.size !== undefined) find("[data-offline-size]", box).textContent = say("offline.size", { size: formatSize(report.size) });
    show(stateOf(report, asked));
    // For the page about offline use; see offline_copy.js.
    window.dispatchEvent(new CustomEvent("offline-report", { detail: report }));
    return report;
  };

  for (const button of findAll("[data-offline-keep]")) {
    button.addEventListener("click", async () => {
      show("keeping");
      // A button in the box is gone, and the focus must be somewhere.
      if (box.contains(button)) box.focus({ preventScroll: true });
      announce();
      // Browsers may delete what nobody asked them to keep. This visitor asks; whether it is granted changes nothing here.
      navigator.storage?.persist?.().catch(() => {});
      await update(box.contains(button) ? "keep" : "again", true);
      announce();
    });
  }

  if (document.querySelector("[data-runtime]")) saveEngine(update);
  else await update("state", false);
}

/**
 * Save the engine of a page that runs it, which costs only a copy. Where it fails, its files may be damaged on the device, and are
 * repaired.
 * @param {(request: "keep" | "repair", asked: boolean) => Promise<Report>} update
 */
function saveEngine(update) {
  let repaired = false;
  watchEngine(async (state) => {
    const { repaired: count } = await update(state === "ready" ? "keep" : "repair", false);
    if (state === "ready" || repaired || !count) return;
    repaired = true;
    find("[data-retry]").click();
  });
}
