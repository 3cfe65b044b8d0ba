// Makes a link that carries the answers behind its #. Browsers send that part to no server.

import { resultOf } from "../engine/wire.js";
import { find } from "../ui/find.js";

/**
 * @import {Ask} from "../engine/wire.js"
 * @import {Hook} from "../ui/find.js"
 * @import {Given} from "./sharing.js"
 */

/** @param {HTMLElement} section */
const fieldOf = (section) => find("input[data-share-field]", section);

/**
 * @param {Hook} section carries the quiz's address in `data-address`
 * @param {Given} given
 * @param {Ask} ask
 */
async function makeLink(section, given, ask) {
  const { code } = resultOf(await ask({ do: "pack", ...given }));
  const link = new URL(section.dataset.address, document.baseURI);
  link.hash = `code=${code}`;
  fieldOf(section).value = link.href;
  find("[data-share-link]", section).hidden = false;
  return link.href;
}

/**
 * Copy the link. Where the browser does not copy, the link is selected for the visitor to do so.
 * @param {Hook} section
 * @param {Given} given
 * @param {Ask} ask
 * @returns {Promise<"copied" | "select">}
 */
export async function copyLink(section, given, ask) {
  const link = await makeLink(section, given, ask);
  try {
    await navigator.clipboard.writeText(link);
    return "copied";
  } catch {
    const field = fieldOf(section);
    field.focus();
    field.select();
    return "select";
  }
}

/**
 * Share the link by the device's own means.
 * @param {Hook} section
 * @param {Given} given
 * @param {Ask} ask
 */
export async function shareLink(section, given, ask) {
  const url = await makeLink(section, given, ask);
  try {
    await navigator.share({ title: find("h1").textContent.trim(), url });
  } catch (error) {
    // AbortError: the visitor cancelled.
    if (/** @type {Error} */ (error).name !== "AbortError") throw error;
  }
}
