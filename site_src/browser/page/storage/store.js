// The visitor's data on the device: one JSON document. It is read again before every write, and changes are merged part by part, so that
// two open tabs do not lose each other's. What cannot be read is set aside before anything is written over it. A document that a newer
// version of this site wrote is left alone. What the browser refuses to save waits in the tab, or else in this page, until there is room.

import { setAside } from "./set_aside.js";
import { carry, takeCarried } from "./carry.js";
import { createMark, digestOf, forgetWrites, lineageOf, recordWrite, removeLineage, takeOverwritten, writeWithLineage } from "./lineage.js";
import { apply, changesBetween, EMPTY, flatten, isSame, unflatten } from "./parts.js";
import { KEY, parseSaved, readText, VERSION } from "./saved_data.js";

/**
 * @import {Levels, OverTime, Point} from "../engine/wire.js"
 * @import {Changes} from "./parts.js"
 * @import {State} from "./saved_data.js"
 */

// The tab's copy of what the device refused.
const UNKEPT = `${KEY}-unkept`;
// Written and removed where everything was erased, for the other tabs: there may have been no document to remove.
const ERASED = `${KEY}-erased`;
// A write takes milliseconds. A page that stopped in the middle of one does not hold up the others.
const LOCK_MS = 1000;

/**
 * @typedef {{[K in keyof Point]?: unknown} | null | undefined} StoredPoint a point as it is stored, which may be damaged
 * @typedef {{answers: Levels, role: string, target: number | null, step: string, done: Levels, measured: Levels, history: StoredPoint[],
 *   over_time?: OverTime}} SavedData
 *   `done`: the steps of the plan that were ticked off; `measured`: the answers from LinkedIn's archive; `history`: dated points, see points.js;
 *   `over_time`: the score over time from an archive, see over_time.js
 * @typedef {{text: string | null, digest: string, data: SavedData, state: State}} Document as it is on the device; `text` is null for none
 * @typedef {Pick<typeof import("./store.js"), "load" | "update" | "countErasures">} Store
 */

/** @type {Document} */
const NOTHING = Object.freeze({ text: null, digest: "0", data: EMPTY, state: "" });

/** @type {Document} the document as this page last saw it on the device */
let base = NOTHING;
/** @type {Changes} this page's changes since then */
let pending = new Map();
/** @type {SavedData} the two together */
let mine = EMPTY;
// Whether the device refused that, and whether the tab holds it for the next page.
let unsaved = false;
let held = false;
// How often other tabs have erased everything.
let erasures = 0;

/**
 * Check whether this browser accepts writes to a storage. Some have it and refuse the first write.
 * @param {"localStorage" | "sessionStorage"} storage
 */
