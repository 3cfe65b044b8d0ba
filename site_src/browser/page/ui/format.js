// Days, changes and lists in the page's notation, for the history and the import.

import { toMoment } from "../storage/points.js";
import { locale } from "./messages.js";

const long = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
const short = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });
const list = new Intl.ListFormat(locale);
const hundredths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 2 });

/**
 * @param {number} least
 * @param {number} most
 */
const changeFormat = (least, most) =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most, signDisplay: "exceptZero" });
const changes = { whole: changeFormat(0, 1), tenths: changeFormat(1, 1), exact: changeFormat(1, 2), hundredths: changeFormat(2, 2) };

/**
 * Format a saved date's day, or a moment's in the visitor's time zone.
 * @param {string | Date} date
 */
export const formatDay = (date) => long.format(toMoment(date));

/** @param {string | Date} date */
export const formatShortDay = (date) => short.format(toMoment(date));

/**
 * Format a change with its sign: +1.2, −0.8 or 0.0; of whole numbers +2.
 * @param {number} number
 * @param {keyof typeof changes} [kind]
 */
export const formatChange = (number, kind = "tenths") => changes[kind].format(number).replace("-", "−");

/**
 * Format LinkedIn's points, which have more decimals than an estimate. With two of them, differences add up.
 * @param {number} number
 */
export const formatExact = (number) => hundredths.format(number);

/** @param {string[]} words */
export const formatList = (words) => list.format(words);
