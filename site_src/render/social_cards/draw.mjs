// SVG → PNG, for the build. Reads {font, svgs: […]} from standard input, prints the pictures, base64, as one JSON list.
//
// The pictures are flat: so each pixel is one of at most 256 colours, which makes a file a quarter as large. The same drawing gives the same
// bytes every time.

import { readFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

import { Resvg } from "@resvg/resvg-js";

const COLOURS = 256;

const { font, svgs } = JSON.parse(readFileSync(0, "utf8"));
const drawn = svgs.map((svg) => {
  const { width, height, pixels } = new Resvg(svg, { font: { fontFiles: [font], loadSystemFonts: false } }).render();
  return png(width, height, pixels).toString("base64");
});
process.stdout.write(JSON.stringify(drawn));

/** The picture with a palette: its commonest colours; the others, all on the edges of something, become the nearest of these. */
function png(width, height, pixels) {
  const counts = new Map();
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const ranked = [...counts].sort(([one, often], [other, seldom]) => seldom - often || one - other).map(([colour]) => colour);
  const palette = ranked.slice(0, COLOURS);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  for (const colour of ranked.slice(COLOURS)) places.set(colour, nearest(colour, palette));
  const rows = Buffer.alloc(height * (width + 1));
  for (let row = 0, from = 0, to = 0; row < height; row += 1) {
    to += 1; // The row's filter: none.
    for (let column = 0; column < width; column += 1, from += 4, to += 1) {
      rows[to] = places.get((pixels[from] << 16) | (pixels[from + 1] << 8) | pixels[from + 2]);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8); // Eight bits a pixel, a palette, nothing unusual.
  const table = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("PLTE", table),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function nearest(colour, palette) {
  let best = 0;
  let distance = Infinity;
  for (const [place, other] of palette.entries()) {
    const red = (colour >> 16) - (other >> 16);
    const green = ((colour >> 8) & 255) - ((other >> 8) & 255);
    const blue = (colour & 255) - (other & 255);
    const apart = red * red + green * green + blue * blue;
    if (apart < distance) [best, distance] = [place, apart];
  }
  return best;
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(8 + named.length);
  whole.writeUInt32BE(data.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), 4 + named.length);
  return whole;
}
