// The quiz: joins the form, the device's memory, the parts, the engine and the result. Each of them is a module of its own.

import { factorsOf, read, valid, write } from "./quiz/answers.js";
import { startEngine } from "./engine.js";
import { loadExtras } from "./extras.js";
import { announce, say } from "./messages.js";
import { startSheet } from "./quiz/sheet.js";
import { startParts } from "./quiz/parts.js";
import { checkTarget, readTarget, targetText } from "./quiz/plan.js";
import { CODE, startLinks } from "./quiz/open_link.js";
import { showProgress } from "./quiz/progress.js";
import { startRestart } from "./quiz/restart.js";
import { createResult } from "./quiz/result.js";
import { createScorer } from "./quiz/scorer.js";
import { startSave } from "./quiz/save.js";
import { startScroll } from "./scroll.js";
import { startSharing } from "./quiz/sharing.js";
import { showEngine, showStorage } from "./status.js";
import * as store from "./store.js";
import { createTicks } from "./quiz/ticks.js";

// The first moments of a calculator that has started belong to the visitor.
const EXTRAS_AFTER_MS = 1000;

const form = document.querySelector("form[data-quiz]");
const factors = factorsOf(form);
// Somebody else's answers are looked at and not kept, and what is kept is not of them.
const isGuest = () => form.hasAttribute("data-guest");
const ticks = createTicks(form, (change) => keep(change), refresh);
const result = createResult(form, factors, ticks);
const scrollBack = startScroll();

let current = "part-1";
let engineState = "loading";
// The request whose score is shown, as text; "" while none is.
let scored = "";
// What that is, for whoever hands it on: the score, of what, and whether enough is known for one number.
let outcome;
let showMeasured = () => {};

/**
 * What to ask the engine for the form as it stands.
 * @returns {{do: "score", answers: Record<string, string>, role?: string, target?: number, done?: Record<string, string>}}
 */
function request() {
  const { answers, role } = read(form);
  const target = readTarget(form);
  const done = ticks.shown();
  const ticked = Object.keys(done).length > 0;
  return { do: "score", answers, ...(role && { role }), ...(target !== null && { target }), ...(ticked && { done }) };
}

const score = createScorer(
  (wanted) => engine.ask(wanted),
  (reply, wanted) => {
    const asked = JSON.stringify(wanted);
    // Since then every answer may have been erased.
    if (asked !== JSON.stringify(request())) return;
    scored = reply.ok ? asked : "";
    if (reply.ok) {
      const { answers, role, target } = wanted;
      const given = { answers, role, target };
      const same = JSON.stringify(outcome?.given) === JSON.stringify(given);
      outcome = { given, score: reply.ok, sure: result.draw(reply.ok) };
      // A ticked step changes what could be, not what is.
      if (!same) form.dispatchEvent(new CustomEvent("scored", { detail: outcome }));
      scrollBack();
      // The plan may hold steps that were ticked off before.
      refresh();
    } else result.show("faults");
  },
);

/** Bring what is shown in line with what is filled in. */
function refresh() {
  const wanted = request();
  const fresh = scored === JSON.stringify(wanted);
  checkTarget(form);
  showProgress(form, factors, wanted.answers, current);
  showMeasured();
  if (Object.keys(wanted.answers).length === 0) {
    scored = "";
    result.show("empty");
  } else if (engineState === "ready") {
    if (scored === "") result.show("waiting");
    if (!fresh) score(wanted);
  } else if (!fresh) {
    scored = "";
    result.show(engineState === "failed" ? "failed" : "waiting");
  }
  void sendAlong();
}

/** What LinkedIn itself said, for those who kept that; or who did until a moment ago, in another tab. */
async function showOwn(history) {
  const any = history.some((point) => point?.kind === "real") || form.querySelector("[data-own]:not([hidden])");
  // Where that cannot be fetched, the result stands without it.
  if (any) await loadExtras().then((extras) => extras.showOwn(form, history), () => {});
}

