// Which writes the saved document consists of. Each has a mark, and the marks are stored beside the document. By these a tab knows which of
// its writes another tab had not seen when it wrote over them.

/**
 * @import {Changes} from "./parts.js"
 * @import {Document} from "./store.js"
 */

// The marks ("digest.random") of the latest writes. The first mark stands for earlier, unknown ones.
const LINEAGE = "ssi-lineage";
const LONGEST_LINEAGE = 50;
const EARLIER = "?";
// A tab in another process hears of a write in milliseconds; a busy one later. After this long it has seen the write, or it was asleep.
const RACE_MS = 60_000;

/** @typedef {{mark: string | undefined, parent: string | undefined, changes: Changes, at: number}} Write `parent`: the mark of the write before */

/** @type {Write[]} this page's latest writes, which another tab may not have seen */
let recent = [];

/** @param {string} text */
export function digestOf(text) {
  let digest = 0;
  for (let at = 0; at < text.length; at += 1) digest = (31 * digest + text.charCodeAt(at)) | 0;
  return digest.toString(36);
}

/** @param {string} digest of the document that is written */
export const createMark = (digest) => `${digest}.${Math.random().toString(36).slice(2, 6)}`;

/**
 * Read the marks of the writes that a document consists of; none where they are not known.
 * @param {Document} document
 */
export function lineageOf({ digest }) {
  const lineage = localStorage.getItem(LINEAGE)?.split(" ") ?? [];
  return lineage.at(-1)?.startsWith(`${digest}.`) ? lineage : [];
}

/** Remove the marks, before the document that they belong to. */
export const removeLineage = () => localStorage.removeItem(LINEAGE);

/**
 * Write the document and its marks, or neither: marks that fit no document would hide which writes it consists of.
 * @param {Document} before the document that is written over
 * @param {string} mark
 * @param {() => void} writeDocument
 */
export function writeWithLineage(before, mark, writeDocument) {
  const old = localStorage.getItem(LINEAGE);
  const known = lineageOf(before);
  const marks = [...(known.length === 0 && before.text !== null ? [EARLIER] : known), mark];
  const latest = marks.length <= LONGEST_LINEAGE ? marks : [EARLIER, ...marks.slice(1 - LONGEST_LINEAGE)];
  localStorage.setItem(LINEAGE, latest.join(" "));
  try {
    writeDocument();
  } catch (error) {
    removeLineage();
    if (old !== null) localStorage.setItem(LINEAGE, old);
    throw error;
  }
}

/**
 * Record a write of this page, until every other tab has seen it.
 * @param {string | undefined} mark
 * @param {string | undefined} parent
 * @param {Changes} changes
 */
export function recordWrite(mark, parent, changes) {
  recent.push({ mark, parent, changes, at: performance.now() });
  if (recent.length <= LONGEST_LINEAGE) return;
  const [first, second] = recent.splice(0, 2);
  recent.unshift({ ...second, parent: first.parent, changes: new Map([...first.changes, ...second.changes]) });
}

/**
 * Take this page's writes that another tab wrote over before it had seen them.
 * @param {Document} theirs
 */
export function takeOverwritten(theirs) {
  const fresh = recent.filter(({ at }) => performance.now() - at < RACE_MS);
  /** @type {(string | undefined)[]} */
  const seen = lineageOf(theirs);
  const last = fresh.map(({ mark }) => seen.includes(mark)).lastIndexOf(true);
  const missed = fresh.splice(last + 1);
  recent = fresh;
  // Without these writes in the lineage, the other tab may still have seen them. Then its change is the later one. Points that were added
  // are merged all the same.
  const isUnknown = last === -1 && (seen.length === 0 || (seen[0] === EARLIER && !seen.includes(missed[0]?.parent)));
  /** @param {[name: string, value: unknown]} change */
  const isSure = ([name, value]) => !isUnknown || (name.startsWith("history ") && value !== undefined);
  return missed.flatMap(({ changes }) => [...changes]).filter(isSure);
}

/** Forget this page's writes, because everything was erased: what they wrote is not wanted back. */
export function forgetWrites() {
  recent = [];
}
