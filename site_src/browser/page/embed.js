// The quiz in a frame of somebody else's page. That page is told how high the quiz is and where the visitor should be looking, which says
// nothing about anybody, and the score if the visitor agrees to that, anew at every visit. No answer ever leaves the frame. The messages are
// documented for those who receive them in content/<language>/embedding.md; what stands there is what tests/test_embed.py holds this to.

import { points, say } from "./messages.js";

const form = document.querySelector("form[data-quiz]");
const outside = window.parent === window ? null : window.parent;

/** The page around the frame, by its origin, and that is who gets the score: a message to an origin reaches no other page. "" if unknown. */
function whose() {
  return outside && /^https?:/.test(document.referrer) ? new URL(document.referrer).origin : "";
}

function tellHeight() {
  let told = 0;
  function tell() {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height !== told) outside.postMessage({ type: "ssi:height", height }, "*");
    told = height;
  }
  new ResizeObserver(tell).observe(document.body);
  // As long as a frame is out of sight browsers observe nothing in it.
  tell();
}

/** Another part or question is in another place, and no browser lets a frame scroll the page that it is in. */
function tellPlace() {
  const wanted = document.getElementById(location.hash.slice(1));
  if (!wanted || !form.contains(wanted)) return;
  const { top } = (wanted.closest("[data-factor]") ?? form).getBoundingClientRect();
  outside.postMessage({ type: "ssi:scroll", top: Math.max(Math.floor(top + window.scrollY), 0) }, "*");
}

/** @param {string} origin */
function offerScore(origin) {
  const box = form.querySelector("[data-consent]");
  const choice = box.querySelector("[data-consent-choice]");
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
  // A browser that comes back to a page ticks what was ticked; who agreed then has not agreed now.
  choice.checked = false;
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

if (outside) {
  tellHeight();
  window.addEventListener("hashchange", tellPlace);
  const origin = whose();
  if (origin) offerScore(origin);
}
