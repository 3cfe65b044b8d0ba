// Dated points: every saved estimate and every real SSI, as they are kept. Here they get their date and their name, since ssi_core has no
// clock and no chance; whether they are sound, their order and what changed between them are its business.

/**
 * @typedef {{brand: number, find: number, engage: number, relate: number}} Pillars
 * @typedef {{rank: number | null, average: number | null}} Standing
 * @typedef {{id: string, date: string, kind: "estimate" | "real", total: number, pillars: Pillars, range?: [number, number], role?: string,
 *   version?: string, answers?: Record<string, string>, industry?: Standing, network?: Standing}} Point date: ISO 8601, UTC, to the second
 * @typedef {{load: () => import("./store.js").Kept, update: (change: Function) => boolean}} Store
 */

// As in ssi_core/history.py. What is more could be written to a file, and would not be read again.
const MOST = 3000;
const DATE = /^\d{4}-\d\d-\d\d$/;
const NOON = "12:00:00";

/** A moment as it is kept. */
const stamp = (moment = new Date()) => moment.toISOString().replace(/\.\d+/, "");

/** The day of a moment where the visitor is, as a date field has it. */
export function dayOf(moment) {
  const two = (value) => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/**
 * A day as a moment: today's is now, another day's is its noon, which is the same day nearly everywhere.
 * @returns {string | null} null for what is no day, and for one that is still to come
 */
export function momentOf(day) {
  const now = new Date();
  if (!DATE.test(day) || day > dayOf(now)) return null;
  if (day === dayOf(now)) return stamp(now);
  const noon = new Date(`${day}T${NOON}`);
  return Number.isNaN(noon.getTime()) ? null : stamp(noon);
}

/** When today is over where the visitor is, as a moment: no point is of that or later. */
export function tomorrow() {
  const now = new Date();
  return stamp(new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1));
}

/** When a point was, where the visitor is, as spreadsheets read it: its day, and the time where that was kept and not made up for a day. */
export function written({ date, kind }) {
  const moment = new Date(date);
  const time = moment.toTimeString().slice(0, 8);
  return kind === "real" || time === NOON ? dayOf(moment) : `${dayOf(moment)} ${time.slice(0, 5)}`;
}

function name() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A new point among those kept; where there are so many that another would not fit, nothing is changed.
 * @param {Store} store @param {Omit<Point, "id">} point @returns {"kept" | "not-kept" | "full"}
 */
export function add(store, point) {
  if (store.load().history.length >= MOST) return "full";
  return store.update(({ history }) => ({ history: [...history, { id: name(), ...point }] })) ? "kept" : "not-kept";
}

/** What the quiz worked out, as a point of this moment. @param {import("./quiz/result.js").Score} score */
export function addEstimate(store, { total, range, pillars, role, version }, answers) {
  const points = Object.fromEntries(Object.entries(pillars).map(([pillar, { points }]) => [pillar, points]));
  return add(store, { date: stamp(), kind: "estimate", total, pillars: points, range, ...(role && { role }), version, answers });
}

/** One point changed, the others as they are now. @param {Store} store @param {Partial<Point>} values */
export function change(store, id, values) {
  return store.update(({ history }) => ({ history: history.map((point) => (point?.id === id ? { ...point, ...values } : point)) }));
}

/** @param {Store} store */
export function remove(store, id) {
  return store.update(({ history }) => ({ history: history.filter((point) => point?.id !== id) }));
}
