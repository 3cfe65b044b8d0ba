// Saves a QR code as a file: as SVG for print, as PNG for slides and messages. The PNG is drawn anew, because the page's policy lets it
// load no picture that was not there when the site was built.

import { download } from "../ui/download.js";

// About the width of a page at the resolution of a printer.
const PNG_WIDTH = 1200;

/**
 * @param {SVGSVGElement} drawing as ui/qr.js draws it
 * @param {string} format `svg` or `png`
 */
export async function saveQr(drawing, format) {
  const content = format === "svg" ? new XMLSerializer().serializeToString(drawing) : await asPng(drawing);
  download(`ssi-qr.${format}`, content, format === "svg" ? "image/svg+xml" : "image/png");
}

/**
 * @param {SVGSVGElement} drawing
 * @returns {Promise<Blob>}
 */
function asPng(drawing) {
  const modules = drawing.viewBox.baseVal.width;
  // Whole pixels for each module keep its edges sharp.
  const scale = Math.ceil(PNG_WIDTH / modules);
  const canvas = Object.assign(document.createElement("canvas"), { width: modules * scale, height: modules * scale });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  for (const path of drawing.querySelectorAll("path")) {
    context.fillStyle = path.getAttribute("fill") ?? "#000";
    context.fill(new Path2D(path.getAttribute("d") ?? ""));
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no bitmap"))), "image/png");
  });
}
