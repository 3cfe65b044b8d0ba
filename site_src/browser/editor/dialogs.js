// Small windows that ask for a name: of a new page, or another one for this file.

import { find } from "../page/ui/find.js";
import { Refusal } from "./api.js";
import { say } from "./words.js";

/**
 * Show a window, and what is wrong with what was typed until it succeeds.
 * @param {"new" | "rename"} name
 * @param {string} value that is already filled in
 * @param {(value: string) => Promise<string>} act does what was asked for; returns why not, or nothing
 */
export function askName(name, value, act) {
  const dialog = find(`dialog[data-dialog="${name}"]`);
  const form = find("form", dialog);
  const input = find("input", dialog);
  const fault = find("[data-fault]", dialog);
  input.value = value;
  fault.hidden = true;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const message = await act(input.value.trim()).catch((refusal) => sayRefusal(refusal));
    if (!message) return dialog.close();
    fault.textContent = message;
    fault.hidden = false;
    input.focus();
  };
  find("[data-close]", dialog).onclick = () => dialog.close();
  dialog.showModal();
}

/**
 * Say why the server refused.
 * @param {unknown} refusal
 */
export function sayRefusal(refusal) {
  if (!(refusal instanceof Refusal)) throw refusal;
  return refusal.message || say("state.no_server");
}
