// Dated points: every saved estimate and every real SSI, as they are saved. They get their date and id here, since ssi_core has no clock
// and no randomness. ssi_core judges whether they are sound, sorts them, and works out the changes between them.

/**
 * @import {Levels, Point, Score} from "../engine/wire.js"
 * @import {Store, StoredPoint} from "./store.js"
 */

const DATE = /^\d{4}-\d\d-\d\d$/;
const NOON = "12:00:00";
// The first minute after noon in UTC stands for the whole day, in every time zone. Its second is the place among the scores of that day.
const WHOLE_DAY = /(T12:00:\d\d)Z$/;
const MOST = 100;
const MOST_OF_PILLAR = 25;
export const KINDS = /** @type {const} */ (["real", "estimate"]);

/**
 * @param {unknown} value
 * @param {number} most
 */
const isPoints = (value, most) => typeof value === "number" && value >= 0 && value <= most;

/**
 * List the saved points that can be shown before ssi_core has judged them, oldest first.
 * @param {StoredPoint[]} history
 */
export function listShowable(history) {
  const end = Date.parse(tomorrow());
  return history.filter((point) => isShowable(point, end)).sort((one, other) => Date.parse(one.date) - Date.parse(other.date));
}

/**
 * @param {StoredPoint} point
 * @param {number} end the moment before which it has to be
 * @returns {point is Point}
 */
function isShowable(point, end) {
  const { id, kind, date, total, pillars } = Object(point);
  const values = Object.values(Object(pillars));
  const arePoints =
    isPoints(total, MOST) && values.length === 4 && values.every((value) => value === null || isPoints(value, MOST_OF_PILLAR));
  return typeof id === "string" && KINDS.includes(kind) && typeof date === "string" && Date.parse(date) < end && arePoints;
}

/** @param {number} value */
const pad = (value) => String(value).padStart(2, "0");

/** Format a moment as it is saved. */
const stamp = (moment = new Date()) => moment.toISOString().replace(/\.\d+/, "");

/**
 * Convert a saved date to a moment in the visitor's time zone: a whole day to its noon there.
 * @param {string | Date} date
 */
export const toMoment = (date) => new Date(typeof date === "string" ? date.replace(WHOLE_DAY, "$1") : date);

/**
 * Format a moment's day in the visitor's time zone, as a date field has it.
 * @param {Date} moment
 */
export function dayOf(moment) {
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
}

/**
 * Format a saved date's day: the day that was chosen, or that of the moment in the visitor's time zone.
 * @param {string} date
 */
export const dayOfDate = (date) => dayOf(toMoment(date));

/**
 * Convert a day to a date as it is saved, which is that day in every time zone.
 * @param {string} day as a date field has it
 * @returns {string | null} null where it is no day, or one in the future
 */
export function dateOf(day) {
  const isDay = DATE.test(day) && dayOfDate(`${day}T${NOON}Z`) === day;
  return isDay && day <= dayOf(new Date()) ? `${day}T${NOON}Z` : null;
}

/** The moment at which today ends in the visitor's time zone, or as a whole day. No point has that date or a later one. */
export function tomorrow() {
  const now = new Date();
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  return stamp(new Date(Math.max(midnight.getTime(), Date.parse(`${dayOf(now)}T12:01:00Z`))));
}

/**
 * Format a point's date for spreadsheets, in the visitor's time zone. The time is left out where only the day was given.
 * @param {Point} point
 */
export function formatForSheet({ date, kind }) {
  const moment = toMoment(date);
  const time = moment.toTimeString().slice(0, 8);
  return kind === "real" || time === NOON ? dayOf(moment) : `${dayOf(moment)} ${time.slice(0, 5)}`;
}

/** Create a name that nothing else has. */
export function createId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Add a point to the history. A full history is not changed.
 * @param {Store} store
 * @param {Omit<Point, "id">} point
 * @returns {"kept" | "not-kept" | "full"} the key of the message
 */
export function add(store, point) {
  if (store.load().history.length >= MOST_POINTS) return "full";
  const kept = store.update(({ history }) => {
    // Of a day's scores, the one saved last is the latest.
    const place = Math.min(findOfDay(history, point.kind, dayOfDate(point.date)).length, 59);
    const date = point.date.replace(`T${NOON}Z`, `T12:00:${pad(place)}Z`);
    return { history: [...history, { id: createId(), ...point, date }] };
  });
  return kept ? "kept" : "not-kept";
}

/**
 * Add what the quiz worked out to the history, as a point of this moment.
 * @param {Store} store
 * @param {Score} score
 * @param {Levels} answers
 */
export const addEstimate = (store, score, answers) => add(store, toEstimate(score, answers));

/**
 * Put what the quiz worked out in the place of an earlier estimate.
 * @param {Store} store
 * @param {string} id
 * @param {Score} score
 * @param {Levels} answers
 * @returns {"kept" | "not-kept"} the key of the message
 */
export const replaceWithEstimate = (store, id, score, answers) => (replace(store, id, toEstimate(score, answers)) ? "kept" : "not-kept");

/**
 * Find the latest estimate that was saved today.
 * @param {Store} store
 */
export const findTodaysEstimate = (store) => findOfDay(store.load().history, "estimate", dayOf(new Date())).at(-1);

/**
 * @param {Score} score
 * @param {Levels} answers
 * @returns {Omit<Point, "id">} a point of this moment
 */
function toEstimate({ total, range, pillars, role, version }, answers) {
  const points = Object.fromEntries(Object.entries(pillars).map(([pillar, { points }]) => [pillar, points]));
  // An estimate has an hour: it is not of a whole day.
  const date = stamp().replace(WHOLE_DAY, "T11:59:59Z");
  return { date, kind: "estimate", total, pillars: points, range, ...(role && { role }), version, answers };
}

/**
 * Put a point in another's place. Where another tab has removed that one meanwhile, the point is added.
 * @param {Store} store
 * @param {string} id
 * @param {Omit<Point, "id">} point
 */
export function replace(store, id, point) {
  return store.update(({ history }) => ({
    history: history.some((each) => each?.id === id)
      ? history.map((each) => (each?.id === id ? { id, ...point } : each))
      : [...history, { id: createId(), ...point }],
  }));
}

/**
 * Group the saved points by their kind and their day in the visitor's time zone: "real 2026-03-02".
 * @param {StoredPoint[]} history
 * @returns {Map<string, Point[]>}
 */
export function groupByDay(history) {
  const groups = new Map();
  for (const point of history) {
    if (typeof point?.id !== "string") continue;
    const name = `${point.kind} ${dayOfDate(/** @type {string} */ (point.date))}`;
    const group = groups.get(name) ?? [];
    group.push(point);
    groups.set(name, group);
  }
  return groups;
}

/**
 * List the saved points of a kind and a day, in the visitor's time zone.
 * @param {StoredPoint[]} history
 * @param {Point["kind"]} kind
 * @param {string} day as a date field has it
 */
export const findOfDay = (history, kind, day) => groupByDay(history).get(`${kind} ${day}`) ?? [];

/**
 * Change one point.
 * @param {Store} store
 * @param {string} id
 * @param {Partial<Point>} values
 */
export function change(store, id, values) {
  return store.update(({ history }) => ({ history: history.map((point) => (point?.id === id ? { ...point, ...values } : point)) }));
}

/**
 * @param {Store} store
 * @param {string} id
 */
export function remove(store, id) {
  return store.update(({ history }) => ({ history: history.filter((point) => point?.id !== id) }));
}
