// Turns a drawing, a list of shapes, into SVG or into a bitmap. The bitmap is drawn anew, because the page's policy lets it load no image
// that was not there when the site was built.

/**
 * @typedef {{path: string, fill?: string, stroke?: string, width?: number}} Line `path` as in SVG
 * @typedef {{text: string, x: number, y: number, size: number, fill: string, align?: keyof typeof ALIGNS}} Words
 * @typedef {Line | Words} Shape
 * @typedef {{width: number, height: number, title: string, shapes: Shape[]}} Drawing
 */

const SVG = "http://www.w3.org/2000/svg";
const FONT = "Newsreader";
// The one weight that the font has.
const WEIGHT = 600;
// In the quiz as one file there is no font, and these are its viewer's.
const FAMILY = `${FONT}, Charter, Cambria, Georgia, 'Liberation Serif', serif`;
const ALIGNS = /** @type {const} */ ({ start: "left", middle: "center", end: "right" });

/** The site's own font, as a data address for a picture that is passed on; "" where there is none. */
async function fetchFont() {
  const link = document.querySelector("link[as=font]");
  if (!(link instanceof HTMLLinkElement)) return "";
  const data = new Uint8Array(await (await fetch(link.href)).arrayBuffer());
  return `data:font/woff2;base64,${btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""))}`;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function createElement(name, attributes, text = "") {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.textContent = text;
  return element;
}

/** @param {Shape} shape */
function createShape(shape) {
  if ("path" in shape) {
    const { path, fill = "none", stroke = "none", width = 0 } = shape;
    return createElement("path", { d: path, fill, stroke, "stroke-width": width });
  }
  const { text, x, y, fill, size, align = "start" } = shape;
  const font = { "font-family": FAMILY, "font-size": size, "font-weight": WEIGHT };
  return createElement("text", { x, y, fill, ...font, "text-anchor": align }, text);
}

/**
 * Rejects where the font cannot be fetched.
 * @param {Drawing} drawing
 */
export async function asSvg({ width, height, title, shapes }) {
  const svg = createElement("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img" });
  const font = await fetchFont();
  if (font) svg.append(createElement("style", {}, `@font-face{font-family:${FONT};font-weight:${WEIGHT};src:url(${font})}`));
  svg.append(createElement("title", {}, title), ...shapes.map(createShape));
  return new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Shape} shape
 */
function draw(context, shape) {
  if ("path" in shape) {
    const { path, fill, stroke, width = 1 } = shape;
    const line = new Path2D(path);
    if (fill) {
      context.fillStyle = fill;
      context.fill(line);
    }
    if (stroke) {
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.stroke(line);
    }
  } else {
    const { text, x, y, fill, size, align = "start" } = shape;
    context.fillStyle = fill;
    context.font = `${WEIGHT} ${size}px ${FAMILY}`;
    context.textAlign = ALIGNS[align];
    context.fillText(text, x, y);
  }
}

/**
 * @param {Drawing} drawing
 * @returns {Promise<Blob>} rejects where the browser lets no canvas be read
 */
export async function asPng({ width, height, shapes }) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  await document.fonts.load(`${WEIGHT} 1em ${FONT}`);
  for (const shape of shapes) draw(context, shape);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no bitmap"))), "image/png");
  });
}
