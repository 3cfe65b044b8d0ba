// The score over time in words: what the line says, what becomes of it, and a table of its figures.

import { copyTemplate, find, findAll } from "../ui/find.js";
import { formatChange, formatDay, formatList, formatShortDay } from "../ui/format.js";
import { formatNumber, formatPoints, locale, say, sayCount } from "../ui/messages.js";
import { fillList } from "./list.js";

/** @import {OverTime, SavedDay, SavedForecast} from "../engine/wire.js" */

/** @typedef {SavedForecast["leaving"][number]} Leaving */

const DAY = /^\d{4}-\d\d-\d\d$/;
// Factors that count days on which something was done, whatever its number.
const BY_DAY = ["active_days", "people_search", "interactions_given"];
const dayAndMonth = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long" });

/** @param {string} day */
const noonOf = (day) => `${day}T12:00:00`;

/** @param {string} day */
export const formatNoon = (day) => formatDay(noonOf(day));

/** @param {unknown} value */
const isDay = (value) => typeof value === "string" && DAY.test(value) && !Number.isNaN(Date.parse(noonOf(value)));

/** @param {unknown} value */
const isRange = (value) => Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);

/** @param {unknown} value @returns {value is Record<string, any>} */
const isObject = (value) => typeof value === "object" && value !== null;

/** @param {unknown} value @param {(each: Record<string, any>) => boolean} isSound */
const isListOf = (value, isSound) => Array.isArray(value) && value.every((each) => isObject(each) && isSound(each));

/**
 * Check whether what is saved can be shown. ssi_core has judged it when it came from a file; somebody may have changed it since.
 * @param {unknown} value
 * @returns {value is OverTime}
 */
export function isOverTime(value) {
  const pillars = findAll("[data-over-time] [data-months][data-pillar]").map(({ dataset }) => dataset.months);
  if (!isObject(value) || !isListOf(value.days, isSavedDay(pillars)) || value.days.length === 0) return false;
  return isListOf(value.forecast, isForecast) && Array.isArray(value.unseen) && typeof value.version === "string";
}

/** @param {string[]} pillars @returns {(day: Record<string, any>) => boolean} */
const isSavedDay =
  (pillars) =>
  ({ day, total, range, pillars: scores, answers, assumed }) =>
    isDay(day) &&
    Number.isFinite(total) &&
    isRange(range) &&
    isObject(scores) &&
    pillars.every((pillar) => Number.isFinite(scores[pillar]?.points) && isRange(scores[pillar].range)) &&
    isObject(answers) &&
    isObject(assumed);

/** @param {Record<string, any>} forecast */
const isForecast = ({ days, day, total, range, change, leaving }) =>
  Number.isFinite(days) &&
  isDay(day) &&
  Number.isFinite(total) &&
  isRange(range) &&
  Number.isFinite(change) &&
  isListOf(leaving, isLeaving);

/** @param {Record<string, any>} leaving */
const isLeaving = ({ factor, count, days, first, last, points }) =>
  typeof factor === "string" && Number.isFinite(count) && Number.isFinite(days) && isDay(first) && isDay(last) && Number.isFinite(points);

/**
 * Find the day to compare the last one with: a year before it, or else the first.
 * @param {SavedDay[]} days
 */
export function findReference(days) {
  const { day } = days[days.length - 1];
  const yearAgo = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  return [...days].reverse().find((each) => each.day <= yearAgo) ?? days[0];
}

/**
 * Say what the line says: where it ends, how that differs from a year before, and where it goes.
 * @param {HTMLElement} section
 * @param {OverTime} overTime
 */
export function showHeadline(section, { days, forecast }) {
  const last = days[days.length - 1];
  const since = findReference(days);
  const by = Math.round(10 * (last.total - since.total)) / 10;
  const change = { by: formatPoints(Math.abs(by)), since: formatNoon(since.day), from: formatPoints(since.total) };
  const ahead = forecast[forecast.length - 1];
  const [low, high] = last.range.map(formatPoints);
  const words = [say("over_time.now", { total: formatPoints(last.total), day: formatNoon(last.day), low, high })];
  if (days.length > 1) words.push(say(`over_time.${by > 0 ? "more" : by < 0 ? "less" : "same"}`, change));
  if (ahead) {
    const values = { total: formatPoints(ahead.total), day: formatNoon(ahead.day) };
    words.push(say(`over_time.${ahead.change < 0 ? "falls" : "stays"}`, values));
  }
  find("[data-over-time-headline]", section).textContent = words.join(" ");
}

