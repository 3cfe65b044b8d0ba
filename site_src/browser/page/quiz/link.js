// Shares a result. Its link carries the answers behind its #; browsers send that part to no server.

import { resultOf } from "../engine/wire.js";
import { find } from "../ui/find.js";
import { addLate } from "./late_markup.js";
import { savePicture } from "./picture.js";

/**
 * @import {Ask} from "../engine/wire.js"
 * @import {Hook} from "../ui/find.js"
 * @import {QuizForm} from "./answers.js"
 * @import {Outcome, ScoreInputs, Way} from "./sharing.js"
 */

/** @param {HTMLElement} section */
const fieldOf = (section) => find("input[data-share-field]", section);

/**
 * Share a result in one of the ways that there are a button for.
 * @param {{form: QuizForm, section: Hook, way: Way, outcome: Outcome, ask: Ask, link?: Promise<string>, copied?: Promise<boolean>}} wish
 *   `link`: to copy; `copied`: whether the browser has copied it
 * @returns {Promise<string | void>} the key of a message
 */
export async function shareResult({ form, section, way, outcome, ask, link, copied }) {
  if (link) return copyLink(section, await link, copied);
  if (way === "native") return shareLink(section, outcome.given, ask);
  // The browsers of some apps cannot print.
  if (way === "print" && "print" in window) return window.print();
  await addLate(form);
  return way === "print" ? "no_print" : savePicture(form, section, way, outcome);
}

/**
 * @param {Hook} section carries the quiz's address in `data-address`
 * @param {ScoreInputs} given
 * @param {Ask} ask
 */
export async function makeLink(section, given, ask) {
  const { code } = resultOf(await ask({ do: "pack", ...given }));
  const link = new URL(section.dataset.address, document.baseURI);
  link.hash = `code=${code}`;
  fieldOf(section).value = link.href;
  find("[data-share-link]", section).hidden = false;
  return link.href;
}

/**
 * Copy the link. Where the browser does not copy, the link is selected for the visitor to do so.
 * @param {HTMLElement} section
 * @param {string} link
 * @param {Promise<boolean>} [copied]
 * @returns {Promise<"copied" | "select">}
 */
async function copyLink(section, link, copied) {
  if (await copied) return "copied";
  try {
    // A browser that takes no promise may take the text itself.
    await navigator.clipboard.writeText(link);
    return "copied";
  } catch {
    return selectLink(section);
  }
}

/**
 * Select the link, for the visitor to copy.
 * @param {HTMLElement} section
 */
function selectLink(section) {
  const field = fieldOf(section);
  field.focus();
  field.select();
  return /** @type {const} */ ("select");
}

/**
 * Share the link by the device's own means. Where the browser refuses, as in a frame, the link is selected.
 * @param {Hook} section
 * @param {ScoreInputs} given
 * @param {Ask} ask
 */
async function shareLink(section, given, ask) {
  const url = await makeLink(section, given, ask);
  try {
    await navigator.share({ title: find("h1").textContent.trim(), url });
  } catch (error) {
    // AbortError: the visitor cancelled.
    if (/** @type {Error} */ (error).name !== "AbortError") return selectLink(section);
  }
}
