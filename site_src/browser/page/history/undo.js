// Takes the latest change of this page back. Its button stands in the notice that reports the change, until the next change or the page is
// left. What another tab has changed since then stays as it is.

import { find, findAll } from "../ui/find.js";
import { announce, say } from "../ui/messages.js";

/** @import {Undo} from "../storage/undo.js" */

/**
 * @typedef {{offer: (box: HTMLElement, undo?: Undo) => void, forget: () => void}} UndoOffer `offer` shows the button in a notice that reports a
 *   change, or hides it there, and hides that of the change before; `forget` hides it
 */

/**
 * @param {() => void} onUndone
 * @returns {UndoOffer}
 */
export function startUndo(onUndone) {
  /** @type {{box: HTMLElement, undo: Undo} | undefined} */
  let latest;

  /** @param {HTMLElement} box @param {boolean} shown */
  const showButton = (box, shown) => (find("[data-undo]", box).hidden = !shown);

  function forget() {
    if (latest) showButton(latest.box, false);
    latest = undefined;
  }

  for (const button of findAll("[data-undo]")) {
    button.addEventListener("click", () => {
      if (!latest) return;
      const { box, undo } = latest;
      const { isSaved, isWhole } = undo();
      forget();
      box.dataset.undone = "";
      const words = find("[data-undone-words]", box);
      words.textContent = say(`undo.${!isWhole ? "partly" : isSaved ? "done" : "not-kept"}`);
      onUndone();
      box.hidden = false;
      box.focus();
      announce(words);
    });
  }
  // Whoever comes back to a page that the browser held on to does not get back what somebody else erased.
  window.addEventListener("pagehide", forget);

  return {
    offer(box, undo) {
      // What changed nothing leaves the change before as it can be taken back, unless its notice now says something else.
      if (undo || latest?.box === box) forget();
      if (undo) latest = { box, undo };
      delete box.dataset.undone;
      showButton(box, undo !== undefined);
    },
    forget,
  };
}
