// Asks what to do with a second score of one day. LinkedIn counts once a day, so the later one is most likely a correction.

import { dayOf, dayOfDate } from "../storage/points.js";
import { find } from "../ui/find.js";
import { formatDay, formatExact, formatShortDay } from "../ui/format.js";
import { formatNumber, say } from "../ui/messages.js";

/** @import {Pillars, Point} from "../engine/wire.js" */

/**
 * @param {{total: number, pillars: Pillars}} score
 * @param {"old" | "new"} which
 */
function describe({ total, pillars }, which) {
  const known = Object.values(pillars).filter((value) => value !== null);
  const points = known.length === 4 ? say("twice.pillars", { pillars: known.map((value) => formatExact(value)).join(" · ") }) : "";
  return `${say(`twice.${which}`, { total: formatNumber(total) })} ${points}`.trim();
}

/**
 * @returns {(old: Point, score: {date: string, total: number, pillars: Pillars}) => Promise<"replace" | "both" | "">} asks; "" where the visitor
 *   does neither
 */
export function startSameDay() {
  const dialog = find("dialog[data-twice-dialog]");
  for (const button of dialog.querySelectorAll("button")) button.addEventListener("click", () => dialog.close(button.value));
  return (old, score) => {
    const isToday = dayOfDate(score.date) === dayOf(new Date());
    find("h2", dialog).textContent = isToday ? say("twice.today") : say("twice.day", { day: formatShortDay(score.date) });
    find("[data-twice-intro]", dialog).textContent = say("twice.intro", { day: formatDay(old.date) });
    find("[data-twice-old]", dialog).textContent = describe(old, "old");
    find("[data-twice-new]", dialog).textContent = describe(score, "new");
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) =>
      dialog.addEventListener("close", () => resolve(/** @type {"replace" | "both" | ""} */ (dialog.returnValue)), { once: true }),
    );
  };
}
