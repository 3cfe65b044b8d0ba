// Reads a number as somebody types it.

// A comma and a point both mark decimals: people type the one on their keyboard, whatever the page's language.
const NUMBER = /^\d+(?:[.,]\d*)?$/;

/**
 * Parse a number from 0 to `most`.
 * @param {string} text
 * @param {number} most
 * @returns {number | null} null where nothing was typed, NaN for anything but such a number
 */
export function parseNumber(text, most) {
  if (text.trim() === "") return null;
  const value = NUMBER.test(text.trim()) ? Number(text.trim().replace(",", ".")) : NaN;
  return value <= most ? value : NaN;
}
