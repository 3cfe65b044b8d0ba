// Marks the answers that came from LinkedIn's archive. Their questions are hidden until the visitor wants them. An answer that the visitor
// has changed since then is no longer marked.

import { closest, find } from "../ui/find.js";
import { sayCount } from "../ui/messages.js";

/** @import {Answers, Factor, QuizForm} from "./answers.js" */

/**
 * @param {QuizForm} form
 * @param {Factor[]} factors
 * @param {() => {measured: Answers, answers: Answers}} readNow reads the archive's answers and the form's
 * @returns {() => void} updates the marks, to be called after every change
 */
export function startArchiveAnswers(form, factors, readNow) {
  const bar = find("[data-measured-bar]", form);
  const toggle = find("[data-measured-toggle]", bar);
  const result = find("[data-measured-result]", form);
  const mark = find("template[data-measured-mark]");

  /** @param {boolean} all whether all questions are shown */
  function showAll(all) {
    form.toggleAttribute("data-open-only", !all);
    toggle.setAttribute("aria-pressed", String(all));
  }

  /**
   * @param {string} selector
   * @param {ParentNode} root
   * @param {boolean} wanted
   */
  function setMark(selector, root, wanted) {
    const place = find(selector, root);
    const found = place.querySelector(".measured-mark");
    if (wanted && !found) place.append(" ", mark.content.cloneNode(true));
    else if (!wanted) found?.remove();
  }

  function show() {
    const { measured, answers } = readNow();
    /** @param {Factor} factor */
    const isMeasured = ({ key }) => key in answers && answers[key] === measured[key];
    for (const factor of factors) {
      factor.element.toggleAttribute("data-measured", isMeasured(factor));
      setMark("legend", factor.element, isMeasured(factor));
      setMark(`[data-answer="${factor.key}"]`, form, isMeasured(factor));
    }
    const n = factors.filter(isMeasured).length;
    const { part } = find("[data-part]:not([hidden])", form).dataset;
    const ofPart = factors.filter((factor) => factor.part === part);
    bar.hidden = n === 0 || ofPart.length === 0;
    find("[data-measured-words]", bar).textContent = sayCount("measured.words", n);
    find("[data-measured-part]", bar).hidden = !ofPart.every(isMeasured);
    result.hidden = n === 0;
    result.textContent = sayCount("measured.result", n);
  }

  /** @param {string} hash */
  const isHidden = (hash) => hash !== "" && Boolean(document.getElementById(hash.slice(1))?.matches("[data-measured]"));

  toggle.addEventListener("click", () => showAll(form.hasAttribute("data-open-only")));
  // A link to a question shows it. This runs in the capturing phase, before other listeners, because focus follows at once.
  window.addEventListener("click", ({ target }) => isHidden(closest(target, "a")?.hash ?? "") && showAll(true), true);
  window.addEventListener("hashchange", () => isHidden(location.hash) && showAll(true), true);
  show();
  showAll(isHidden(location.hash));
  return show;
}
