// Carries what only this page remembers over to the page that replaces it. It travels in the tab's history entry, which survives a reload
// and which no other site can read or write.

/** @type {Map<string, () => string | null>} */
const readers = new Map();

/**
 * Have a text carried over whenever this page is replaced.
 * @param {string} name
 * @param {() => string | null} read
 */
export function carry(name, read) {
  readers.set(name, read);
}

/** Put the texts into the history entry, because this page is about to be replaced. */
export function carryAll() {
  const texts = [...readers].map(([name, read]) => [name, read()]).filter(([, text]) => text !== null);
  if (texts.length > 0) history.replaceState({ ...history.state, ...Object.fromEntries(texts) }, "");
}

/**
 * Take the text that the page before this one carried over under a name. It can be taken once.
 * @param {string} name
 * @returns {string | null} null where there is none
 */
export function takeCarried(name) {
  const { [name]: text = null, ...rest } = history.state ?? {};
  if (text !== null) history.replaceState(rest, "");
  return text;
}
