// Says which questions have changed since they were answered. A level whose meaning changes gets a new key, so the old answer is none of the
// question's any more.

import { find } from "../ui/find.js";
import { formatList } from "../ui/format.js";
import { sayCount } from "../ui/messages.js";
import { factorOf, linkQuestions } from "./answers.js";
import { addLate } from "./late_markup.js";

/** @import {Factor, QuizForm} from "./answers.js" */

/**
 * Ask the visitor to answer these questions again; none hides the request. It stands below the title of the part that is shown, because
 * the quiz opens there.
 * @param {QuizForm} form
 * @param {Factor[]} factors
 * @param {string[]} keys
 */
export async function showAskedAnew(form, factors, keys) {
  await addLate(form);
  const box = find("[data-asked-anew]", form);
  const part = find("[data-part]:not([hidden])", form);
  const title = part.querySelector(":scope > legend") ?? find("[data-part-title]", part);
  if (title.nextElementSibling !== box) title.after(box);
  box.hidden = keys.length === 0;
  find("[data-asked-anew-words]", box).textContent = sayCount("asked_anew.own", keys.length);
  linkQuestions(find("[data-asked-anew-list]", box), factors, keys);
}

/**
 * Say in a preview which questions have changed since somebody else answered them.
 * @param {QuizForm} form
 * @param {Factor[]} factors
 * @param {string[]} keys
 */
export async function describeChanged(form, factors, keys) {
  const place = find("[data-preview-changed]", form);
  place.hidden = true;
  if (keys.length === 0) return;
  await addLate(form);
  place.hidden = false;
  place.textContent = sayCount("asked_anew.link", keys.length, { names: formatList(keys.map((key) => factorOf(factors, key).name)) });
}
