// The ends of a range as words have them.

import { number, points, say } from "../messages.js";

/** To tenths, as points are given. @param {[number, number]} range */
export const tenths = ([low, high]) => ({ low: points(low), high: points(high) });
/** Of a range too wide for tenths, in whole numbers: outwards, so that it still holds everything. @param {[number, number]} range */
export const wholes = ([low, high]) => ({ low: number(Math.floor(low)), high: number(Math.ceil(high)) });
/** @param {{low: string, high: string}} ends */
export const fromTo = (ends) => say("pillars.from_to", ends);
