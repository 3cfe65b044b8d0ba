// Copies an example's text. Where the browser refuses the clipboard, the text is selected instead, ready to be copied by hand.

import { closest, find, findAll } from "./ui/find.js";
import { say } from "./ui/messages.js";

/** @param {Element} text */
function select(text) {
  const selection = /** @type {Selection} */ (window.getSelection());
  selection.selectAllChildren(text);
}

/** @param {Element} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text.textContent);
    return "copied";
  } catch {
    // The visitor or the site around a frame may not allow it, and an insecure page has no clipboard at all.
    select(text);
    return "selected";
  }
}

document.addEventListener("click", async ({ target }) => {
  const button = closest(target, "button[data-copy]");
  if (!button) return;
  const message = await copy(find(`#${button.dataset.copy}`));
  for (const state of findAll(".example [role=status]")) state.textContent = "";
  find(`#${button.dataset.copy} + .example-foot [role=status]`).textContent = say(message);
});

for (const button of findAll("button[data-copy]")) button.hidden = false;
