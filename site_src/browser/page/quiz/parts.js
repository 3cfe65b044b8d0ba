// Shows one part of the quiz at a time. Each part has an address (#part-2, #result), and so has each question (its factor's key). So the
// browser's own back and forward work, and any page can link to a question. Focus follows, because the page does not load anew.

import { closest, find, findAll } from "../ui/find.js";
import { say } from "../ui/messages.js";

/**
 * @import {Hook} from "../ui/find.js"
 * @import {QuizForm} from "./answers.js"
 */

// The address of a step of the short way: its number, and its question.
export const SHORT = /^#short-(\d+)-/;

/** @typedef {{go: (name: string) => void, replace: (name: string) => void, show: (name: string) => void}} Parts `go` navigates to a part;
 *   `replace` shows it as if the address had led to it from the start; `show` shows it under the present address */

/**
 * @param {QuizForm} form
 * @param {string} first the part to begin with where the address names none; "" for the first one
 * @param {(name: string) => void} onShow
 * @returns {Parts}
 */
export function startParts(form, first, onShow) {
  const parts = findAll("[data-part]", form);
  const { title } = document;

  /** @param {string} name */
  const findPart = (name) => parts.find((part) => part.dataset.part === name);

  /**
   * @param {Hook} part
   * @param {Hook | null} [question] the one of the address
   */
  function show(part, question = null) {
    // A step without a question shows the whole part: the address may be an older one.
    const step = question ? SHORT.exec(location.hash)?.[1] : undefined;
    for (const each of parts) each.hidden = each !== part;
    for (const each of findAll("[data-intro]")) each.hidden = part !== parts[0] || step !== undefined;
    showStep(form, step, question);
    markLink(form, part.dataset.part);
    document.title = say("parts.title", { part: find("[data-part-title]", part).textContent, page: title });
    onShow(part.dataset.part);
  }

  function follow() {
    const { part, question } = resolve(parts);
    if (!part) return;
    show(part, question);
    if (question) focusQuestion(form, question);
    else focusPart(form, part);
  }

  /** @param {string} name */
  function go(name) {
    if (location.hash === `#${name}`) follow();
    else location.hash = name;
  }

  window.addEventListener("hashchange", follow);
  startLinks(form, go, follow);

  const saved = findPart(first);
  const { part, question } = location.hash === "" ? { part: saved } : resolve(parts);
  if (location.hash === "" && saved) history.replaceState(history.state, "", `#${first}`);
  show(part ?? saved ?? parts[0], question);
  // After the load: then the browser scrolls to the target itself, and takes the focus away.
  if (question) afterLoad(() => focusQuestion(form, question));

  return {
    go,
    replace(name) {
      const part = findPart(name) ?? parts[0];
      history.replaceState(history.state, "", `#${part.dataset.part}`);
      show(part);
      focusPart(form, part);
    },
    show(name) {
      const part = findPart(name);
      if (part) show(part);
    },
  };
}

/**
 * Follow the buttons and the links of the form.
 * @param {QuizForm} form
 * @param {(name: string) => void} go
 * @param {() => void} follow
 */
function startLinks(form, go, follow) {
  form.addEventListener("click", ({ target }) => {
    const button = closest(target, "[data-go]");
    if (button) go(button.dataset.go);
    const link = closest(target, 'a[href^="#"]');
    // A link to the present address fires no hashchange.
    if (link && link.hash === location.hash) setTimeout(follow);
  });
}

/**
 * Show only one question of the part where the address is a step of the short way.
 * @param {QuizForm} form
 * @param {string | undefined} step
 * @param {Hook | null} question
 */
function showStep(form, step, question) {
  if (step === undefined) delete form.dataset.short;
  else form.dataset.short = step;
  for (const each of findAll("[data-factor], [data-role]", form)) each.toggleAttribute("data-now", each === question);
}

/**
 * Mark the link to the part that is shown.
 * @param {QuizForm} form
 * @param {string} name
 */
function markLink(form, name) {
  for (const link of findAll("[data-part-link]", form)) {
    if (link.dataset.partLink === name) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
}

/**
 * Find what the address names: a part, perhaps a question in it, or neither (the score sheet, the skip link, somebody's answers).
 * @param {Hook[]} parts
 */
function resolve(parts) {
  const { hash } = location;
  const target = hash === "" ? parts[0] : document.getElementById(hash.replace(SHORT, "#").slice(1));
  return { part: closest(target, "[data-part]"), question: closest(target, "[data-factor], [data-role]") };
}

/** @param {() => void} act */
function afterLoad(act) {
  const soon = () => requestAnimationFrame(act);
  if (document.readyState === "complete") soon();
  else window.addEventListener("load", soon, { once: true });
}

/**
 * @param {QuizForm} form
 * @param {HTMLElement} part
 */
function focusPart(form, part) {
  find("[data-part-title]", part).focus({ preventScroll: true });
  form.scrollIntoView({ behavior: "instant" });
}

/**
 * @param {QuizForm} form
 * @param {HTMLElement} question
 */
function focusQuestion(form, question) {
  find(question.querySelector("input:checked") ? "input:checked" : "input", question).focus({ preventScroll: true });
  (form.dataset.short ? form : question).scrollIntoView({ behavior: "instant" });
}
