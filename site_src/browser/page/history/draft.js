// What was typed and not saved yet, in this tab only: whoever goes to another page or language finds it again.

import { carry, takeCarried } from "../carry.js";

const KEY = "ssi-draft";
// More than any SSI page has, and little enough to write at every key.
const MOST = 50_000;

let unkept = null; // The draft as text, where the browser would not take it.
carry(KEY, () => unkept);

const fieldsOf = (form) => [...form.elements].filter(({ name }) => name);

export function keepDraft(form) {
  const values = fieldsOf(form).map(({ name, value }) => [name, value.slice(0, MOST)]);
  // A date alone is nothing: the page fills it in itself.
  if (values.every(([name, value]) => value === "" || name === "day")) return dropDraft();
  const text = JSON.stringify(Object.fromEntries(values));
  try {
    sessionStorage.setItem(KEY, text);
  } catch {
    unkept = text;
  }
  return undefined;
}

export function dropDraft() {
  unkept = null;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // There is none.
  }
}

/** @returns {boolean} whether there was any */
export function takeDraft(form) {
  try {
    const values = JSON.parse(takeCarried(KEY) ?? sessionStorage.getItem(KEY));
    for (const field of fieldsOf(form)) if (typeof values[field.name] === "string") field.value = values[field.name];
    return true;
  } catch {
    return false;
  }
}
