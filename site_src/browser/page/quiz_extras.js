// What the quiz does for some visitors only; see extras.js.

export { addEstimate } from "./points.js";
export { createLanguageLink } from "./quiz/language_link.js";
export { copyLink, shareLink } from "./quiz/link.js";
export { startMeasured } from "./quiz/measured.js";
export { showOwn } from "./quiz/own.js";
export { savePicture } from "./quiz/picture.js";
export { createPreview } from "./quiz/preview.js";
export { fillWhy } from "./quiz/why.js";
