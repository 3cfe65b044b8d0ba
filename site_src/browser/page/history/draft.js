// What was typed and not saved yet, in this tab only: whoever goes to another page or language finds it again.

const KEY = "ssi-draft";
// More than any SSI page has, and little enough to write at every key.
const MOST = 50_000;

const fieldsOf = (form) => [...form.elements].filter(({ name }) => name);

export function keepDraft(form) {
  const values = fieldsOf(form).map(({ name, value }) => [name, value.slice(0, MOST)]);
  // A date alone is nothing: the page fills it in itself.
  if (values.every(([name, value]) => value === "" || name === "day")) return dropDraft();
  try {
    sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(values)));
  } catch {
    // Then it is not found again.
  }
  return undefined;
}

export function dropDraft() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // There is none.
  }
}

/** @returns {boolean} whether there was any */
export function takeDraft(form) {
  try {
    const values = JSON.parse(sessionStorage.getItem(KEY));
    for (const field of fieldsOf(form)) if (typeof values[field.name] === "string") field.value = values[field.name];
    return true;
  } catch {
    return false;
  }
}