/**
 * Say what the score becomes if nothing is done, and why.
 * @param {HTMLElement} section
 * @param {OverTime} overTime
 */
export function showForecast(section, { days, forecast }) {
  find("[data-forecast]", section).hidden = forecast.length === 0;
  find("[data-forecast-end]", section).textContent = say("over_time.ends", { day: formatNoon(days[days.length - 1].day) });
  const items = forecast.map(({ days: ahead, day, total, change, leaving }) => {
    const item = copyTemplate("template[data-forecast-item]", section);
    find("[data-forecast-title]", item).textContent = say("over_time.after", { n: formatNumber(ahead), day: formatNoon(day) });
    const values = { total: formatPoints(total), change: formatChange(change) };
    find("[data-forecast-score]", item).textContent = say(`over_time.${change < 0 ? "becomes" : "remains"}`, values);
    find("[data-forecast-none]", item).hidden = leaving.length > 0;
    const known = leaving.filter(({ factor }) => isNamed(factor));
    const costing = known.filter(({ points }) => points < 0);
    const free = known.filter(({ points }) => points >= 0).map(describeThings);
    fillList(find("[data-forecast-leaving]", item), costing.map(describeLeaving));
    find("[data-forecast-free]", item).hidden = free.length === 0;
    find("[data-forecast-free]", item).textContent = say("leaving.free", { what: formatList(free) });
    return item;
  });
  find("[data-forecast-list]", section).replaceChildren(...items);
}

/**
 * Format a day without its year. The day and its month stay on one line.
 * @param {Date} date
 */
const formatDayOfYear = (date) => dayAndMonth.format(date).replace(" ", "\u00a0");

/**
 * Check whether the page has words for a factor. That of another version of the model may have none.
 * @param {string} factor
 */
const isNamed = (factor) => findAll("template[data-message]").some(({ dataset }) => dataset.message === `leaving.${factor}`);

/** @param {Leaving} leaving */
const describeThings = ({ factor, count, days }) => sayCount(`leaving.${factor}`, BY_DAY.includes(factor) ? days : count);

/** @param {Leaving} leaving */
function describeLeaving(leaving) {
  const { first, last, points } = leaving;
  const [start, end] = [first, last].map((day) => new Date(noonOf(day)));
  const isOneMonth = first.slice(0, 7) === last.slice(0, 7);
  const values = {
    what: describeThings(leaving),
    first: isOneMonth ? formatNumber(start.getDate()) : formatDayOfYear(start),
    last: formatDayOfYear(end),
    points: formatChange(points, "exact"),
  };
  return say(`leaving.${first === last ? "on" : "between"}`, values);
}

/**
 * Fill the table with the figures of the chart, the newest first.
 * @param {HTMLElement} section
 * @param {OverTime} overTime
 */
export function fillMonths(section, { days }) {
  const rows = [...days].reverse().map((month) => {
    const row = copyTemplate("template[data-month]", section);
    const time = find("time", row);
    time.dateTime = month.day;
    time.textContent = formatShortDay(noonOf(month.day));
    /** @param {string} name @param {string} text */
    const fill = (name, text) => (find(`[data-month-value="${name}"]`, row).textContent = text);
    fill("total", formatPoints(month.total));
    const [low, high] = month.range.map(formatPoints);
    fill("range", say("over_time.from_to", { low, high }));
    for (const { dataset } of findAll("[data-month-value][data-pillar]", row)) {
      fill(dataset.monthValue, formatPoints(month.pillars[dataset.monthValue].points));
    }
    return row;
  });
  find("[data-month-rows]", section).replaceChildren(...rows);
}
