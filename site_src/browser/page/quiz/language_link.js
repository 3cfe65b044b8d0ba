// Adds answers to the link to the same page in another language. That page could not know somebody else's result that is being looked at,
// nor the visitor's own where nothing is saved. They travel behind the #. The engine packs it, so a click may have to wait.

import { resultOf } from "../engine/wire.js";
import { closest, findAll } from "../ui/find.js";

/**
 * @import {Ask} from "../engine/wire.js"
 * @import {ScoreInputs} from "./sharing.js"
 */

// An engine may take longer to fail, and the visitor wants to go on.
const LONGEST_MS = 8000;
const SELECTOR = "a[data-language]";

/**
 * @param {Ask} ask
 * @returns {(kind: string, given: ScoreInputs, part: string) => void} `kind`: "code" or "example" for somebody else's answers, "own" for the
 *   visitor's, "" for none that have to travel, or a fragment that the next page is to read as it is
 */
export function createLanguageLink(ask) {
  const links = findAll(SELECTOR);
  let wanted = "";
  /** @type {Promise<void> | undefined} while the links are not right yet */
  let packing;

  /** @param {string} fragment */
  function setFragment(fragment) {
    // A trainer's link that the tab does not hold goes along; see preset_link.js.
    const { presetLink } = document.documentElement.dataset;
    for (const link of links) link.hash = presetLink ? `${fragment && `${fragment}&`}${presetLink}` : fragment;
  }

  /**
   * @param {string} kind
   * @param {ScoreInputs} given
   * @param {string} part
   * @returns {Promise<void>}
   */
  async function pack(kind, given, part) {
    const mine = wanted;
    let fragment = "";
    try {
      const { code } = resultOf(await ask({ do: "pack", ...given }));
      fragment = `${kind}=${code}${kind === "own" ? `&${part}` : ""}`;
    } catch {
      // The engine failed, and the page shows that already.
    }
    if (wanted !== mine) return packing;
    setFragment(fragment);
    packing = undefined;
    return undefined;
  }

  document.addEventListener("click", async (event) => {
    const link = closest(event.target, SELECTOR);
    // A link that opens elsewhere leaves this page open.
    if (!link || !packing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await Promise.race([packing, new Promise((resolve) => setTimeout(resolve, LONGEST_MS))]);
    location.assign(link.href);
  });

  return (kind, given, part) => {
    const isPacked = kind.startsWith("#");
    const isNothing = kind === "" || Object.keys(given.answers).length === 0;
    const now = isPacked ? kind : isNothing ? "" : JSON.stringify([kind, given, part]);
    if (now === wanted) return;
    wanted = now;
    if (isPacked || isNothing) setFragment(now);
    packing = isPacked || isNothing ? undefined : pack(kind, given, part);
  };
}
