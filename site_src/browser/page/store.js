// What is kept on the device: one JSON document. Read again before every write, and changes are joined part by part, so that two open tabs do
// not lose each other's. What cannot be read is set aside before anything is written over it, and what a newer version of this site wrote is
// left alone. What the browser refuses to keep waits in the tab, or else in this page, until there is room.

import { carry, takeCarried } from "./carry.js";

const KEY = "ssi";
const VERSION = 2;
// Its first version had neither history, done nor measured, and was the same for the rest.
const READABLE = [1, VERSION];
// Marks of the latest writes, "digest.chance": which of them the document is made of. The first stands for earlier ones that are not known.
const LINEAGE = `${KEY}-lineage`;
const LONGEST_LINEAGE = 50;
const EARLIER = "?";
// In the tab: what the device refused.
const UNKEPT = `${KEY}-unkept`;
// Browsers tell a tab in another process of a write in milliseconds, and a busy one hears of it later. What is older has been seen, or the tab
// that missed it was asleep.
const RACE_MS = 60_000;
// A write itself takes milliseconds. A page that stopped in the middle of one does not hold up the others.
const LOCK_MS = 1000;

/**
 * @typedef {Record<string, string>} Levels factor key → level key, or what stands for none
 * @typedef {{answers: Levels, role: string, target: number | null, step: string, done: Levels, measured: Levels, history: object[]}} Kept
 *   `done`: the steps of the plan that were ticked off. `measured`: what LinkedIn's archive said. `history`: dated points; see points.js
 * @typedef {{text: string | null, digest: string, kept: Kept, state: "" | "damaged" | "newer"}} Read the document as it was found; `text` is
 *   null for none
 */

const EMPTY = Object.freeze({ answers: {}, role: "", target: null, step: "", done: {}, measured: {}, history: [] });
const NOTHING = Object.freeze({ text: null, digest: "0", kept: EMPTY, state: "" });
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

/** @typedef {Map<string, unknown>} Changes by the names that flatten() gives; undefined for what is gone */
/** @type {Read} the document as this page last saw it on the device */
let base = NOTHING;
/** @type {Changes} what this page has changed in it since */
let pending = new Map();
/** @type {Kept} the two together */
let mine = EMPTY;
// Whether the device refused that, and whether the tab holds it for the next page.
let unkept = false;
let held = false;
/** @type {{mark: string, parent?: string, changes: Changes, at: number}[]} this page's latest writes, which another tab may not have seen;
 *   `parent`: the mark of the write before */
let recent = [];

const same = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other);

/** A document in one map, of the smallest parts that change by themselves: "role", "answers groups", "history 1 0f3c". */
function flatten({ history, ...rest }) {
  const flat = new Map();
  for (const [part, value] of Object.entries(rest)) {
    if (isMapping(value)) for (const [key, each] of Object.entries(value)) flat.set(`${part} ${key}`, each);
    else flat.set(part, value);
  }
  const times = new Map();
  for (const point of history) {
    // By its id, or by all that is in it. The same twice stays twice.
    const name = isText(point?.id) ? point.id : JSON.stringify(point);
    times.set(name, (times.get(name) ?? 0) + 1);
    flat.set(`history ${times.get(name)} ${name}`, point);
  }
  return flat;
}

/** @returns {Kept} */
function unflatten(flat) {
  const whole = { history: [] };
  const parts = { answers: [], done: [], measured: [] };
  for (const [name, value] of flat) {
    const [part, ...key] = name.split(" ");
    if (part === "history") whole.history.push(value);
    else if (key.length === 0) whole[part] = value;
    else (parts[part] ??= []).push([key.join(" "), value]);
  }
  for (const [part, entries] of Object.entries(parts)) whole[part] = Object.fromEntries(entries);
  return whole;
}

/** @returns {Changes} */
function changesOf(before, after) {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return new Map(names.filter((name) => !same(before.get(name), after.get(name))).map((name) => [name, after.get(name)]));
}

function apply(changes, flat) {
  for (const [name, value] of changes) {
    if (value === undefined) flat.delete(name);
    else flat.set(name, value);
  }
}

/** Whether this browser keeps anything there: some have storage and refuse it at the first write. */
function works(storage) {
  try {
    const probe = `${KEY}-probe`;
    window[storage].setItem(probe, "");
    window[storage].removeItem(probe);
    return true;
  } catch {
    return false;
  }
}

