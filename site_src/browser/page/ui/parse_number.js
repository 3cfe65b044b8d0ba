// Reads a number as somebody types it.

// A comma and a point both mark decimals: people type the one on their keyboard, whatever the page's language.
const NUMBER = /^\d+(?:[.,]\d*)?$/;
// Marks of direction and width, which nobody sees and a copied text may have. ssi_core/linkedin_page/numbers.py has the same.
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;

/**
 * Remove what nobody sees from a text.
 * @param {string} text
 */
export const removeInvisible = (text) => text.replace(INVISIBLE, "");

/**
 * Parse a number from 0 to `most`.
 * @param {string} text
 * @param {number} most
 * @returns {number | null} null where nothing was typed, NaN for anything but such a number
 */
export function parseNumber(text, most) {
  const typed = removeInvisible(text).trim();
  if (typed === "") return null;
  const value = NUMBER.test(typed) ? Number(typed.replace(",", ".")) : NaN;
  return value <= most ? value : NaN;
}
