// What the page of your own SSI does for some visitors only; see history/extras.js.

export { createOverTime } from "./history/over_time_part.js";