/** @returns {string | null | undefined} undefined where the browser refuses to tell */
function raw() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return undefined;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A document, as far as it can be read. @returns {Read} */
function read(text) {
  if (text === null) return NOTHING;
  const found = parsed(text);
  const digest = digestOf(text);
  if (!isMapping(found) || !READABLE.includes(found.version)) {
    return { text, digest, kept: EMPTY, state: found?.version > VERSION ? "newer" : "damaged" };
  }
  const kept = { ...EMPTY, ...found };
  const wrong = Object.keys(SHAPES).filter((name) => !SHAPES[name](kept[name]));
  for (const name of wrong) kept[name] = EMPTY[name];
  return { text, digest, kept, state: wrong.length > 0 ? "damaged" : "" };
}

/** The marks of the writes that a document is made of; none where that is not known. */
function lineageOf({ digest }) {
  const lineage = localStorage.getItem(LINEAGE)?.split(" ") ?? [];
  return lineage.at(-1)?.startsWith(`${digest}.`) ? lineage : [];
}

function digestOf(text) {
  let digest = 0;
  for (let at = 0; at < text?.length; at += 1) digest = (31 * digest + text.charCodeAt(at)) | 0;
  return digest.toString(36);
}

/** Take in what is on the device by now. @returns {boolean} whether that is news */
function look() {
  const text = raw();
  if (text === undefined || text === base.text) return false;
  if (text !== null || base.state !== "") {
    takeIn(read(text));
    return true;
  }
  // Cleared in the browser's settings, say: what was there is still on the screen, and is kept again with the next change.
  const news = !unkept;
  unkept = true;
  return news;
}

/** Take out those of this page's writes that another tab had not seen when it wrote this document, and has written over. */
function takeMissed(theirs) {
  const fresh = recent.filter(({ at }) => performance.now() - at < RACE_MS);
  const seen = lineageOf(theirs);
  const last = fresh.map(({ mark }) => seen.includes(mark)).lastIndexOf(true);
  const missed = fresh.splice(last + 1);
  recent = fresh;
  // Where neither they nor the write before them are known, the other may have seen them: then its change is the later one. Points are joined.
  const isUnknown = last === -1 && (seen.length === 0 || (seen[0] === EARLIER && !seen.includes(missed[0]?.parent)));
  const isSure = ([name, value]) => !isUnknown || (name.startsWith("history ") && value !== undefined);
  return missed.flatMap(({ changes }) => [...changes]).filter(isSure);
}

function remember(mark, parent, changes) {
  recent.push({ mark, parent, changes, at: performance.now() });
  if (recent.length <= LONGEST_LINEAGE) return;
  const [first, second] = recent.splice(0, 2);
  recent.unshift({ ...second, parent: first.parent, changes: new Map([...first.changes, ...second.changes]) });
}

/** @param {Read} theirs */
function takeIn(theirs) {
  if (theirs.state === "") {
    const before = flatten(base.kept);
    const now = flatten(theirs.kept);
    const whole = new Map(now);
    const missed = takeMissed(theirs);
    apply(missed, whole);
    // What was refused waits for long, and is older than what another tab has changed since.
    const open = [...pending].filter(([name]) => !unkept || same(before.get(name), whole.get(name)));
    apply(open, whole);
    pending = new Map([...missed, ...open]);
    mine = unflatten(whole);
    if (changesOf(now, whole).size === 0) {
      const [mark, parent] = [...lineageOf(theirs)].reverse();
      if (pending.size > 0) remember(mark, parent, pending);
      settle(theirs);
    }
  } else if (pending.size === 0) mine = theirs.kept;
  base = theirs;
}

/**
 * What is kept, as far as it can be read. Whoever uses answers or points still has to say which of them it knows. `state`: "" where all is
 * well, "damaged" where a part could not be read, "newer" where a newer version of this site wrote it.
 * @returns {Kept & {state: "" | "damaged" | "newer"}}
 */
export function load() {
  look();
  return { ...mine, state: base.state };
}

/** Whether the device keeps what this page shows. */
export function keeps() {
  look();
  return !unkept && works("localStorage");
}

/** Whether something of this page is not kept on the device. */
export const isUnkept = () => unkept;

/** Whether something is in this page alone, and gone with it. */
export const isFleeting = () => unkept && pending.size > 0 && !held;

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

/** Have the device keep what this page has changed, if it has not been done meanwhile. */
function write() {
  look();
  if (pending.size === 0 || base.state === "newer") return;
  const isEmpty = [...changesOf(flatten(EMPTY), flatten(mine)).keys()].every((name) => name === "version");
  const text = isEmpty ? null : JSON.stringify(mine);
  try {
    if (base.state === "damaged") setAside(base.text);
    const digest = digestOf(text);
    const mark = `${digest}.${Math.random().toString(36).slice(2, 6)}`;
    const parent = lineageOf(base).at(-1);
    if (text === null) for (const name of [LINEAGE, KEY]) localStorage.removeItem(name);
    else {
      writeWithLineage(text, mark);
    }
    remember(mark, parent, pending);
    settle({ text, digest, kept: mine, state: "" });
  } catch {
    unkept = true;
    hold();
  }
}

