// What is wrong with a file, as a list: each leads to its line, and has a button where the remedy is mechanical.

import { find } from "../page/ui/find.js";
import { announce } from "./announce.js";
import { say, sayCount } from "./words.js";

/** @typedef {import("./api.js").Problem} Problem */

/**
 * Say how many faults and warnings there are.
 * @param {Problem[]} problems
 */
function sayTotals(problems) {
  const faults = problems.filter(({ level }) => level === "fault").length;
  const warnings = problems.length - faults;
  const totals = [faults && sayCount("problems.faults", faults), warnings && sayCount("problems.warnings", warnings)].filter(Boolean);
  return totals.join(", ") || say("problems.none");
}

/**
 * Write what is wrong as a sentence. In the terminal it follows a place, so that it has no capital letter and no full stop.
 * @param {string} words
 */
const writeSentence = (words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.?!…]$/.test(words) ? "" : "."}`;

/**
 * Write what is wrong, and what to do.
 * @param {Problem} problem
 */
export const writeMessage = ({ what, remedy }) => `${writeSentence(what)} ${remedy}`.trim();

/** The list below a text. */
export class ProblemList {
  #shown = "";

  /**
   * @param {HTMLElement} place
   * @param {{label: string, onGo: (problem: Problem) => void, onMend: (problem: Problem) => void}} given
   */
  constructor(place, given) {
    this.place = place;
    this.given = given;
    find("[data-problems-list]", place).setAttribute("aria-label", given.label);
    this.tell(say("problems.checking"), "unknown");
  }

  /**
   * Say something in the place of a list.
   * @param {string} words
   * @param {"unknown" | "none" | "warning" | "fault"} level
   */
  tell(words, level) {
    find("[data-problems-summary]", this.place).textContent = words;
    this.place.dataset.level = level;
    if (level === "unknown") this.#shown = "";
  }

  /** @param {Problem[]} problems */
  show(problems) {
    // Faults first: those stop the site.
    const sorted = [...problems].sort(
      (one, other) => Number(other.level === "fault") - Number(one.level === "fault") || one.line - other.line,
    );
    const shown = JSON.stringify(sorted);
    if (shown === this.#shown) return;
    const isFirst = !this.#shown;
    this.#shown = shown;
    const totals = sayTotals(problems);
    if (totals !== find("[data-problems-summary]", this.place).textContent && !isFirst) announce(totals);
    this.tell(totals, problems.some(({ level }) => level === "fault") ? "fault" : problems.length ? "warning" : "none");
    find("[data-problems-list]", this.place).replaceChildren(...sorted.map((problem) => this.#draw(problem)));
    /** @type {HTMLDetailsElement} */ (this.place).open = problems.length > 0;
  }

  /** @param {Problem} problem */
  #draw(problem) {
    const item = document.createElement("li");
    item.dataset.level = problem.level;
    const key = /** @type {const} */ (`problems.${problem.level}${problem.line ? "_line" : ""}`);
    const go = createButton(say(key, { line: problem.line }));
    go.className = "place";
    go.addEventListener("click", () => this.given.onGo(problem));
    const what = Object.assign(document.createElement("span"), { textContent: `${writeSentence(problem.what)} ` });
    const remedy = Object.assign(document.createElement("span"), { className: "remedy", textContent: `${problem.remedy} ` });
    item.append(go, " ", what, remedy);
    if (problem.fix) {
      const mend = createButton(problem.fix.label);
      mend.addEventListener("click", () => this.given.onMend(problem));
      item.append(mend);
    }
    return item;
  }
}

/** @param {string} words */
const createButton = (words) => Object.assign(document.createElement("button"), { type: "button", textContent: words });
