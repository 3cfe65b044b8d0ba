// A number as somebody types it.

// Either sign is a decimal one: people type what their keyboard offers, whatever language the page is in.
const NUMBER = /^\d+(?:[.,]\d*)?$/;

/** From 0 to `most`; null where nothing was typed, NaN where it is none that can be meant. */
export function parse(text, most) {
  if (text.trim() === "") return null;
  const value = NUMBER.test(text.trim()) ? Number(text.trim().replace(",", ".")) : NaN;
  return value <= most ? value : NaN;
}
