// What the page of your own SSI does for some visitors only; see history/extras.js.

export { createTrainerPart } from "./history/trainer_part.js";
export { createOverTime } from "./history/over_time_part.js";
