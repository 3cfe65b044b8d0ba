// The home page: where a known SSI stands, and the way back for those who were here before. It needs no engine: the page has the figures.

import { draftTotal } from "./history/draft.js";
import { parsePoints } from "./history/parse_points.js";
import { peek } from "./storage/peek.js";
import { toMoment } from "./storage/points.js";
import { toPercent } from "./ui/chart.js";
import { find, findAll } from "./ui/find.js";
import { announce, formatNumber, formatTyped, locale, say } from "./ui/messages.js";
import { describeTotal } from "./ui/verdict.js";

/** @import {Point} from "./engine/wire.js" */

const MOST = 100;
// Long enough to type a second digit.
const PAUSE_MS = 700;
// A range of a single number is drawn this wide, so that it can be seen.
const LEAST_WIDTH = 2;

const form = find("form[data-known-ssi]");
const input = find("input", form);
const wrong = find("[data-known-wrong]", form);
const answer = find("[data-known-answer]");
const verdict = find("[data-known-verdict]", answer);
const pillars = find("a[data-known-pillars]", answer);
const roles = find("fieldset[data-known-roles]", answer);
// The saved score in the field, where nothing else was typed.
let filled = "";
const anchors = findAll("circle[data-anchor]", answer).map(({ dataset: { anchor, top } }) => ({ total: Number(anchor), top }));

/**
 * Show where the typed number stands.
 * @param {boolean} isSettled whether nobody is in the middle of a number
 * @returns {boolean} whether it is a number that can be shown
 */
function show(isSettled) {
  const { value, problem } = parsePoints(input.value, MOST);
  const isWrong = problem !== "" || (isSettled && value === null && input.value !== "");
  // A word or a sign may still become a number; one that is too high is said at once.
  const isShown = isWrong && (isSettled || /\d{3}/.test(input.value));
  wrong.hidden = !isShown;
  input.setAttribute("aria-invalid", String(isShown));
  input.setAttribute("aria-describedby", isShown ? "known-wrong known-of" : "known-of");
  answer.hidden = value === null;
  if (value === null) return false;
  const total = Math.round(value * 10) / 10;
  describe(total);
  draw(total);
  return true;
}

/** @param {number} total */
function describe(total) {
  const words = describeTotal(total, answer);
  verdict.textContent = words.verdict;
  find("[data-known-average]", answer).textContent = words.average;
  find("[data-known-rank]", answer).textContent = describeRank(total);
  find("[data-known-number]", answer).textContent = formatNumber(total);
  describeRole(total);
}

/**
 * Name the ranks that were seen beside a total. They are points, not a scale: of what lies between them nothing is known.
 * @param {number} total
 */
function describeRank(total) {
  const under = anchors.filter((anchor) => anchor.total <= total).at(-1);
  const over = anchors.find((anchor) => anchor.total > total);
  const key = under?.total === total ? "at" : under && over ? "between" : under ? "above" : "below";
  return say(`rank.${key}`, {
    low: formatNumber(Number(under?.total)),
    low_top: String(under?.top),
    high: formatNumber(Number(over?.total)),
    high_top: String(over?.top),
  });
}

/** @param {number} total */
function describeRole(total) {
  const chosen = find("input:checked", roles);
  const [from, to] = [Number(chosen.dataset.low), Number(chosen.dataset.high)];
  const goal = from === to ? formatNumber(from) : say("role.to", { low: formatNumber(from), high: formatNumber(to) });
  const key = total < from ? "below" : "reached";
  const whom = say(chosen.value === "member" ? "role.member" : "role.work");
  find("[data-known-role]", answer).textContent = say(`role.${key}`, { whom, goal, by: formatNumber(from - total) });
  find("[data-known-work]", answer).textContent = chosen.parentElement?.textContent?.trim() ?? "";
  find("[data-known-goal]", answer).textContent = from === to ? formatNumber(from) : `${formatNumber(from)}–${formatNumber(to)}`;
  const width = Math.max(to - from, LEAST_WIDTH);
  const bar = find("rect[data-known-guideline]", answer);
  bar.setAttribute("x", toPercent((from + to - width) / 2, MOST));
  bar.setAttribute("width", toPercent(width, MOST));
}

/** @param {number} total */
function draw(total) {
  const at = toPercent(total, MOST);
  const line = find('line[data-known-x="line"]', answer);
  line.setAttribute("x1", at);
  line.setAttribute("x2", at);
  find('circle[data-known-x="circle"]', answer).setAttribute("cx", at);
}

/** Show those who come back where they were, and their newest saved score. */
function showWayBack() {
  const { isAnswered, points } = peek();
  const newest = points.at(-1);
  const quiz = find("[data-back-quiz]");
  const score = find("[data-back-score]");
  quiz.hidden = !isAnswered;
  score.hidden = !newest;
  if (newest) score.textContent = describePoint(newest);
  find("[data-back]").hidden = quiz.hidden && score.hidden;
  fillIn(points.filter(({ kind }) => kind === "real").at(-1));
}

/**
 * Fill in the newest real score, unless something was typed.
 * @param {Point | undefined} newest
 */
function fillIn(newest) {
  if (input.value !== filled) return;
  filled = newest ? formatTyped(Math.round(newest.total)) : "";
  input.value = filled;
  if (!answer.hidden) show(true);
}

/** Choose the visitor's own line of work, as the quiz knows it. */
function chooseRole() {
  const { role } = peek();
  const own = [...roles.querySelectorAll("input")].find(({ value }) => value === role);
  if (own) own.checked = true;
}

/** @param {Point} point */
function describePoint({ kind, total, date }) {
  const day = toMoment(date);
  const isThisYear = day.getFullYear() === new Date().getFullYear();
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", ...(!isThisYear && { year: "numeric" }) });
  return say(`back.${kind}`, { total: formatNumber(Math.round(total)), day: format.format(day) });
}

input.addEventListener("input", () => {
  if (show(false)) announce(verdict, PAUSE_MS);
});
input.addEventListener("change", () => show(true));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!show(true)) return input.focus();
  // On a phone the keyboard goes, and the answer takes the screen.
  verdict.focus({ preventScroll: true });
  answer.scrollIntoView();
  return undefined;
});
roles.addEventListener("change", () => show(true));
pillars.addEventListener("click", () => {
  const { value } = parsePoints(input.value, MOST);
  // A saved score is there already, perhaps with its pillars. A draft would come before it.
  const isSaved = value !== null && input.value === filled;
  pillars.hash = isSaved ? "#advice" : "#pillars";
  if (value !== null && !isSaved) draftTotal(formatTyped(value));
});

find("[data-known-link]", form).hidden = true;
find("[data-known-button]", form).hidden = false;
chooseRole();
// A browser may have brought back what was typed.
show(true);
showWayBack();
// Another page may have erased everything, or saved a newer score.
for (const event of ["pageshow", "storage"]) window.addEventListener(event, showWayBack);
