// What the address presets for a group, behind its #: the line of work, the target, and the group's name. The trainers' page writes it; the
// quiz and the handout read it. Browsers send this part of an address to no server. What comes in is somebody else's text.

import { parseNumber } from "./parse_number.js";

const MOST_LETTERS = 60;
export const MOST_TARGET = 100;

/** @typedef {{role: string, target: number | null, group: string}} Preset `role` and `group`: "" for none; the role may be one that no
 *   form knows */

// Control characters, halves of characters, line ends, letters without ink, and what turns the direction of the text that follows. Many
// languages, and emoji, need the other formatting characters.
const INVISIBLE =
  /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u061c\u115f\u1160\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u2800\u3164\ufeff\uffa0]/gu;
// Some of those are not seen either where nothing else stands beside them, and marks have nothing to stand on.
const INK = /[\p{L}\p{N}\p{P}\p{S}]/u;
// More marks on one letter would reach over the lines around it.
const MARKS = /(\p{M}{4})\p{M}+/gu;
// Links in messages end before some of these, and chats take others for bold or italic.
const UNSAFE = /[!'()*._~-]/g;

/**
 * Clean a name that somebody else wrote, so that it can stand in one line. Empty where nothing of it would be seen.
 * @param {string} text
 * @param {number} [most] letters
 */
export function cleanName(text, most = MOST_LETTERS) {
  const words = text.normalize().replace(INVISIBLE, " ").replace(MARKS, "$1").replace(/\s+/gu, " ").trim();
  const name = [...words].slice(0, most).join("").trim();
  return INK.test(name) ? name : "";
}

/**
 * Encode a value for an address, so that messages carry it whole.
 * @param {string} text well formed
 */
export const encode = (text) =>
  encodeURIComponent(text).replace(UNSAFE, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Read what an address presets. What is no preset, or none that is valid, counts as none.
 * @param {string} hash
 * @returns {Preset}
 */
export function readPreset(hash) {
  const values = new URLSearchParams(hash.slice(1));
  const target = parseNumber(values.get("target") ?? "", MOST_TARGET);
  return {
    role: /^\w{1,30}$/.exec(values.get("role") ?? "")?.[0] ?? "",
    target: Number.isNaN(target) ? null : target,
    group: cleanName(values.get("group") ?? ""),
  };
}

/**
 * Format a preset for an address, without its #. "" for one that presets nothing.
 * @param {Preset} preset
 */
export function formatPreset({ role, target, group }) {
  const values = { role, target: target === null ? "" : `${target}`, group };
  return Object.entries(values)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => `${key}=${key === "group" ? encode(value) : value}`)
    .join("&");
}
