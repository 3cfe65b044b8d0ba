// A small window that asks for a name: of a new page, or another one for this file.

import { find, findAll } from "../page/ui/find.js";
import { Refusal } from "./api.js";
import { say } from "./words.js";

/** @typedef {import("./words.js").Key} Key */

/**
 * Show the window, and what is wrong with what was typed until it succeeds.
 * @param {{title: Key, label: Key, help: Key, act: Key}} words `act`: on the button
 * @param {string} value that is already filled in
 * @param {(value: string) => Promise<string>} act does what was asked for; returns why not, or nothing
 */
export function askName(words, value, act) {
  const dialog = find('dialog[data-dialog="name"]');
  for (const part of findAll("[data-ask]", dialog)) part.textContent = say(words[/** @type {keyof typeof words} */ (part.dataset.ask)]);
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
