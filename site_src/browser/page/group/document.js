// A group as it is saved, on the device and in a file: the codes of each round, and nothing else of what was pasted.

import { isMapping } from "../storage/parts.js";
import { cleanRoundName } from "./rounds.js";

/** @import {Group} from "./rounds.js" */

/**
 * @typedef {{name: string, codes: string[]}} SavedRound
 * @typedef {{rounds: SavedRound[], filling: string}} SavedGroup
 * @typedef {{saved?: SavedGroup, problem?: "not_ours" | "newer" | "damaged"}} ParseResult either of them
 */

const FORMAT = "ssi-group";
const VERSION = 1;
const FIELDS = ["filling", "format", "rounds", "version"];
// Longer than a code with its link.
const LONGEST_CODE = 100;

/**
 * Take what is saved of a group.
 * @param {Group} group
 * @returns {SavedGroup}
 */
export const toSaved = ({ rounds, filling }) => ({ filling, rounds: rounds.map(({ name, codes }) => ({ name, codes })) });

/** @param {SavedGroup} saved */
export const hasCodes = ({ rounds }) => rounds.some(({ codes }) => codes.length > 0);

/**
 * Write a group as text, a line for each code.
 * @param {SavedGroup} saved
 */
export const formatDocument = ({ rounds, filling }) =>
  `${JSON.stringify({ format: FORMAT, version: VERSION, filling, rounds }, null, 1)}\n`;

/**
 * Parse a saved group. One that differs in anything from what formatDocument() writes is refused as a whole.
 * @param {string} text
 * @returns {ParseResult}
 */
export function parseDocument(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    return { problem: text.includes(`"${FORMAT}"`) ? "damaged" : "not_ours" };
  }
  if (!isMapping(found) || found.format !== FORMAT) return { problem: "not_ours" };
  const { version, filling, rounds } = found;
  if (typeof version === "number" && version > VERSION) return { problem: "newer" };
  const isSound = version === VERSION && Object.keys(found).sort().join() === FIELDS.join() && areRounds(rounds, filling);
  return isSound ? { saved: /** @type {SavedGroup} */ ({ filling, rounds }) } : { problem: "damaged" };
}

/**
 * @param {unknown} rounds
 * @param {unknown} filling
 */
function areRounds(rounds, filling) {
  if (!Array.isArray(rounds) || rounds.length === 0 || rounds.length > MOST_ROUNDS || !rounds.every(isRound)) return false;
  const names = new Set(rounds.map(({ name }) => name));
  return names.size === rounds.length && names.has(filling);
}

/** @param {unknown} round */
function isRound(round) {
  if (!isMapping(round) || Object.keys(round).sort().join() !== "codes,name") return false;
  const { name, codes } = round;
  return typeof name === "string" && name !== "" && cleanRoundName(name) === name && Array.isArray(codes) && areCodes(codes);
}

/** @param {unknown[]} codes */
const areCodes = (codes) =>
  codes.length <= MOST_MEMBERS && codes.every((code) => typeof code === "string" && code.length <= LONGEST_CODE && /^[\w -]+$/.test(code));
