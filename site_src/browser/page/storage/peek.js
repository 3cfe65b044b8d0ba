// Reads the visitor's data for a page that changes nothing: store.js would take part in its upkeep.

import { EMPTY } from "./parts.js";
import { listShowable } from "./points.js";
import { parseSaved, readText } from "./saved_data.js";

/** @import {Point} from "../engine/wire.js" */

/**
 * Read what is on the device, as far as it can be read.
 * @returns {{isAnswered: boolean, role: string, points: Point[]}} `points`: oldest first
 */
export function peek() {
  const text = readText();
  const { answers, role, history } = text ? parseSaved(text).data : EMPTY;
  return { isAnswered: Object.keys(answers).length > 0, role, points: listShowable(history) };
}
