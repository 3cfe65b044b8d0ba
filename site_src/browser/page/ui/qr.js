// Draws a QR code in the page's ink on white, in both colour schemes: many scanners cannot read light on dark. ui/load_qr.js loads this.

import encodeQR from "qr";

const SVG = "http://www.w3.org/2000/svg";
// Scanners need four empty modules around the code.
const QUIET = 4;
// The ink of the light page, in css/site.css.
const [INK, WHITE] = ["#211c26", "#fff"];

/**
 * Draw a text as a QR code. Throws where the text is longer than 2,331 bytes.
 * @param {string} text
 * @param {string} label its text alternative, such as “QR code of the link to your score”
 * @param {number} [scale] pixels for each module; whole numbers keep the edges sharp. A style sheet can give another size
 */
export function drawQr(text, label, scale = 5) {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET });
  const size = rows.length;
  const drawing = create("svg", {
    class: "qr",
    viewBox: `0 0 ${size} ${size}`,
    width: size * scale,
    height: size * scale,
    "shape-rendering": "crispEdges",
    role: "img",
    "aria-label": label,
  });
  // Corners as round as the page's, well within the empty edge.
  drawing.append(
    create("rect", { width: size, height: size, rx: 2, fill: WHITE }),
    create("path", { d: rows.map(drawRow).join(""), fill: INK }),
  );
  return drawing;
}

/**
 * Draw the dark modules of a row: a bar for each run of them.
 * @param {boolean[]} modules
 * @param {number} y
 */
function drawRow(modules, y) {
  const dark = modules.map((module) => (module ? "#" : " ")).join("");
  return Array.from(dark.matchAll(/#+/g), ({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`).join("");
}

/**
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number>} attributes
 */
function create(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, `${value}`);
  return element;
}
