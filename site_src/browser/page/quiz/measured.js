// What LinkedIn's archive answered: such questions carry a mark, and are out of the way until somebody wants them. An answer that the visitor
// has changed since is the visitor's own again.

import { count } from "../messages.js";

/**
 * @param {import("./answers.js").Factor[]} factors
 * @param {() => {measured: Record<string, string>, answers: Record<string, string>}} now
 * @returns {() => void} to be called after every change
 */
export function startMeasured(form, factors, now) {
  const bar = form.querySelector("[data-measured-bar]");
  const toggle = bar.querySelector("[data-measured-toggle]");
  const result = form.querySelector("[data-measured-result]");
  const mark = document.querySelector("[data-measured-mark]");

  function setAll(all) {
    form.toggleAttribute("data-open-only", !all);
    toggle.setAttribute("aria-pressed", all);
  }

  function setMark(place, wanted) {
    const found = place.querySelector(".measured-mark");
    if (wanted && !found) place.append(" ", mark.content.cloneNode(true));
    else if (!wanted) found?.remove();
  }

  function show() {
    const { measured, answers } = now();
    const isMeasured = ({ key }) => key in answers && answers[key] === measured[key];
    for (const factor of factors) {
      factor.element.toggleAttribute("data-measured", isMeasured(factor));
      setMark(factor.element.querySelector("legend"), isMeasured(factor));
      setMark(form.querySelector(`[data-answer="${factor.key}"]`), isMeasured(factor));
    }
    const n = factors.filter(isMeasured).length;
    const part = form.querySelector("[data-part]:not([hidden])").dataset.part;
    const ofPart = factors.filter((factor) => factor.part === part);
    bar.hidden = n === 0 || ofPart.length === 0;
    bar.querySelector("[data-measured-words]").textContent = count("measured.words", n);
    bar.querySelector("[data-measured-part]").hidden = !ofPart.every(isMeasured);
    result.hidden = n === 0;
    result.textContent = count("measured.result", n);
  }

  const isHidden = (hash) => hash !== "" && document.getElementById(hash.slice(1))?.matches("[data-measured]");

  toggle.addEventListener("click", () => setAll(form.hasAttribute("data-open-only")));
  // Whoever follows a link to a question wants to see it. Before anything else hears of the click: focus follows at once.
  window.addEventListener("click", ({ target }) => isHidden(target.closest?.("a")?.hash ?? "") && setAll(true), true);
  window.addEventListener("hashchange", () => isHidden(location.hash) && setAll(true), true);
  show();
  setAll(isHidden(location.hash));
  return show;
}
