// Shows who offers a page: a trainer's name, colour and logo, which come with the address, behind its #. All of it is somebody else's: the
// name is text after the words “Offered by”, the colour is only that of a line, on which nothing is read, and of the logo nothing but
// pixels is shown. Without a name the rest shows nothing either.

import { find } from "./find.js";
import { cleanName, encode } from "./preset.js";

// An address of some 8,000 characters is the longest that every mail program and content management system takes.
export const MOST_LOGO_BYTES = 6000;
// Shown at half this size, so that it is sharp on every screen and on paper.
export const LOGO_SIZE = { width: 360, height: 120 };

const COLOUR = /^(?:[\da-f]{3}){1,2}$/i;
const BASE64 = /^[\w-]*$/;

const LEAST_BYTES = 30;
/** @typedef {(view: DataView) => [number, number]} ReadSize reads the width and the height */
/** @type {ReadSize} */
const PNG = (view) => [view.getUint32(16), view.getUint32(20)];
/** @type {Record<string, ReadSize>} by the name of the first chunk */
const WEBP = {
  VP8X: (view) => [1 + (view.getUint32(24, true) & 0xffffff), 1 + (view.getUint32(26, true) >>> 8)],
  VP8L: (view) => [1 + (view.getUint32(21, true) & 0x3fff), 1 + ((view.getUint32(21, true) >>> 14) & 0x3fff)],
  "VP8 ": (view) => [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff],
};

/** @typedef {{by: string, colour: string, logo: Uint8Array<ArrayBuffer> | null}} Offer `colour`: six or three hexadecimal digits, or "" */

/**
 * Read who offers the page. What is not valid counts as not given.
 * @param {string} hash
 * @returns {Offer}
 */
export function readOffer(hash) {
  const values = new URLSearchParams(hash.slice(1));
  const colour = values.get("colour") ?? "";
  return {
    by: cleanName(values.get("by") ?? ""),
    colour: COLOUR.test(colour) ? colour : "",
    logo: readLogo(values.get("logo") ?? ""),
  };
}

/**
 * Format an offer for an address, without a #. "" for one without a name.
 * @param {Offer} offer
 */
export function formatOffer({ by, colour, logo }) {
  if (by === "") return "";
  return `by=${encode(by)}${colour && `&colour=${colour}`}${logo ? `&logo=${formatLogo(logo)}` : ""}`;
}

/**
 * Show an offer, or nothing for one without a name.
 * @param {HTMLElement} place
 * @param {Offer} offer
 */
export function showOffer(place, { by, colour, logo }) {
  place.hidden = by === "";
  find("[data-offer-by]", place).textContent = by;
  if (colour) place.style.setProperty("--offer", `#${colour}`);
  else place.style.removeProperty("--offer");
  void showLogo(find("canvas", place), logo);
}

/** @param {string} text */
function readLogo(text) {
  if (text === "" || text.length > Math.ceil((MOST_LOGO_BYTES * 4) / 3) || !BASE64.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  } catch {
    return null; // Its length is that of no text in base 64.
  }
}

/** @param {Uint8Array} bytes */
const formatLogo = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/**
 * Draw a logo's pixels. Its room is there before it is decoded, so that nothing moves.
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array<ArrayBuffer> | null} logo
 */
async function showLogo(canvas, logo) {
  const size = logo && readSize(logo);
  canvas.hidden = !size;
  if (!size) return;
  // This also wipes what was drawn before.
  Object.assign(canvas, { width: size.width, height: size.height });
  canvas.toggleAttribute("data-drawn", false);
  try {
    const bitmap = await createImageBitmap(new Blob([logo], { type: size.type }));
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, size.width, size.height);
    bitmap.close();
    canvas.toggleAttribute("data-drawn", true);
  } catch {
    canvas.hidden = true;
  }
}

/**
 * Read a picture's type and size, before anything decodes it: a few bytes can hold a picture that fills the memory.
 * @param {Uint8Array} bytes
 * @returns {{type: string, width: number, height: number} | null} null for what is no PNG or WebP, or is larger than a logo
 */
function readSize(bytes) {
  if (bytes.length < LEAST_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const isPng = start.startsWith("\x89PNG\r\n\x1a\n") && start.endsWith("IHDR");
  const isWebp = start.startsWith("RIFF") && start.slice(8, 12) === "WEBP";
  const read = isPng ? PNG : isWebp ? WEBP[start.slice(12)] : undefined;
  const [width, height] = read?.(view) ?? [0, 0];
  const fits = width > 0 && height > 0 && width <= LOGO_SIZE.width && height <= LOGO_SIZE.height;
  return fits ? { type: isPng ? "image/png" : "image/webp", width, height } : null;
}
