// The short way: one question at a time, each the one that narrows the range most. The address says which (#short-3-groups), so that the
// browser's back and a reload work. Until the engine has started, the order is the build's.

import { closest, find } from "../ui/find.js";
import { announce, sayCount } from "../ui/messages.js";
import { read } from "./answers.js";
import { sayStep } from "./progress.js";

/** @import {Quiz} from "./preview.js" */

// A chosen answer is seen before the next question comes.
const SEEN_MS = 150;
const LAST = "line-of-work";

/**
 * @param {Quiz} quiz
 * @returns {() => Promise<void>} goes to the next step
 */
export function createShortWay(quiz) {
  const { form, factors, parts } = quiz;
  const planned = find("[data-short-way]", form).dataset.shortWay.split(" ");
  const refine = find("[data-refine]", form);
  /** @type {string[]} the questions so far, with holes where the address led past some. The history entry holds them across a reload. */
  const way = history.state?.way ?? [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;

  const isOpen = (/** @type {string} */ key) => !(key in read(form).answers);
  const openOnes = () => factors.filter(({ key }) => isOpen(key));

  async function goOn() {
    clearTimeout(soon);
    const { hash } = location;
    const step = Number(form.dataset.short ?? 0);
    if (step > planned.length) return parts.go("result");
    if (step === 0 && !way.some(isOpen)) way.length = 0;
    const now = form.querySelector("[data-factor][data-now]");
    if (step > 0 && now instanceof HTMLElement) way[step - 1] = String(now.dataset.factor);
    const next = step < planned.length ? (way[step] ?? (await findQuestion(quiz, planned, way))) : LAST;
    // The visitor may have gone elsewhere meanwhile.
    if (location.hash !== hash) return undefined;
    if (next !== LAST) way[step] = next;
    const at = next === LAST ? planned.length + 1 : step + 1;
    parts.go(`short-${at}-${next}`);
    history.replaceState({ ...history.state, way }, "");
    return announce(sayStep(at, planned.length));
  }

  function goBack() {
    clearTimeout(soon);
    history.back();
  }

  function showRefine() {
    const open = openOnes().length;
    refine.hidden = location.hash !== "#result" || way.length === 0 || open === 0;
    if (refine.hidden) return;
    find("[data-refine-go]", refine).textContent = sayCount("short_way.rest", open);
    form.querySelector("[data-result=scored] > .score")?.after(refine);
  }

  form.addEventListener("click", ({ target, detail }) => {
    if (closest(target, "[data-short-next]")) void goOn();
    else if (closest(target, "[data-short-back]")) goBack();
    else if (closest(target, "[data-refine-go]")) parts.go(openOnes()[0].key);
    // A key that chooses an answer makes a click without a detail. The arrows go through the answers and must not lead away.
    else if (detail > 0 && closest(target, "[data-short] [data-now] .choice")) {
      clearTimeout(soon);
      soon = setTimeout(goOn, SEEN_MS);
    }
  });
  window.addEventListener("hashchange", () => {
    clearTimeout(soon);
    showRefine();
  });
  return goOn;
}

/**
 * Find the question that is asked next.
 * @param {Quiz} quiz
 * @param {string[]} planned
 * @param {string[]} way
 * @returns {Promise<string>}
 */
async function findQuestion({ form, factors, ask }, planned, way) {
  // What was skipped is not asked again.
  const answers = { ...Object.fromEntries(Object.values(way).map((key) => [key, "unknown"])), ...read(form).answers };
  if (document.documentElement.dataset.engine === "ready") {
    const reply = await ask({ do: "score", answers, next: true }).catch(() => undefined);
    if (reply?.ok) return reply.ok.next ?? LAST;
  }
  return [...planned, ...factors.map(({ key }) => key)].find((key) => !(key in answers)) ?? LAST;
}
