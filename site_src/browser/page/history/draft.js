// Saves the form's draft in this tab only. A visit to another page or language does not lose it.

import { carry, takeCarried } from "../storage/carry.js";

const KEY = "ssi-draft";
// More than any SSI page has, and little enough to write at every key.
const MOST = 50_000;

/** @type {string | null} the draft as text, where the browser refused it */
let unsaved = null;
carry(KEY, () => unsaved);

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/** @param {HTMLFormElement} form */
export const fieldsOf = (form) => /** @type {Field[]} */ ([...form.elements]).filter(({ name }) => name);

/** @param {HTMLFormElement} form */
export function saveDraft(form) {
  const values = fieldsOf(form).map(({ name, value }) => [name, value.slice(0, MOST)]);
  // A date alone is no draft: the page fills it in itself.
  if (values.every(([name, value]) => value === "" || name === "day")) return dropDraft();
  const text = JSON.stringify(Object.fromEntries(values));
  try {
    sessionStorage.setItem(KEY, text);
  } catch {
    unsaved = text;
  }
  return undefined;
}

/**
 * Put a total into the draft, for the form of another page.
 * @param {string} total
 */
export function draftTotal(total) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...readDraft(), total }));
  } catch {
    // The form starts empty.
  }
}

/** @returns {Record<string, unknown>} empty where there is none, or it cannot be read */
function readDraft() {
  try {
    return Object(JSON.parse(takeCarried(KEY) ?? sessionStorage.getItem(KEY) ?? ""));
  } catch {
    return {};
  }
}

export function dropDraft() {
  unsaved = null;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // There is none.
  }
}

/**
 * Fill in the draft.
 * @param {HTMLFormElement} form
 * @returns {boolean} whether there was any
 */
export function fillDraft(form) {
  const values = readDraft();
  for (const field of fieldsOf(form)) {
    const value = values[field.name];
    if (typeof value === "string") field.value = value;
  }
  return Object.keys(values).length > 0;
}
