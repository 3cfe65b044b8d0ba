// The rules for the visitor's data on the device: which documents can be read, and which of their parts.

import { EMPTY, isMapping, isText } from "./parts.js";

/** @import {SavedData} from "./store.js" */

/**
 * @typedef {"" | "damaged" | "newer"} State "" where all is well; "damaged" where a part could not be read; "newer" where a newer version of
 *   this site wrote it
 */

export const KEY = "ssi";
export const VERSION = 2;
// Version 1 had no history, done or measured, and is otherwise the same.
const READABLE = [1, VERSION];

/** @type {Record<keyof SavedData, (value: unknown) => boolean>} */
const SHAPES = {
  answers: isMapping,
  role: isText,
  target: (value) => value === null || Number.isFinite(value),
  step: isText,
  done: isMapping,
  measured: isMapping,
  history: Array.isArray,
  // What is in it is checked where it is used.
  over_time: (value) => value === undefined || isMapping(value),
};

/** @returns {string | null | undefined} undefined where the browser refuses access */
export function readText() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Parse a document, as far as it can be read.
 * @param {string} text
 * @returns {{data: SavedData, state: State}}
 */
export function parseSaved(text) {
  const found = parseJson(text);
  if (!isMapping(found) || !READABLE.includes(/** @type {number} */ (found.version))) {
    return { data: EMPTY, state: /** @type {number} */ (found?.version) > VERSION ? "newer" : "damaged" };
  }
  /** @type {Record<string, unknown>} */
  const data = { ...EMPTY, ...found };
  const wrong = /** @type {(keyof SavedData)[]} */ (Object.keys(SHAPES)).filter((name) => !SHAPES[name](data[name]));
  for (const name of wrong) data[name] = EMPTY[name];
  return { data: /** @type {SavedData} */ (data), state: wrong.length > 0 ? "damaged" : "" };
}
