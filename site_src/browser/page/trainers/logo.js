// Makes a logo small enough for an address, from a picture on the trainer's own device.

import { LOGO_SIZE, MOST_LOGO_BYTES } from "../ui/offer.js";

const MOST_FILE_BYTES = 20_000_000;
const TYPES = ["image/png", "image/jpeg", "image/webp"];
// The first that fits is taken. A browser that writes no WebP writes PNG instead.
const FORMATS = /** @type {const} */ ([
  ["image/png", 1],
  ["image/webp", 0.9],
  ["image/webp", 0.6],
]);
const SMALLER = 0.8;
const LEAST_PIXELS = 16;

/**
 * Rejects for a file that is no picture, or one that cannot be made small enough.
 * @param {File} file
 * @returns {Promise<Uint8Array<ArrayBuffer>>} a PNG or WebP
 */
export async function shrinkLogo(file) {
  if (!TYPES.includes(file.type) || file.size > MOST_FILE_BYTES) throw new TypeError("no picture of a logo");
  const picture = await createImageBitmap(file);
  const fitting = Math.min(1, LOGO_SIZE.width / picture.width, LOGO_SIZE.height / picture.height);
  for (let scale = fitting; scale * picture.width >= LEAST_PIXELS; scale *= SMALLER) {
    const canvas = draw(picture, scale);
    for (const [type, quality] of FORMATS) {
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, type, quality));
      if (blob && blob.size <= MOST_LOGO_BYTES) return new Uint8Array(await blob.arrayBuffer());
    }
  }
  throw new RangeError("no size is small enough");
}

/**
 * @param {ImageBitmap} picture
 * @param {number} scale
 */
function draw(picture, scale) {
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  return canvas;
}
