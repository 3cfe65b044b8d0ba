// The parts of the saved data that change by themselves. Two documents are compared and merged part by part.

/** @import {SavedData} from "./store.js" */

/**
 * @typedef {Map<string, unknown>} Parts by the names that flatten() gives
 * @typedef {Parts} Changes undefined for a part that was removed
 */

/** @type {SavedData} */
export const EMPTY = Object.freeze({ answers: {}, role: "", target: null, step: "", done: {}, measured: {}, history: [] });

// Not split into parts: half of one archive's and half of another's would be nobody's.
const WHOLE = ["over_time"];

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export const isMapping = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value */
export const isText = (value) => typeof value === "string";

/**
 * @param {unknown} one
 * @param {unknown} other
 */
export const isSame = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other);

/**
 * Split a document into the smallest parts that change by themselves: "role", "answers groups", "history 1 0f3c".
 * @param {SavedData} data
 * @returns {Parts}
 */
export function flatten({ history, ...rest }) {
  const parts = new Map();
  for (const [name, value] of Object.entries(rest)) {
    if (isMapping(value) && !WHOLE.includes(name)) for (const [key, each] of Object.entries(value)) parts.set(`${name} ${key}`, each);
    else parts.set(name, value);
  }
  const times = new Map();
  for (const point of history) {
    // A point is named by its id, or by its whole content. Equal points are numbered, so that both stay.
    const name = isText(point?.id) ? point.id : JSON.stringify(point);
    times.set(name, (times.get(name) ?? 0) + 1);
    parts.set(`history ${times.get(name)} ${name}`, point);
  }
  return parts;
}

/**
 * @param {Parts} parts
 * @returns {SavedData}
 */
export function unflatten(parts) {
  /** @type {unknown[]} */
  const history = [];
  /** @type {Map<string, unknown>} */
  const whole = new Map([["history", history]]);
  // Not objects: a damaged document may have a part with the name of something that every object has.
  /** @type {Map<string, [key: string, value: unknown][]>} */
  const mappings = new Map([
    ["answers", []],
    ["done", []],
    ["measured", []],
  ]);
  for (const [path, value] of parts) {
    const [name, ...key] = path.split(" ");
    if (name === "history") history.push(value);
    else if (key.length === 0) whole.set(name, value);
    else {
      const entries = mappings.get(name) ?? [];
      entries.push([key.join(" "), value]);
      mappings.set(name, entries);
    }
  }
  for (const [name, entries] of mappings) whole.set(name, Object.fromEntries(entries));
  return /** @type {SavedData} */ (Object.fromEntries(whole));
}

/**
 * Compare two documents.
 * @param {Parts} before
 * @param {Parts} after
 * @returns {Changes}
 */
export function changesBetween(before, after) {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return new Map(names.filter((name) => !isSame(before.get(name), after.get(name))).map((name) => [name, after.get(name)]));
}

/**
 * @param {Iterable<[name: string, value: unknown]>} changes
 * @param {Parts} parts
 */
export function apply(changes, parts) {
  for (const [name, value] of changes) {
    if (value === undefined) parts.delete(name);
    else parts.set(name, value);
  }
}
