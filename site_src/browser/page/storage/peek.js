// Reads the visitor's data for a page that changes nothing: store.js would take part in its upkeep.

import { isMapping } from "./parts.js";
import { isShowable } from "./points.js";

/** @import {Point} from "../engine/wire.js" */

/**
 * Read what is on the device, as far as it can be read.
 * @returns {{isAnswered: boolean, role: unknown, points: Point[]}} `points`: oldest first
 */
export function peek() {
  const { answers, role, history } = Object(readDocument());
  return {
    isAnswered: isMapping(answers) && Object.keys(answers).length > 0,
    role,
    points: (Array.isArray(history) ? history : []).filter(isShowable).sort((one, other) => (one.date < other.date ? -1 : 1)),
  };
}

function readDocument() {
  try {
    return JSON.parse(localStorage.getItem("ssi") ?? "null");
  } catch {
    // It is damaged, or the browser refuses access.
    return null;
  }
}
