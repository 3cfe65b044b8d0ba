// A range in words.

import { formatNumber, formatPoints, say } from "../ui/messages.js";

/** @import {Range} from "../engine/wire.js" */

/**
 * Format both ends to tenths, as points are.
 * @param {Range} range
 */
export const toTenths = ([low, high]) => ({ low: formatPoints(low), high: formatPoints(high) });

/**
 * Format both ends as whole numbers, for a range too wide for tenths. They are rounded outwards, so that it still holds everything.
 * @param {Range} range
 */
export const toWholes = ([low, high]) => ({ low: formatNumber(Math.floor(low)), high: formatNumber(Math.ceil(high)) });

/** @param {{low: string, high: string}} ends */
export const formatRange = (ends) => say("pillars.from_to", ends);
