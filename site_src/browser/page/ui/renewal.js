// Offers the site's new version where a file of the open page's version is gone.

import { carryAll } from "../storage/carry.js";
import { copyTemplate, find } from "./find.js";
import { announce } from "./messages.js";
import { reachState, takeOver } from "./service_worker.js";

const FOLDER = "runtime/";
const { runtime, worker } = find("[data-runtime]").dataset;
// The manifest's name and the scripts' folder change with everything that this version consists of.
const names = [runtime.split("/").at(-1), worker.split("/").at(-3)];
/** @type {HTMLElement | undefined} */
let box;

/** Check whether the server has another version. Its service worker, also where no browser runs it, lists every file. */
async function isReplaced() {
  try {
    // The runtime's folder is in the site's root.
    const response = await fetch(new URL("../sw.js", new URL(runtime, document.baseURI)), { cache: "no-cache" });
    const list = await response.text();
    return response.ok && list.includes(FOLDER) && !names.every((name) => name !== undefined && list.includes(name));
  } catch {
    return false;
  }
}

/**
 * Offer the new version below an element, if a file is missing because of one.
 * @param {Element} element
 * @returns {Promise<boolean>} whether it is
 */
export async function offerRenewal(element) {
  const selector = "template[data-renewal]";
  // The quiz as one file has no other version, and no template.
  if (!document.querySelector(selector) || !(await isReplaced())) return false;
  if (!box) {
    box = copyTemplate(selector);
    find("button", box).addEventListener("click", () => void renew());
  }
  element.after(box);
  box.scrollIntoView({ block: "nearest" });
  announce(find("p", box).textContent);
  return true;
}

async function renew() {
  carryAll();
  // A browser that refuses has no service worker either.
  await renewService().catch(() => {});
  location.reload();
}

/** Bring in the new service worker, because the old one would show this page again. */
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