/** Both, or neither: marks that fit no document would hide what the document is made of. */
function writeWithLineage(text, mark) {
  const before = localStorage.getItem(LINEAGE);
  const known = lineageOf(base);
  const marks = [...(known.length === 0 && base.text !== null ? [EARLIER] : known), mark];
  const kept = marks.length <= LONGEST_LINEAGE ? marks : [EARLIER, ...marks.slice(1 - LONGEST_LINEAGE)];
  localStorage.setItem(LINEAGE, kept.join(" "));
  try {
    localStorage.setItem(KEY, text);
  } catch (error) {
    localStorage.removeItem(LINEAGE);
    if (before !== null) localStorage.setItem(LINEAGE, before);
    throw error;
  }
}

/** @param {Read} now all that there is */
function settle(now) {
  base = now;
  mine = now.kept;
  pending = new Map();
  unkept = false;
  if (held) sessionStorage.removeItem(UNKEPT);
  held = false;
}

const textToHold = () => JSON.stringify([base.text, JSON.stringify(mine)]);

/** What the device refuses stays in the tab, from page to page. */
function hold() {
  try {
    sessionStorage.setItem(UNKEPT, textToHold());
    held = true;
  } catch {
    held = false;
  }
}

function takeHeld() {
  try {
    const [before, ours] = JSON.parse(takeCarried(KEY) ?? sessionStorage.getItem(UNKEPT)).map(read);
    if (ours.state !== "" || ours.text === null) return;
    base = before;
    mine = ours.kept;
    pending = changesOf(flatten(before.kept), flatten(mine));
    unkept = true;
    held = true;
    write();
  } catch {
    // Nothing was held.
  }
}

/** Read, join and write while no other tab does. */
async function writeAlone() {
  try {
    await navigator.locks.request(KEY, { signal: AbortSignal.timeout(LOCK_MS) }, write);
  } catch {
    // A browser without locks, or a tab that has it and stopped.
    write();
  }
}

/**
 * Change what is kept. `change` gets it as it stands now, perhaps written by another tab. It is written at once, so that a tab that is closed
 * loses nothing, and looked at again under the lock, should another tab have written at the same moment.
 * @param {(now: Kept) => Partial<Kept>} change
 * @returns {boolean} whether it is kept
 */
export function update(change) {
  const { state, ...now } = load();
  if (state === "newer") return false;
  mine = { ...now, ...change(now), version: VERSION };
  pending = new Map([...pending, ...changesOf(flatten(now), flatten(mine))]);
  write();
  void writeAlone();
  return !unkept;
}

/** Forget the answers and what goes with them. The history stays. */
export const startOver = () => update(({ history }) => ({ ...EMPTY, history }));

/** Forget what this page knows: it was erased. */
export function forget() {
  recent = [];
  settle(NOTHING);
}

/** Whether nothing is here, and nothing can be: then answers that the visitor took along from another page of ours replace none. */
export const isBlank = () => base === NOTHING && pending.size === 0 && !works("localStorage") && !works("sessionStorage");

/** Show what the visitor took along. It is not written over what is there: of it, only what is changed later could be. @param {Partial<Kept>} kept */
export function show(kept) {
  settle({ ...NOTHING, kept: { ...EMPTY, ...kept } });
  unkept = true;
}

/** Tell of changes from another tab, and of those missed while this one was asleep. */
export function onElsewhere(changed) {
  const hear = (erased, restored = false) => {
    // Whoever erased it had seen this page's writes, or would not have them back; since then there may be something new.
    if (erased) recent = [];
    // A page that was left and is shown again: what the device refused may have grown on the pages in between.
    if (restored && unkept) takeHeld();
    if ((erased || restored) && raw() === null && base.text !== null) forget();
    look();
    // Written over by another tab, or refused before and perhaps no more.
    const wasUnkept = unkept;
    if (pending.size > 0) void writeAlone().then(() => wasUnkept && changed());
    changed();
  };
  window.addEventListener("storage", ({ key, newValue }) => {
    // Only this site's own pages remove the one document. Where all is gone, it was the browser, or another site on this host.
    if (key === KEY || key === null) hear(key === KEY && newValue === null);
  });
  window.addEventListener("pageshow", ({ persisted }) => persisted && hear(false, true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && look()) hear(false);
  });
}

// What any site can set when it opens this one. Older versions of this one handed over answers in it.
if (window.name.startsWith(`${KEY}:`)) window.name = "";
takeHeld();
look();
// Where the tab refuses, too, a page that is loaded anew takes it along.
carry(KEY, () => (isFleeting() ? textToHold() : null));
