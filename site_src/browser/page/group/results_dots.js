// Places people as dots above an axis: each at its score, one above the other where they would overlap.

/**
 * @typedef {{x: number, y: number}} Dot its middle; `y`: above the axis
 * @typedef {{most: number, least: number, room: number, from: number, to: number}} Space the largest and the smallest radius, the height that
 *   there is, and the ends of the axis
 * @typedef {{radius: number, rows: Dot[][], isExact: boolean}} DotLayout `isExact`: every dot is at its score
 */

const STEP = 0.5;

/**
 * Place the dots of several axes, all of one size: the largest with which each of them stays within the height.
 * @param {number[][]} rows for each axis the places of the scores, in order
 * @param {Space} space
 * @returns {DotLayout}
 */
export function placeDots(rows, { most, least, room, from, to }) {
  for (let radius = most; radius >= least; radius -= STEP) {
    const placed = rows.map((xs) => pile(xs, radius, room));
    if (placed.every((dots) => dots !== undefined)) return { radius, rows: /** @type {Dot[][]} */ (placed), isExact: true };
  }
  return { radius: least, rows: rows.map((xs) => pile(xs, least, room) ?? spill(xs, least, room, from, to)), isExact: false };
}

/**
 * Put each dot as low as those before it leave room.
 * @param {number[]} xs in order
 * @param {number} radius
 * @param {number} room
 * @returns {Dot[] | undefined} undefined where that gets too high
 */
function pile(xs, radius, room) {
  const size = 2 * radius;
  /** @type {Dot[]} */
  const dots = [];
  let first = 0;
  for (const x of xs) {
    while (first < dots.length && x - dots[first].x >= size) first += 1;
    const taken = dots.slice(first).map((dot) => {
      const half = Math.sqrt(size ** 2 - (x - dot.x) ** 2);
      return { low: dot.y - half, high: dot.y + half };
    });
    let y = radius;
    for (const { low, high } of taken.sort((one, other) => one.low - other.low)) {
      if (low >= y) break;
      y = Math.max(y, high);
    }
    if (y + radius > room) return undefined;
    dots.push({ x, y });
  }
  return dots;
}

/**
 * Put the dots in columns. A dot that does not fit in the column of its score goes into the nearest one with room.
 * @param {number[]} xs
 * @param {number} radius
 * @param {number} room
 * @param {number} from
 * @param {number} to
 * @returns {Dot[]}
 */
function spill(xs, radius, room, from, to) {
  const size = 2 * radius;
  const columns = Math.max(Math.floor((to - from) / size), 1);
  const heights = new Array(columns).fill(0);
  // Where there are more people than places, the columns get higher than they should.
  const most = Math.max(Math.floor(room / size), Math.ceil(xs.length / columns));
  return xs.map((x) => {
    const own = Math.min(Math.floor((x - from) / size), columns - 1);
    let column = own;
    for (let away = 1; heights[column] >= most || heights[column] === undefined; away += 1) {
      column = own + (away % 2 === 1 ? 1 : -1) * Math.ceil(away / 2);
    }
    heights[column] += 1;
    return { x: from + (column + 0.5) * size, y: (heights[column] - 0.5) * size };
  });
}
