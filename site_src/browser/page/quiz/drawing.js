// A drawing as a list of shapes, and the two things to make of one: SVG, and a bitmap. The bitmap is drawn anew rather than made of the SVG,
// because the page's policy lets it load no picture that was not there when the site was built.

/**
 * @typedef {{path: string, fill?: string, stroke?: string, width?: number, opacity?: number}} Line as SVG writes paths
 * @typedef {{text: string, x: number, y: number, size: number, fill: string, weight?: number, serif?: boolean, align?: "start" | "middle" | "end"}} Words
 * @typedef {{width: number, height: number, title: string, shapes: (Line | Words)[]}} Drawing
 */

const SVG = "http://www.w3.org/2000/svg";
// What the site's own type falls back on: a file that goes round has to do with what its viewer has.
const SANS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";
const SERIF = "Charter, Cambria, Georgia, 'Liberation Serif', serif";

const family = (serif) => (serif ? SERIF : SANS);

function element(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

function shapeElement({ path, fill = "none", stroke = "none", width = 0, opacity = 1, text, x, y, size, weight = 400, serif = false, align = "start" }) {
  if (path) return element("path", { d: path, fill, stroke, "stroke-width": width, opacity });
  return element("text", { x, y, fill, "font-family": family(serif), "font-size": size, "font-weight": weight, "text-anchor": align }, text);
}

/** @param {Drawing} drawing */
export function asSvg({ width, height, title, shapes }) {
  const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img" });
  svg.append(element("title", {}, title), ...shapes.map(shapeElement));
  return new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
}

const ALIGNS = { start: "left", middle: "center", end: "right" };

function draw(context, { path, fill, stroke, width, opacity = 1, text, x, y, size, weight = 400, serif = false, align = "start" }) {
  if (path) {
    const line = new Path2D(path);
    context.globalAlpha = opacity;
    if (fill) {
      context.fillStyle = fill;
      context.fill(line);
    }
    if (stroke) {
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.stroke(line);
    }
    context.globalAlpha = 1;
  } else {
    context.fillStyle = fill;
    context.font = `${weight} ${size}px ${family(serif)}`;
    context.textAlign = ALIGNS[align];
    context.fillText(text, x, y);
  }
}

/** @param {Drawing} drawing @param {number} scale pixels for each unit @returns {Promise<Blob>} */
export function asPng({ width, height, shapes }, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  for (const shape of shapes) draw(context, shape);
  return new Promise((resolve, reject) => {
    // A browser that will not have its canvases read gives nothing.
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no bitmap"))), "image/png");
  });
}
