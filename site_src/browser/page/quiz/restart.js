// Starts the quiz over, after asking the visitor.

import { find } from "../ui/find.js";

/** @import {QuizForm} from "./answers.js" */

/**
 * @param {QuizForm} form
 * @param {() => void} onConfirm
 */
export function startRestart(form, onConfirm) {
  const dialog = find("dialog[data-restart-dialog]");
  find("[data-restart]", form).addEventListener("click", () => dialog.showModal());
  find("[data-restart-cancel]", dialog).addEventListener("click", () => dialog.close());
  find("[data-restart-confirm]", dialog).addEventListener("click", () => {
    dialog.close();
    onConfirm();
  });
}
