// Saves the site on the device, for use without a network, and shows the progress. The service worker does the saving; see ../service/.
// Where a browser has none (an old browser, a page opened from disk, an address without https), nothing happens and nothing is shown.

import { find, findAll } from "./ui/find.js";
import { formatSize, say } from "./ui/messages.js";
import { trustScriptUrl } from "./ui/trusted_types.js";
import { watchUpdates } from "./ui/update.js";

/** @typedef {{site?: boolean, engine?: boolean, repaired?: number, failed?: string, size?: number}} Report the service worker's reply */

// A service worker gets five minutes for one request, and then ends without a reply.
const REPLY_MS = 5 * 60 * 1000;

/** @type {HTMLElement | null} */
const box = document.querySelector("[data-offline-box]");
const root = document.documentElement;

/**
 * @param {ServiceWorker | null} worker
 * @param {"keep" | "state" | "repair"} request
 * @returns {Promise<Report>}
 */
function ask(worker, request) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const late = setTimeout(() => resolve({ failed: "network" }), REPLY_MS);
    port1.onmessage = ({ data }) => {
      clearTimeout(late);
      port1.close();
      resolve(JSON.parse(data));
    };
    worker?.postMessage(JSON.stringify({ do: request }), [port2]);
  });
}

/** @param {"kept" | "pages" | "keeping" | "failed" | "full" | ""} state */
function show(state) {
  for (const each of findAll("[data-offline-state]")) each.hidden = !each.dataset.offlineState.split(" ").includes(state);
  root.dataset.offline = state;
}

/**
 * @param {Report} report
 * @param {boolean} asked whether the visitor asked for it
 */
function stateOf({ site, engine, failed }, asked) {
  if (failed === "full") return "full";
  if (site && engine) return "kept";
  if (failed && asked) return "failed";
  return site ? "pages" : "";
}

/** Announce the state. Only for what the visitor asked for; anything else is there to be found. */
function announce() {
  const words = findAll("p[data-offline-state]:not([hidden])").map((each) => each.textContent);
  find("[data-offline-announce]").textContent = words.join(" ");
}

const isSettled = () => root.dataset.engine === "ready" || root.dataset.engine === "failed";

/**
 * Call back whenever the quiz's engine is ready or has failed.
 * @param {(state: string | undefined) => void} onSettled
 */
function watchEngine(onSettled) {
  const check = () => isSettled() && onSettled(root.dataset.engine);
  new MutationObserver(check).observe(root, { attributeFilter: ["data-engine"] });
  check();
}

/**
 * @param {HTMLElement} box
 * @param {string} service the address of the service worker
 */
async function start(box, service) {
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener("message", ({ data }) => JSON.parse(data).failed === "full" && show("full"));
  const registration = await serviceWorker.register(trustScriptUrl(service), { updateViaCache: "none" });
  watchUpdates(registration);
  await serviceWorker.ready;

  /**
   * @param {"keep" | "state" | "repair"} request
   * @param {boolean} asked
   */
  const update = async (request, asked) => {
    // Not the worker of the start: a new version may have taken over since.
    const report = await ask(registration.active, request);
    if (report.size !== undefined) find("[data-offline-size]", box).textContent = say("offline.size", { size: formatSize(report.size) });
    show(stateOf(report, asked));
    return report;
  };

  for (const button of findAll("[data-offline-keep]", box)) {
    button.addEventListener("click", async () => {
      show("keeping");
      // The button is gone, and the focus must be somewhere.
      box.focus({ preventScroll: true });
      announce();
      // Browsers may delete what nobody asked them to keep. This visitor asks; whether it is granted changes nothing here.
      navigator.storage?.persist?.().catch(() => {});
      await update("keep", true);
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

/** Wait until nothing competes with the page, nor on the quiz with the engine. */
async function waitForQuiet() {
  if (document.readyState !== "complete") await new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
  if (document.querySelector("[data-runtime]") && !isSettled()) await new Promise(watchEngine);
}

const service = box?.dataset.service;
if (box && service && "serviceWorker" in navigator) {
  // A browser may refuse: in a private window, by its settings, or for lack of room. The site works as well without.
  waitForQuiet()
    .then(() => start(box, service))
    .catch((error) => console.info(String(error)));
}
