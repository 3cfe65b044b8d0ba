// Reads a QR code in what a video shows. load_scanner.js loads this.

import decodeQR from "qr/decode.js";

// As wide as a code held before a camera needs; more takes longer to search.
const MOST_WIDE = 800;

/** Create what reads one picture of a video after another. */
export function createScanner() {
  const canvas = document.createElement("canvas");
  const drawing = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));

  /**
   * @param {HTMLVideoElement} video
   * @returns {string | undefined} the text of a code, if one is to be seen
   */
  return (video) => {
    const scale = Math.min(1, MOST_WIDE / video.videoWidth);
    const [width, height] = [Math.floor(video.videoWidth * scale), Math.floor(video.videoHeight * scale)];
    if (!width || !height) return undefined;
    Object.assign(canvas, { width, height });
    drawing.drawImage(video, 0, 0, width, height);
    try {
      return decodeQR(drawing.getImageData(0, 0, width, height));
    } catch {
      // There is none, or it cannot be read from here.
      return undefined;
    }
  };
}
