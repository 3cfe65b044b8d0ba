// Adds what the quiz shows later, or to some visitors only. It is no part of the page, which would take longer to arrive. The page of your
// own SSI carries it, and the quiz as one file does itself.

import { find, findAll } from "../ui/find.js";
import { pageOf } from "./other_page.js";
import { fillAdvice } from "./step.js";

/**
 * @import {QuizForm} from "./answers.js"
 */

const PARTS = ["messages", "changed", "asked_anew", "own", "note", "today", "start", "remind", "trainer", "preset", "train", "unreadable"];

/** @type {Promise<void> | undefined} */
let added;

/**
 * Add it, once. Rejects where it cannot be fetched; another call tries again.
 * @param {QuizForm} form
 */
export function addLate(form) {
  added ??= add(form).catch((error) => {
    added = undefined;
    throw error;
  });
  return added;
}

/** @param {QuizForm} form */
async function add(form) {
  const { late } = form.dataset;
  const wanted = PARTS.map((name) => `template[data-late="${name}"]`);
  const page = late ? await pageOf(new URL(late, document.baseURI).href, wanted) : document;
  const parts = Object.fromEntries(
    findAll("template[data-late]", page).map(({ dataset, content }) => [dataset.late, document.importNode(content, true)]),
  );
  const compared = find("ul.compare", form);
  const next = find("[data-next]", form);
  form.append(parts.messages, parts.changed, parts.asked_anew, parts.why ?? "");
  compared.append(parts.own);
  compared.after(parts.note);
  // In a frame or a file there is no history to save to.
  form.querySelector('[data-saved="kept"]')?.after(parts.today);
  next.prepend(parts.start);
  next.after(parts.remind);
  find("[data-sharing]", form).after(parts.trainer);
  find("[data-preview-box]", form).before(parts.preset);
  find("[data-preview-own]", form).after(parts.unreadable);
  // In a trainer's frame the visitors are those who are trained.
  if (!document.body.classList.contains("framed")) find(".all-answers", form).after(parts.train);
  fillAdvice(form);
  window.dispatchEvent(new Event("grown"));
}
