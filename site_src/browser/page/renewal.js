// A new version of the site may be published while a page is open. What the page has not fetched by then is gone: it says so where that was
// wanted, and leads to the new version.

import { carryAll } from "./carry.js";
import { announce } from "./messages.js";
import { reachState, takeOver } from "./service_worker.js";

const FOLDER = "runtime/";
const { runtime, worker } = document.querySelector("[data-runtime]").dataset;
// The manifest and the folder of the scripts are named after all that this version is made of.
const names = [runtime.split("/").at(-1), worker.split("/").at(-3)];
// The quiz as one file has no other version.
const pattern = document.querySelector("template[data-renewal]");
let box;

/** Whether the server has another version by now. Its service worker names every file, also where no browser runs it. */
async function isReplaced() {
  try {
    // The runtime's folder lies in the site's root.
    const response = await fetch(new URL("../sw.js", new URL(runtime, document.baseURI)), { cache: "no-cache" });
    const list = await response.text();
    return response.ok && list.includes(FOLDER) && !names.every((name) => list.includes(name));
  } catch {
    return false;
  }
}

/**
 * Something could not be had: if that is because of a new version, offer that one, below this element.
 * @returns {Promise<boolean>} whether it is
 */
export async function offerRenewal(element) {
  if (!pattern || !(await isReplaced())) return false;
  if (!box) {
    box = pattern.content.firstElementChild.cloneNode(true);
    box.querySelector("button").addEventListener("click", () => void renew());
  }
  element.after(box);
  announce(box.querySelector("p").textContent);
  return true;
}

async function renew() {
  carryAll();
  // Where a browser refuses, there is no service worker either.
  await renewService().catch(() => {});
  location.reload();
}

/** A service worker of this version would show this page again. */
async function renewService() {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration) return;
  await registration.update();
  const { installing } = registration;
  const failed = installing && (await reachState(installing, "installed", "activating", "activated", "redundant")) === "redundant";
  // The device may lack the room for a second version. Then the page comes from the server.
  if (failed) await registration.unregister();
  else await takeOver(registration);
}
