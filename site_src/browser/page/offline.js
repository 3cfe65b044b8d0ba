// Saves the site on the device, for use without a network, and shows the progress. The service worker does the saving; see ../service/.
// Where a browser has none (an old browser, a page opened from disk, an address without https), nothing happens and nothing is shown.

import { isSettled, watchEngine } from "./ui/engine_state.js";
// At once on every page, so that no other script takes the name of its one policy.
import "./ui/trusted_types.js";

/** @type {HTMLElement | null} */
const box = document.querySelector("[data-offline-box]");

/** Wait until nothing competes with the page, nor on the quiz with the engine. */
async function waitForQuiet() {
  if (document.readyState !== "complete") await new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
  if (document.querySelector("[data-runtime]") && !isSettled()) await new Promise(watchEngine);
}

const service = box?.dataset.service;
if (box && service && "serviceWorker" in navigator) {
  // A browser may refuse: in a private window, by its settings, or for lack of room. The site works as well without.
  waitForQuiet()
    .then(() => import("./offline_start.js"))
    .then(({ startOffline }) => startOffline(box, service))
    .catch((error) => console.info(String(error)));
}
