// Takes the latest large change of the quiz back: steps that are done, starting over, somebody else's answers. The notice with the button
// stands until the next change, or until the page is left. What another tab has changed since then stays as it is.

import { createUndo } from "../storage/undo.js";
import { find } from "../ui/find.js";
import { announce, say, sayCount } from "../ui/messages.js";
import { write } from "./answers.js";
import { addLate } from "./late_markup.js";

/**
 * @import {SavedData} from "../storage/store.js"
 * @import {Undo} from "../storage/undo.js"
 * @import {FormValues, QuizForm} from "./answers.js"
 * @import {Quiz} from "./preview.js"
 */

/**
 * @typedef {{shown: FormValues & {done: Record<string, string>}, before: SavedData, after: SavedData, isOfGuest: boolean}} TrackedChange what the form showed
 *   before, the saved data before and after the change, and whether somebody else's answers were changed
 * @typedef {[place: HTMLElement, key: string, n?: number]} Report where the notice stands, and its message
 */

/** @type {Undo | undefined} */
let latest;
let isListening = false;

/**
 * Report a change, with the button that takes it back. Rejects where the notice cannot be fetched.
 * @param {Quiz & {isGuest: () => boolean, refresh: () => void}} quiz
 * @param {TrackedChange} tracked
 * @param {Report} report
 */
export async function offerUndo(
  { form, store, fillForm, save, checklist, isGuest, refresh },
  { shown, before, after, isOfGuest },
  [place, key, n],
) {
  const undo = createUndo(store, before, after);
  if (!undo && !isOfGuest) return;
  await addLate(form);
  // Somebody else's answers may have come or gone meanwhile.
  if (isGuest() !== isOfGuest) return;
  const box = find("[data-changed]", form);
  listen(form, box);
  latest = () => {
    // Somebody else's answers were changed in the form only.
    const outcome = undo?.() ?? { isSaved: true, isWhole: true };
    if (isOfGuest) {
      write(form, shown);
      checklist.load(shown.done);
    } else {
      fillForm(store.load());
      // Where the device refuses, the page says so.
      save(() => ({}));
    }
    refresh();
    return outcome;
  };
  find("[data-changed-words]", box).textContent = n === undefined ? say(key) : sayCount(key, n);
  find("[data-undo]", box).hidden = false;
  place.after(box);
  box.hidden = false;
  // Steps that were done left the focus on the plan's title, because their own button is gone.
  if (document.activeElement?.matches("[data-plan-title]")) box.focus({ preventScroll: true });
}

/**
 * @param {QuizForm} form
 * @param {HTMLElement} box
 */
function listen(form, box) {
  if (isListening) return;
  isListening = true;
  const button = find("[data-undo]", box);
  const hide = () => {
    latest = undefined;
    box.hidden = true;
  };
  for (const event of ["change", "input"]) form.addEventListener(event, hide);
  // A change of one's own answers is not taken back in somebody else's, nor the other way round.
  new MutationObserver(hide).observe(form, { attributeFilter: ["data-guest"] });
  // Whoever comes back to a page that the browser held on to does not get back what somebody else erased.
  window.addEventListener("pagehide", hide);
  button.addEventListener("click", () => {
    if (!latest) return;
    const { isWhole } = latest();
    latest = undefined;
    button.hidden = true;
    const words = find("[data-changed-words]", box);
    words.textContent = say(isWhole ? "undo.done" : "undo.partly");
    box.hidden = false;
    box.focus();
    announce(words);
  });
}
