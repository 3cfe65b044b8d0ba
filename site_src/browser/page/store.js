// What is kept on the device: one JSON document. Read again before every write, so that two open tabs do not lose each other's answers. What
// cannot be read is set aside before anything is written over it, and what a newer version of this site wrote is left alone. A browser that
// refuses storage keeps nothing; then it is remembered here, as long as the page is open, and handed over where the visitor changes the
// language; everything else works.

import { carry, takeCarried } from "./carry.js";

const KEY = "ssi";
const VERSION = 2;
// Its first version had neither history, done nor measured, and was the same for the rest.
const READABLE = [1, VERSION];

/**
 * @typedef {Record<string, string>} Levels factor key → level key, or what stands for none
 * @typedef {{answers: Levels, role: string, target: number | null, step: string, done: Levels, measured: Levels, history: object[]}} Kept
 *   `done`: the steps of the plan that were ticked off. `measured`: what LinkedIn's archive said. `history`: dated points; see points.js
 */

const EMPTY = Object.freeze({ answers: {}, role: "", target: null, step: "", done: {}, measured: {}, history: [] });
const isMapping = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string";
const SHAPES = {
  answers: isMapping,
  role: isText,
  target: (value) => value === null || Number.isFinite(value),
  step: isText,
  done: isMapping,
  measured: isMapping,
  history: Array.isArray,
};

// In the name of the tab: a document on its way to the same page in another language.
const HANDED_OVER = `${KEY}:`;

let unkept = takeCarried(KEY) ?? takeHandedOver(); // The document as text, where the browser would not take it.
carry(KEY, () => unkept);

function takeHandedOver() {
  const { name } = window;
  if (!name.startsWith(HANDED_OVER)) return null;
  window.name = "";
  // Any site can name the tab that it opens.
  return document.referrer.startsWith(`${location.origin}/`) ? name.slice(HANDED_OVER.length) : null;
}

document.addEventListener("click", ({ target, ctrlKey, metaKey, shiftKey }) => {
  // A link that opens elsewhere leaves this tab, and so its name, to whatever site comes next.
  if (ctrlKey || metaKey || shiftKey) return;
  if (unkept !== null && target.closest?.("a[data-language]")) window.name = HANDED_OVER + unkept;
});

/** Whether this browser keeps anything: some have storage and refuse it at the first write. */
export function keeps() {
  try {
    const probe = `${KEY}-probe`;
    localStorage.setItem(probe, "");
    localStorage.removeItem(probe);
    return true;
  } catch {
    return false;
  }
}

function raw() {
  try {
    return unkept ?? localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What is kept, as far as it can be read. Whoever uses answers or points still has to say which of them it knows. `state`: "" where all is
 * well, "damaged" where a part could not be read, "newer" where a newer version of this site wrote it.
 * @returns {Kept & {state: "" | "damaged" | "newer"}}
 */
export function load() {
  const text = raw();
  if (text === null) return { ...EMPTY, state: "" };
  const found = parsed(text);
  if (!isMapping(found) || !READABLE.includes(found.version)) return { ...EMPTY, state: found?.version > VERSION ? "newer" : "damaged" };
  const kept = { ...EMPTY, ...found };
  const wrong = Object.keys(SHAPES).filter((name) => !SHAPES[name](kept[name]));
  for (const name of wrong) kept[name] = EMPTY[name];
  return { ...kept, state: wrong.length > 0 ? "damaged" : "" };
}

/** Moved, not copied: there may be no room for both. What was set aside before stays. */
function setAside(text) {
  let name = `${KEY}-damaged`;
  for (let n = 2; ![null, text].includes(localStorage.getItem(name)); n += 1) name = `${KEY}-damaged-${n}`;
  localStorage.removeItem(KEY);
  try {
    localStorage.setItem(name, text);
  } catch (error) {
    localStorage.setItem(KEY, text);
    throw error;
  }
}

/**
 * Change what is kept. `change` gets it as it stands now, perhaps written by another tab.
 * @param {(now: Kept) => Partial<Kept>} change
 * @returns {boolean} whether it is kept
 */
export function update(change) {
  const { state, ...now } = load();
  if (state === "newer") return false;
  const text = JSON.stringify({ ...now, ...change(now), version: VERSION });
  try {
    if (state === "damaged") setAside(raw());
    localStorage.setItem(KEY, text);
    unkept = null;
  } catch {
    unkept = text;
  }
  return unkept === null;
}

/** Forget the answers and what goes with them. The history stays. */
export function startOver() {
  update(({ history }) => ({ ...EMPTY, history }));
  const { state, history } = load();
  if (state !== "" || history.length > 0) return;
  forget();
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing could be kept, so there is nothing to forget.
  }
}

/** Forget what only this page remembers. */
export function forget() {
  unkept = null;
}

/** Tell of changes from another tab, and of those missed while this one was asleep. */
export function onElsewhere(changed) {
  window.addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) changed();
  });
  window.addEventListener("pageshow", (event) => event.persisted && changed());
}
