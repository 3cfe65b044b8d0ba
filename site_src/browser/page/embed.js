// The quiz in a frame of somebody else's page. The quiz's height and the visitor's place in it would tell that page what was answered. So
// until the visitor agrees, that page gets one height, the same for everybody, and the top of the frame. After that it gets the true height
// and place, and the score. The visitor is asked at every visit, and no answer ever leaves the frame. content/<language>/trainers.md
// documents the messages for those who receive them, and tests/browser/test_embed.py holds this script to that page.

import { closest, find, findAll } from "./ui/find.js";
import { formatPoints, say } from "./ui/messages.js";
import { readOffer, showOffer } from "./ui/offer.js";

/**
 * @import {Score} from "./engine/wire.js"
 * @import {QuizForm} from "./quiz/answers.js"
 */

const form = /** @type {QuizForm} */ (find("form[data-quiz]"));
const consent = find("input[data-consent-choice]", form);
// Room for notices above the questions.
const SPARE = 100;

/**
 * Read the origin of the page around the frame, which gets the score: a message to an origin reaches no other page.
 * @returns {string} "" where it is not known
 */
const readOrigin = () => (/^https?:/.test(document.referrer) ? new URL(document.referrer).origin : "");

/**
 * Show who offers the quiz. The quiz's own steps take the place of what the address says behind its #, so each step remembers it, for a
 * visitor who comes back to the page or reloads the frame.
 */
function startOffer() {
  const { offer: remembered } = history.state ?? {};
  const address = readOffer(location.hash).by === "" && typeof remembered === "string" ? remembered : location.hash;
  const offer = readOffer(address);
  showOffer(find("[data-offer]"), offer);
  if (offer.by === "") return;
  const remember = () => history.replaceState({ ...history.state, offer: address }, "");
  window.addEventListener("hashchange", remember);
  remember();
}

const measureHeight = () => Math.ceil(document.body.getBoundingClientRect().height);

/** Copy the page's content as it is before the quiz starts: nothing of the visitor is in it. */
function copyContent() {
  const copy = /** @type {HTMLElement} */ (find("main").cloneNode(true));
  find("details[data-sheet]", copy).open = false;
  for (const each of findAll("[data-with-script]", copy)) each.hidden = false;
  return copy;
}

/**
 * Measure a height that fits every part with questions.
 * @param {HTMLElement} blank the content without anything of the visitor
 * @returns {number} 0 in a frame that is not shown
 */
function measureQuestions(blank) {
  // Put the page into the state that the quiz puts it into. It may have started.
  const root = document.documentElement;
  const content = find("main");
  const focused = document.activeElement;
  const isStarted = "quizStarted" in root.dataset;
  root.dataset.quizStarted = "";
  content.replaceWith(blank);
  const parts = findAll("[data-part][data-pillar]", blank);
  const heights = parts.map((part) => {
    for (const each of parts) each.hidden = each !== part;
    return measureHeight();
  });
  blank.replaceWith(content);
  if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus({ preventScroll: true });
  if (!isStarted) delete root.dataset.quizStarted;
  const tallest = Math.max(...heights);
  return tallest && tallest + SPARE;
}

/** @param {Window} outside the page around the frame */
function startHeight(outside) {
  const blank = copyContent();
  let questions = 0;
  let width = 0;
  let sent = 0;
  function send() {
    // A frame may be shown later, or the browser may not know yet that it is. The page around it knows how wide it is.
    if (questions === 0 || width !== window.innerWidth) questions = measureQuestions(blank);
    width = window.innerWidth;
    const height = consent.checked ? measureHeight() : questions;
    if (height !== sent) outside.postMessage({ type: "ssi:height", height }, "*");
    sent = height;
  }
  new ResizeObserver(send).observe(document.body);
  consent.addEventListener("change", send);
  // The form is reset after this event.
  form.addEventListener("reset", () => setTimeout(send));
  // While a frame is out of sight, browsers observe nothing in it.
  window.addEventListener("load", send);
  send();
}

/**
 * Send the place of the part or question in the address. No browser lets a frame scroll the page around it.
 * @param {Window} outside
 */
function sendPlace(outside) {
  const wanted = document.getElementById(location.hash.slice(1));
  if (!wanted || !form.contains(wanted)) return;
  let top = 0;
  if (consent.checked) {
    const place = (closest(wanted, "[data-factor]") ?? form).getBoundingClientRect().top;
    top = Math.max(Math.floor(place + window.scrollY), 0);
  }
  outside.postMessage({ type: "ssi:scroll", top }, "*");
}

/**
 * Ask the visitor, and send the score from then on.
 * @param {Window} outside
 * @param {string} origin
 */
function offerScore(outside, origin) {
  const box = find("[data-consent]", form);
  const state = find("[data-consent-sent]", box);
  const { host } = new URL(origin);
  /** @type {Score | null} the latest score that is worth a number */
  let score = null;
  let sent = "";

  function send() {
    if (!consent.checked) return;
    if (!score) {
      state.textContent = say("consent.waiting", { host });
      return;
    }
    const { version, total, range } = score;
    const pillars = Object.fromEntries(Object.entries(score.pillars).map(([key, pillar]) => [key, pillar.points]));
    const message = { type: "ssi:score", estimate: true, version, total, range, pillars };
    const text = JSON.stringify(message);
    if (text !== sent) outside.postMessage(message, origin);
    sent = text;
    state.textContent = say("consent.sent", { host, total: formatPoints(total) });
  }

  find("[data-consent-words]", box).textContent = say("consent.ask", { host });
  box.hidden = false;
  consent.addEventListener("change", () => {
    state.textContent = sent ? say("consent.stopped", { host }) : "";
    sent = "";
    send();
  });
  form.addEventListener("scored", ({ detail }) => {
    // Answers that came with a link are somebody else's.
    score = detail.sure && !form.hasAttribute("data-guest") ? detail.score : null;
    send();
  });
  form.addEventListener("reset", () => {
    score = null;
    sent = "";
    state.textContent = "";
  });
}

// Links to the site's other pages would open them here, in the frame.
document.addEventListener("click", ({ target }) => {
  const link = closest(target, "a[href]");
  if (link && !link.getAttribute("href")?.startsWith("#")) link.target = "_blank";
});

startOffer();
// A browser that comes back to a page ticks what was ticked. Consent of an earlier visit does not count.
consent.checked = false;
if (window.parent !== window) {
  const outside = window.parent;
  startHeight(outside);
  // The quiz handles this event first.
  window.addEventListener("hashchange", () => setTimeout(() => sendPlace(outside)));
  const origin = readOrigin();
  if (origin) offerScore(outside, origin);
}
