// The score over time from an archive, on its way from the page that read the archive to the page that shows it. It is in this tab only,
// until the visitor saves it. Where the browser refuses that, it travels in the tab's history entry.

import { carry, takeCarried } from "./carry.js";

/** @import {OverTime, Report} from "../engine/wire.js" */

/** @typedef {{over_time: OverTime, example: boolean}} TabReport `example`: it is of the example archive, and nobody's own */

const KEY = "ssi-over-time";

/** @type {string | null} what the tab's storage refused */
let refused = null;
carry(KEY, () => refused);

/**
 * Take the part of a report that is worth saving.
 * @param {Report} report
 * @param {string} version the model's
 * @returns {OverTime | null} null where nothing in the archive has a date
 */
export function toOverTime({ over_time: days, forecast, unseen }, version) {
  if (days.length === 0) return null;
  return {
    version,
    days: days.map(({ day, total, range, pillars, answers, assumed }) => ({
      day,
      total,
      range,
      pillars: Object.fromEntries(Object.entries(pillars).map(([key, { points, range: ends }]) => [key, { points, range: ends }])),
      answers,
      assumed,
    })),
    forecast: forecast.map(({ days: ahead, day, total, range, change, leaving }) => ({
      days: ahead,
      day,
      total,
      range,
      change,
      leaving: leaving.map(({ factor, count, days: number, first, last, points }) => ({
        factor,
        count,
        days: number,
        first,
        last,
        points,
      })),
    })),
    unseen,
  };
}

/**
 * Hold it in this tab, in place of what was held before.
 * @param {TabReport} held
 */
export function hold(held) {
  const text = JSON.stringify(held);
  try {
    sessionStorage.setItem(KEY, text);
    refused = null;
  } catch {
    drop();
    refused = text;
  }
}

/**
 * Go to another page with what is held here. Where the tab's storage refused it, that page replaces this one.
 * @param {Event} event a click on a link
 * @param {string} address
 */
export function takeAlong(event, address) {
  if (refused === null) return;
  event.preventDefault();
  history.replaceState({ ...history.state, [KEY]: refused }, "", address);
  location.reload();
}

/**
 * Read what is held.
 * @returns {TabReport | null}
 */
export function readHeld() {
  try {
    refused = takeCarried(KEY) ?? refused;
    return JSON.parse(refused ?? sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

/** Drop what is held. */
export function drop() {
  refused = null;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // There is none.
  }
}