/** What is kept on this device, into the form. `also` holds what was filled in before this script ran. */
function takeOver(kept, also = { answers: {}, role: "", target: "" }) {
  const known = valid(form, kept.answers, kept.role);
  const target = also.target || targetText(kept.target);
  write(form, { answers: { ...known.answers, ...also.answers }, role: also.role || known.role, target });
  ticks.take(kept.done);
}

const showKept = (kept) => showStorage(form, kept, store.load().state);

const keep = (change) => isGuest() || showKept(store.update(change));

/** What the same page in another language could not know goes with the link to it. */
async function sendAlong() {
  const isUnread = CODE.test(location.hash) && !isGuest();
  const kind = isGuest() ? "code" : store.isUnkept() ? "own" : "";
  if (isUnread || kind !== "") await startLanguageLink();
  if (!setLanguageLink) return;
  const { answers, role, target } = request();
  setLanguageLink(isUnread ? location.hash : kind, { answers, role, target }, current);
}
let setLanguageLink;

async function startLanguageLink() {
  // Where it cannot be had, the link is a plain one.
  const extras = await loadExtras().catch(() => undefined);
  setLanguageLink ??= extras?.createLanguageLink(engine.ask);
}

form.addEventListener("change", ({ target }) => {
  if (target.type === "radio") keep(({ answers }) => ({ answers: { ...answers, [target.name]: target.value }, step: current }));
  else if (target.name === "role") keep(() => ({ role: target.value }));
  refresh();
});
form.addEventListener("input", ({ target }) => {
  if (target.name !== "target") return;
  keep(() => ({ target: readTarget(form) }));
  refresh();
});
form.addEventListener("submit", (event) => event.preventDefault());
form.querySelector("[data-retry]").addEventListener("click", () => engine.retry());

/** What LinkedIn's archive answered. Most visitors hand over none. */
async function startMeasured() {
  if (Object.keys(store.load().measured).length === 0) return;
  const extras = await loadExtras();
  showMeasured = extras.startMeasured(form, factors, () => ({ measured: isGuest() ? {} : store.load().measured, answers: read(form).answers }));
  // Questions above the one that the address names may be gone.
  if (location.hash !== "") document.getElementById(location.hash.slice(1))?.closest("[data-factor]")?.scrollIntoView({ behavior: "instant" });
}

store.onElsewhere(() => {
  if (isGuest()) return;
  const now = store.load();
  // What cannot be read is no reason to empty the form.
  if (now.state === "") takeOver(now);
  showKept(store.keeps());
  void showOwn(now.history);
  refresh();
});

const kept = store.load();
takeOver(kept, read(form));
showKept(store.keeps());
void showOwn(kept.history);
startSheet();
startSave(form, store);
for (const each of document.querySelectorAll("[data-with-script]")) each.hidden = false;

const parts = startParts(form, kept.step, (part) => {
  current = part;
  // Before the first answer there is nothing to come back to, and what could not be read stays as it is.
  if (!isGuest() && Object.keys(read(form).answers).length > 0) store.update(() => ({ step: part }));
  refresh();
});

startRestart(form, () => {
  store.startOver();
  outcome = undefined;
  form.reset();
  ticks.take({});
  refresh();
  parts.go("part-1");
  announce(say("restart.done"));
});

const engine = startEngine(form.dataset.runtime, (status) => {
  engineState = status.state;
  showEngine(form, status);
  if (engineState === "loading") return;
  refresh();
  // What fails now is tried again when somebody wants it.
  setTimeout(() => loadExtras().catch(() => {}), EXTRAS_AFTER_MS);
});
startSharing(form, () => outcome, engine.ask);
// Here before it is needed: a click on the link may come soon.
if (!store.keeps()) void startLanguageLink();

startLinks(form, ({ createPreview }) => createPreview(form, { ask: engine.ask, store, parts, takeOver, keep, ticks }));
document.documentElement.dataset.quizStarted = "";
void startMeasured().catch(() => {}); // Without it the quiz shows all questions.
window.addEventListener("load", scrollBack, { once: true });
