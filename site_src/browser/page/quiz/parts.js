// One part of the quiz at a time. Each part has an address (#part-2, #result), and so has each question (its factor's key), so that the
// browser's own back and forward work and any page can link to a question. Focus follows, because the page does not load anew.

import { say } from "../messages.js";

/**
 * @param {HTMLFormElement} form
 * @param {string} first the part to begin with where the address names none; "" for the first one
 * @param {(part: string) => void} onShow
 * @returns {{go: (part: string) => void, replace: (part: string) => void, show: (part: string) => void}}
 */
export function startParts(form, first, onShow) {
  const parts = [...form.querySelectorAll("[data-part]")];
  const pageTitle = document.title;

  function show(part) {
    const name = part.dataset.part;
    for (const each of parts) each.hidden = each !== part;
    document.querySelector("[data-intro]").hidden = part !== parts[0];
    for (const link of form.querySelectorAll("[data-part-link]")) {
      if (link.dataset.partLink === name) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    document.title = say("parts.title", { part: part.querySelector("[data-part-title]").textContent, page: pageTitle });
    onShow(name);
  }

  /** Where an address leads: a part, perhaps a question in it, or neither (the score sheet, the skip link, somebody's answers). */
  function resolve(hash) {
    const target = hash === "" ? parts[0] : document.getElementById(hash.slice(1));
    return { part: target?.closest("[data-part]"), question: target?.closest("[data-factor]") };
  }

  function follow() {
    const { part, question } = resolve(location.hash);
    if (!part) return;
    show(part);
    if (question) focusQuestion(question);
    else focusPart(form, part);
  }

  function go(name) {
    if (location.hash === `#${name}`) follow();
    else location.hash = name;
  }

  window.addEventListener("hashchange", follow);
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-go]");
    if (button) go(button.dataset.go);
    // A link to where the address already points changes no address.
    const link = target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) setTimeout(follow);
  });

  const kept = parts.find((part) => part.dataset.part === first);
  const { part, question } = location.hash === "" ? { part: kept } : resolve(location.hash);
  if (location.hash === "" && kept) history.replaceState(history.state, "", `#${first}`);
  show(part ?? kept ?? parts[0]);
  // The browser goes to the address's target itself when everything has loaded, and takes the focus away; so this comes after it.
  if (question) afterLoad(() => focusQuestion(question));

  return {
    go,
    /** As if the address had led to this part from the start: the one there is, is forgotten. */
    replace(name) {
      const part = parts.find((each) => each.dataset.part === name) ?? parts[0];
      history.replaceState(history.state, "", `#${part.dataset.part}`);
      show(part);
      focusPart(form, part);
    },
    /** This part, under the address there is. */
    show: (name) => show(parts.find((each) => each.dataset.part === name)),
  };
}

function afterLoad(act) {
  const soon = () => requestAnimationFrame(act);
  if (document.readyState === "complete") soon();
  else window.addEventListener("load", soon, { once: true });
}

function focusPart(form, part) {
  part.querySelector("[data-part-title]").focus({ preventScroll: true });
  form.scrollIntoView({ behavior: "instant" });
}

function focusQuestion(question) {
  (question.querySelector("input:checked") ?? question.querySelector("input")).focus({ preventScroll: true });
  question.scrollIntoView({ behavior: "instant" });
}
