// What only this page remembers, for the page that takes its place: in the entry of the tab's history, which stays the same when the page
// loads anew. No other site can read that, or write it.

const registered = new Map(); // name → what gives its text, or null

/** Have a text taken along whenever this page is replaced. @param {() => string | null} read */
export function carry(name, read) {
  registered.set(name, read);
}

/** This page is about to be replaced. */
export function carryAll() {
  const texts = [...registered].map(([name, read]) => [name, read()]).filter(([, text]) => text !== null);
  if (texts.length > 0) history.replaceState({ ...history.state, ...Object.fromEntries(texts) }, "");
}

/** What the page before this one had taken along under a name, once; null where that was nothing. */
export function takeCarried(name) {
  const { [name]: text = null, ...rest } = history.state ?? {};
  if (text !== null) history.replaceState(rest, "");
  return text;
}
