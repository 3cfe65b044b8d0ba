// Keeps what was typed and not saved in this browser, at every keystroke, until it is saved.

/**
 * @typedef {{hash: string, text: string, fields: Record<string, unknown>, time: number}} Draft
 *   `hash`: of the file that was edited. `fields`: values typed into the form that `text` does not hold yet.
 */

const PREFIX = "editor-draft:";
// The last moment that a date can name.
const LATEST = 8.64e15;

/**
 * Keep a draft. Returns whether the browser could.
 * @param {string} file
 * @param {Draft} draft
 */
export function keepDraft(file, draft) {
  try {
    localStorage.setItem(PREFIX + file, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/**
 * Find the draft of a file. What is stored may come from anybody who used this address before.
 * @param {string} file
 * @returns {Draft | null}
 */
export function findDraft(file) {
  try {
    const { hash, text, fields, time } = JSON.parse(localStorage.getItem(PREFIX + file) ?? "");
    const isDraft =
      typeof hash === "string" && typeof text === "string" && Math.abs(time) <= LATEST && fields && typeof fields === "object";
    return isDraft ? { hash, text, fields, time } : null;
  } catch {
    return null;
  }
}

/**
 * Forget a file's draft.
 * @param {string} file
 */
export function dropDraft(file) {
  try {
    localStorage.removeItem(PREFIX + file);
  } catch {
    // Where nothing can be kept there is nothing to forget.
  }
}
