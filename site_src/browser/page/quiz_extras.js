// What the quiz does for some visitors only; see quiz/extras.js.

export { startArchiveAnswers } from "./quiz/archive_answers.js";
export { showAskedAnew } from "./quiz/changed_questions.js";
export { createLanguageLink } from "./quiz/language_link.js";
export { addLate } from "./quiz/late_markup.js";
export { makeLink, shareResult } from "./quiz/link.js";
export { createPreview } from "./quiz/preview.js";
export { saveEstimate } from "./quiz/save_estimate.js";
export { showRealMarks } from "./quiz/real_marks.js";
export { offerReminder } from "./quiz/reminder.js";
export { offerUndo } from "./quiz/undo.js";
export { followPreset } from "./quiz/preset.js";
export { createShortWay } from "./quiz/short_way.js";
export { offerCode } from "./quiz/trainer.js";
export { fillWhy } from "./quiz/why.js";