function isWritable(storage) {
  try {
    const probe = `${KEY}-probe`;
    window[storage].setItem(probe, "");
    window[storage].removeItem(probe);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string | null} text
 * @returns {Document}
 */
const parseDocument = (text) => (text === null ? NOTHING : { text, digest: digestOf(text), ...parseSaved(text) });

/**
 * Merge the document that is on the device by now.
 * @returns {boolean} whether it is another than before
 */
function sync() {
  const text = readText();
  if (text === undefined || text === base.text) return false;
  if (text !== null || base.state !== "") {
    merge(parseDocument(text));
    return true;
  }
  // It was cleared, in the browser's settings for one. Its content is still on the screen, and is saved again with the next change.
  const isNews = !unsaved;
  unsaved = true;
  return isNews;
}

/**
 * Merge a document from the device with this page's changes.
 * @param {Document} theirs
 */
function merge(theirs) {
  if (theirs.state === "") {
    const before = flatten(base.data);
    const now = flatten(theirs.data);
    const whole = new Map(now);
    const missed = takeOverwritten(theirs);
    apply(missed, whole);
    // A change that was refused may be old: a later change of another tab wins.
    const open = [...pending].filter(([name]) => !unsaved || isSame(before.get(name), whole.get(name)));
    apply(open, whole);
    pending = new Map([...missed, ...open]);
    mine = unflatten(whole);
    if (changesBetween(now, whole).size === 0) {
      const [mark, parent] = [...lineageOf(theirs)].reverse();
      if (pending.size > 0) recordWrite(mark, parent, pending);
      settle(theirs);
    }
  } else if (pending.size === 0) mine = theirs.data;
  base = theirs;
}

/**
 * Read the data, as far as it can be read. The caller still checks which answers and points it knows.
 * @returns {SavedData & {state: State}}
 */
export function load() {
  sync();
  return { ...mine, state: base.state };
}

/** Check whether the device has saved what this page shows, or can. */
export function isPersistent() {
  sync();
  return !unsaved && isWritable("localStorage");
}

/** Check whether something of this page is not saved on the device. */
export const isUnsaved = () => unsaved;

/** Check whether something is in this page only, and is lost with it. */
export const isInPageOnly = () => unsaved && pending.size > 0 && !held;

/** Save this page's changes, if that is still to do. */
function write() {
  sync();
  if (pending.size === 0 || base.state === "newer") return;
  const isEmpty = [...changesBetween(flatten(EMPTY), flatten(mine)).keys()].every((name) => name === "version");
  const text = isEmpty ? null : JSON.stringify(mine);
  try {
    if (base.state === "damaged") setAside(KEY, /** @type {string} */ (base.text));
    const digest = digestOf(text ?? "");
    const mark = createMark(digest);
    const parent = lineageOf(base).at(-1);
    if (text === null) {
      removeLineage();
      localStorage.removeItem(KEY);
    } else writeWithLineage(base, mark, () => localStorage.setItem(KEY, text));
    recordWrite(mark, parent, pending);
    settle({ text, digest, data: mine, state: "" });
  } catch {
    unsaved = true;
    holdInTab();
  }
}

/**
 * Take over a document in which every change of this page is saved.
 * @param {Document} now
 */
function settle(now) {
  base = now;
  mine = now.data;
  pending = new Map();
  unsaved = false;
  if (held) sessionStorage.removeItem(UNKEPT);
  held = false;
}

const textToHold = () => JSON.stringify([base.text, JSON.stringify(mine)]);

/** Hold what the device refused in the tab, from page to page. */
function holdInTab() {
  try {
    sessionStorage.setItem(UNKEPT, textToHold());
    held = true;
  } catch {
    held = false;
  }
}

/** Take what the tab or the page before this one holds, and save it. */
function takeHeld() {
  try {
    const [before, ours] = JSON.parse(takeCarried(KEY) ?? /** @type {string} */ (sessionStorage.getItem(UNKEPT))).map(parseDocument);
    if (ours.state !== "" || ours.text === null) return;
    base = before;
    mine = ours.data;
    pending = changesBetween(flatten(before.data), flatten(mine));
    unsaved = true;
    held = true;
    write();
  } catch {
    // Nothing was held.
  }
}

/** Read, merge and write while no other tab does. */
async function writeAlone() {
  try {
    await navigator.locks.request(KEY, { signal: AbortSignal.timeout(LOCK_MS) }, write);
  } catch {
    // The browser has no locks, or a tab that has the lock has stopped.
    write();
  }
}

/**
 * Change the data. It is written at once, so that a tab that is closed loses nothing, and compared again under the lock, in case another
 * tab wrote at the same moment.
 * @param {(now: SavedData) => Partial<SavedData>} change gets the data as it is now, perhaps written by another tab
 * @returns {boolean} whether the device saved it
 */
export function update(change) {
  const { state, ...now } = load();
  if (state === "newer") return false;
  const changed = { ...now, ...change(now), version: VERSION };
  mine = changed;
  pending = new Map([...pending, ...changesBetween(flatten(now), flatten(mine))]);
  write();
  void writeAlone();
  return !unsaved;
}

/** Remove the answers and what belongs to them. The history stays. */
export const startOver = () => update(({ history }) => ({ ...EMPTY, history }));

/** Drop what this page knows, because it was erased from the device. */
export function forget() {
  forgetWrites();
  settle(NOTHING);
}

/** Drop what this page knows, because it erased it, and let the other tabs know. */
export function announceErasure() {
  forget();
  try {
    localStorage.setItem(ERASED, "");
    localStorage.removeItem(ERASED);
  } catch {
    // The browser refuses every write, so no other tab has anything to take back.
  }
}

/** Count how often other tabs have erased everything. What was changed before that is not taken back. */
export const countErasures = () => erasures;

/** Check whether there is no data and can be none. Then answers carried over from another page of ours replace nothing. */
export const isBlank = () => base === NOTHING && pending.size === 0 && !isWritable("localStorage") && !isWritable("sessionStorage");

/**
 * Show data that was carried over. It is not written over what is there: only later changes to it could be.
 * @param {Partial<SavedData>} data
 */
export function showCarried(data) {
  settle({ ...NOTHING, data: { ...EMPTY, ...data } });
  unsaved = true;
}

/**
 * Call back when another tab has changed the data, also while this one was asleep.
 * @param {() => void} onChange
 */
export function onExternalChange(onChange) {
  const check = (erased = false, restored = false) => {
    // These writes are erased too: the page that erased the data had seen them, or would not want them back.
    if (erased) {
      forgetWrites();
      erasures += 1;
    }
    // A page that was left and is shown again: what the device refused may have grown on the pages in between.
    if (restored && unsaved) takeHeld();
    if ((erased || restored) && readText() === null && base.text !== null) forget();
    sync();
    // Another tab wrote over these changes. Or they were refused before, and may be accepted now.
    const wasUnsaved = unsaved;
    if (pending.size > 0) void writeAlone().then(() => wasUnsaved && onChange());
    onChange();
  };
  window.addEventListener("storage", ({ key, newValue }) => {
    // Only this site's own pages remove the one document. Where everything is gone, the browser or another site on this host removed it.
    if (key === KEY || key === null) check(key === KEY && newValue === null);
    if (key === ERASED && newValue === null) check(true);
  });
  window.addEventListener("pageshow", ({ persisted }) => persisted && check(false, true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && sync()) check();
  });
}

// Any site can set this name when it opens this one. Older versions of this site handed over answers in it.
if (window.name.startsWith(`${KEY}:`)) window.name = "";
takeHeld();
sync();
// Where the tab refuses too, the history entry carries it to the next page.
carry(KEY, () => (isInPageOnly() ? textToHold() : null));
