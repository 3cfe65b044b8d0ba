// The quiz in a frame of somebody else's page. How high the quiz is and where in it the visitor is would tell that page what was answered, so
// until the visitor agrees it gets one height, the same for everybody, and the top of the frame; from then on what is so, and the score. The
// visitor is asked anew at every visit, and no answer ever leaves the frame. The messages are documented for those who receive them in
// content/<language>/embedding.md; what stands there is what tests/test_embed.py holds this to.

import { points, say } from "./messages.js";

const form = document.querySelector("form[data-quiz]");
const outside = window.parent === window ? null : window.parent;
const choice = form.querySelector("[data-consent-choice]");
// Room for what the quiz may have to say above its questions.
const SPARE = 100;

/** The page around the frame, by its origin, and that is who gets the score: a message to an origin reaches no other page. "" if unknown. */
function whose() {
  return outside && /^https?:/.test(document.referrer) ? new URL(document.referrer).origin : "";
}

const heightNow = () => Math.ceil(document.body.getBoundingClientRect().height);

/** A height in which any part with questions fits; 0 in a frame that is not shown. The quiz has not started, so nothing of the visitor is in it. */
function measureQuestions() {
  // As the quiz is about to have it.
  const root = document.documentElement;
  root.dataset.quizStarted = "";
  document.querySelector("[data-sheet]").open = false;
  for (const each of document.querySelectorAll("[data-with-script]")) each.hidden = false;
  const parts = [...form.querySelectorAll("[data-part][data-pillar]")];
  const heights = parts.map((part) => {
    for (const each of parts) each.hidden = each !== part;
    return heightNow();
  });
  for (const each of parts) each.hidden = false;
  delete root.dataset.quizStarted;
  const tallest = Math.max(...heights);
  return tallest && tallest + SPARE;
}

function tellHeight() {
  const questions = measureQuestions();
  let told = 0;
  function tell() {
    const height = choice.checked ? heightNow() : questions;
    if (height !== told) outside.postMessage({ type: "ssi:height", height }, "*");
    told = height;
  }
  new ResizeObserver(tell).observe(document.body);
  choice.addEventListener("change", tell);
  // What is reset is so after the event.
  form.addEventListener("reset", () => setTimeout(tell));
  // As long as a frame is out of sight browsers observe nothing in it.
  tell();
}

/** Another part or question is in another place, and no browser lets a frame scroll the page that it is in. */
function tellPlace() {
  const wanted = document.getElementById(location.hash.slice(1));
  if (!wanted || !form.contains(wanted)) return;
  if (!choice.checked) {
    outside.postMessage({ type: "ssi:scroll", top: 0 }, "*");
    return;
  }
  const { top } = (wanted.closest("[data-factor]") ?? form).getBoundingClientRect();
  outside.postMessage({ type: "ssi:scroll", top: Math.max(Math.floor(top + window.scrollY), 0) }, "*");
}

/** @param {string} origin */
function offerScore(origin) {
  const box = form.querySelector("[data-consent]");
  const { host } = new URL(origin);
  let score = null; // The latest that is worth a number.
  let sent = "";

  const tell = (words) => (box.querySelector("[data-consent-sent]").textContent = words);

  function send() {
    if (!choice.checked) return;
    if (!score) return tell(say("consent.waiting", { host }));
    const { version, total, range } = score;
    const pillars = Object.fromEntries(Object.entries(score.pillars).map(([key, pillar]) => [key, pillar.points]));
    const message = { type: "ssi:score", estimate: true, version, total, range, pillars };
    const text = JSON.stringify(message);
    if (text !== sent) outside.postMessage(message, origin);
    sent = text;
    tell(say("consent.sent", { host, total: points(total) }));
  }

  box.querySelector("[data-consent-words]").textContent = say("consent.ask", { host });
  box.hidden = false;
  choice.addEventListener("change", () => {
    tell(sent ? say("consent.stopped", { host }) : "");
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
    tell("");
  });
}

// Links to the site's other pages would show them here, in the frame.
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("a[href]");
  if (link && !link.getAttribute("href").startsWith("#")) link.target = "_blank";
});

// A browser that comes back to a page ticks what was ticked; who agreed then has not agreed now.
choice.checked = false;
if (outside) {
  tellHeight();
  // The quiz goes there first.
  window.addEventListener("hashchange", () => setTimeout(tellPlace));
  const origin = whose();
  if (origin) offerScore(origin);
}
