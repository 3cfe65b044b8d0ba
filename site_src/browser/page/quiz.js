// The quiz: joins the form, the saved data, the parts, the engine and the result. Each of them is a module of its own.

import { startEngine } from "./engine/engine.js";
import { factorsOf, keepValid, listChanged, read, write } from "./quiz/answers.js";
import { createChecklist } from "./quiz/checklist.js";
import { loadExtras } from "./quiz/extras.js";
import { CODE, startLinks } from "./quiz/open_link.js";
import { SHORT, startParts } from "./quiz/parts.js";
import { checkTarget, readTarget, targetText } from "./quiz/plan.js";
import { showProgress } from "./quiz/progress.js";
import { startRestart } from "./quiz/restart.js";
import { createResult } from "./quiz/result.js";
import { startSave } from "./quiz/save.js";
import { createScorer } from "./quiz/scorer.js";
import { startSharing } from "./quiz/sharing.js";
import { startSheet } from "./quiz/sheet.js";
import * as store from "./storage/store.js";
import { find, findAll } from "./ui/find.js";
import { announce, say } from "./ui/messages.js";
import { startScroll } from "./ui/scroll.js";
import { showEngine, showStorage } from "./ui/status.js";

/**
 * @import {Levels, Pillars} from "./engine/wire.js"
 * @import {FormValues, QuizForm} from "./quiz/answers.js"
 * @import {Outcome} from "./quiz/sharing.js"
 * @import {SavedData, StoredPoint} from "./storage/store.js"
 */

// A trainer's link for a group.
const PRESET = /[#&](role|target|group)=/;
// The first moments after the engine has started belong to the visitor.
const EXTRAS_AFTER_MS = 1000;

const form = /** @type {QuizForm} */ (find("form[data-quiz]"));
const factors = factorsOf(form);
// A guest's answers, which came with a link, are looked at and not saved.
const isGuest = () => form.hasAttribute("data-guest");
const checklist = createChecklist(form, save, refresh, track);
const result = createResult(form, factors, checklist);
const scrollBack = startScroll();

let current = "part-1";
let engineState = "loading";
// The request whose score is shown, as text; "" while none is.
let scored = "";
/** @type {Outcome | undefined} */
let outcome;
/** @type {Pillars | null} LinkedIn's own, from which the advice and the plan start */
let real = null;
let showArchiveAnswers = () => {};
/** @type {(() => Promise<void>) | undefined} */
let goOn;
/** @type {ReturnType<typeof import("./quiz_extras.js").createLanguageLink> | undefined} */
let setLanguageLink;

/**
 * Create the request to score the form as it is filled in.
 * @returns {{do: "score", answers: Levels, role?: string, target?: number, done?: Levels, real?: Pillars}}
 */
function createRequest() {
  const { answers, role } = read(form);
  const target = readTarget(form);
  const done = checklist.shown();
  const isTicked = Object.keys(done).length > 0;
  const options = { ...(role && { role }), ...(target !== null && { target }) };
  return { do: "score", answers, ...options, ...(isTicked && { done }), ...(real && !isGuest() && { real }) };
}

const requestScore = createScorer(
  (/** @type {ReturnType<typeof createRequest>} */ request) => engine.ask(request),
  (reply, request) => {
    const text = JSON.stringify(request);
    // The form has changed since then: every answer may be erased, and a tick may stand on a step that was drawn meanwhile.
    if (text !== JSON.stringify(createRequest())) return refresh();
    scored = reply.ok ? text : "";
    if (reply.ok) {
      const { answers, role, target } = request;
      const given = { answers, role, target };
      const isSame = JSON.stringify(outcome?.given) === JSON.stringify(given);
      outcome = { given, score: reply.ok, sure: result.draw(reply.ok) };
      // A ticked step changes what could be, not what is.
      if (!isSame) form.dispatchEvent(new CustomEvent("scored", { detail: outcome }));
      scrollBack();
      // The plan may hold steps that were ticked off before.
      refresh();
    } else result.show("faults");
  },
);

/** Update everything that depends on what is filled in. */
function refresh() {
  const wanted = createRequest();
  const isFresh = scored === JSON.stringify(wanted);
  checkTarget(form);
  showProgress(form, factors, wanted.answers, current);
  showArchiveAnswers();
  updateAskedAnew();
  if (Object.keys(wanted.answers).length === 0) {
    scored = "";
    result.show("empty");
  } else if (engineState === "ready") {
    if (scored === "") result.show("waiting");
    if (!isFresh) requestScore(wanted);
  } else if (!isFresh) {
    scored = "";
    result.show(engineState === "failed" ? "failed" : "waiting");
  }
  void updateLanguageLink();
}

/** Ask again what has changed since it was answered. Most visitors' answers are all of today's questions. */
function updateAskedAnew() {
  const changed = isGuest() ? [] : listChanged(form, factors, store.load().answers);
  if (changed.length === 0 && !form.querySelector("[data-asked-anew]:not([hidden])")) return;
  void loadExtras()
    .then(({ showAskedAnew }) => showAskedAnew(form, factors, changed))
    .catch(() => {});
}

/**
 * Mark LinkedIn's own figures, for visitors who have saved any. Marks of figures that another tab removed are taken back.
 * @param {StoredPoint[]} history
 */
async function updateRealMarks(history) {
  const isWanted = history.some((point) => point?.kind === "real") || form.querySelector("[data-own]:not([hidden])");
  if (!isWanted) return;
  // Where the marks cannot be fetched, the result stands without them.
  real = await loadExtras()
    .then(({ showRealMarks }) => showRealMarks(form, history))
    .catch(() => null);
  refresh();
}

/** Offer a reminder and a code with a result. Where they cannot be fetched, the next visit to the result tries again. */
function updateOffers() {
  if (current !== "result" || engineState !== "ready" || isGuest()) return;
  void loadExtras()
    .then(({ offerReminder, offerCode }) => Promise.all([offerReminder(form, engine.ask), offerCode(form, engine.ask, () => outcome)]))
    .catch(() => {});
}

/**
 * Fill in saved data.
 * @param {Pick<SavedData, "answers" | "role" | "target" | "done">} saved
 * @param {FormValues} [also] what was filled in before this script ran, which takes precedence
 */
function fillForm(saved, also = { answers: {}, role: "", target: "" }) {
  const known = keepValid(form, saved.answers, saved.role);
  const target = also.target || targetText(saved.target);
  write(form, { answers: { ...known.answers, ...also.answers }, role: also.role || known.role, target });
  checklist.load(saved.done);
}

/**
 * Fill in somebody else's data, or the visitor's own again. The steps that stand there belong to the answers before: a tick would be lost.
 * @param {Parameters<typeof fillForm>[0]} others
 */
function changeOwner(others) {
  scored = "";
  fillForm(others);
}

/** @param {boolean} isSaved */
const showSaved = (isSaved) => showStorage(form, isSaved, store.load().state);

/** @param {(now: SavedData) => Partial<SavedData>} change */
function save(change) {
  if (!isGuest()) showSaved(store.update(change));
}

/**
 * Make a large change that can be taken back.
 * @param {() => void} act
 * @returns {(place: HTMLElement, key: string, n?: number) => void} reports the change after an element, and offers to take it back
 */
function track(act) {
  const shown = { ...read(form), done: checklist.shown() };
  const before = store.load();
  const isOfGuest = isGuest();
  act();
  const after = store.load();
  // Where the script or the notice cannot be fetched, nothing is offered.
  return (...report) =>
    void loadExtras()
      .then(({ offerUndo }) => offerUndo({ ...quiz, isGuest, refresh }, { shown, before, after, isOfGuest }, report))
      .catch(() => {});
}

/** Add to the link to another language what that page could not know. */
async function updateLanguageLink() {
  const isUnread = CODE.test(location.hash) && !isGuest();
  const kind = isGuest() ? (form.dataset.guest ?? "") : store.isUnsaved() ? "own" : "";
  if (isUnread || kind !== "") await startLanguageLink();
  if (!setLanguageLink) return;
  const { answers, role, target } = createRequest();
  setLanguageLink(isUnread ? location.hash : kind, { answers, role, target }, current);
}

async function startLanguageLink() {
  // Where the script cannot be fetched, the link stays a plain one.
  const extras = await loadExtras().catch(() => undefined);
  setLanguageLink ??= extras?.createLanguageLink(engine.ask);
}

/** Load the result's style sheet, which is no part of what the questions wait for. The quiz as one file has it. */
function loadResultSheet() {
  /** @type {HTMLLinkElement | null} */
  const link = document.querySelector("link[data-result-sheet]");
  if (link) link.disabled = false;
}

/** Start the short way. */
async function startShortWay() {
  const { createShortWay } = await loadExtras();
  const go = goOn ?? createShortWay(quiz);
  goOn = go;
  return go;
}

/** Go on where the address names a step of the short way. Where its script cannot be fetched, all questions are there. */
function followShortWay() {
  if (SHORT.test(location.hash)) void startShortWay().catch(() => parts.go(location.hash.replace(SHORT, "")));
}

/**
 * Follow a trainer's link. Where its script cannot be fetched, nothing is filled in.
 * @param {string | null} [held] the tab's copy of a link: parts of the quiz have addresses of their own
 */
function followPreset(held) {
  const text = PRESET.test(location.hash) ? location.hash.slice(1) : held;
  if (text)
    void loadExtras()
      .then((extras) => extras.followPreset({ ...quiz, refresh }, text))
      .catch(() => {});
}

/** Mark what LinkedIn's archive answered. Most visitors hand over none. */
async function startArchiveAnswers() {
  if (Object.keys(store.load().measured).length === 0) return;
  const extras = await loadExtras();
  const readNow = () => ({ measured: isGuest() ? {} : store.load().measured, answers: read(form).answers });
  showArchiveAnswers = extras.startArchiveAnswers(form, factors, readNow);
  // Questions above the one in the address may be hidden by now.
  document.getElementById(location.hash.slice(1))?.closest("[data-factor]")?.scrollIntoView({ behavior: "instant" });
}

form.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement && target.type === "radio") {
    const { name, value } = target;
    if (name === "role") save(() => ({ role: value }));
    else save(({ answers }) => ({ answers: { ...answers, [name]: value }, step: current }));
  }
  refresh();
});
form.addEventListener("input", ({ target }) => {
  if (target !== form.elements.target) return;
  save(() => ({ target: readTarget(form) }));
  refresh();
});
form.addEventListener("submit", (event) => event.preventDefault());
find("[data-retry]", form).addEventListener("click", () => engine.retry());

store.onExternalChange(() => {
  if (isGuest()) return;
  const now = store.load();
  // What cannot be read is no reason to empty the form.
  if (now.state === "") fillForm(now);
  showSaved(store.isPersistent());
  void updateRealMarks(now.history);
  refresh();
});

const saved = store.load();
fillForm(saved, read(form));
showSaved(store.isPersistent());
void updateRealMarks(saved.history);
startSheet();
// What other modules use of the store. Where the module itself is handed over, the bundle holds all of its functions, and their names.
const sharedStore = {
  countErasures: store.countErasures,
  isBlank: store.isBlank,
  isPersistent: store.isPersistent,
  load: store.load,
  showCarried: store.showCarried,
  update: store.update,
};
startSave(form, sharedStore);
for (const each of findAll("[data-with-script]")) each.hidden = false;

const parts = startParts(form, saved.step, (part) => {
  current = part;
  if (part === "result") loadResultSheet();
  // Before the first answer there is no step to come back to, nor with answers that are about to be looked at. Data that could not be read
  // stays as it is.
  if (!isGuest() && !CODE.test(location.hash) && Object.keys(read(form).answers).length > 0) store.update(() => ({ step: part }));
  updateOffers();
  refresh();
});

startRestart(form, () => {
  const report = track(() => {
    store.startOver();
    outcome = undefined;
    form.reset();
    checklist.load({});
    refresh();
  });
  parts.go("part-1");
  announce(say("restart.done"));
  report(find("[data-part] > legend", form), "restart.done");
});

const engine = startEngine(form.dataset.runtime, (status) => {
  engineState = status.state;
  showEngine(form, status);
  if (engineState === "loading") return;
  refresh();
  // Where this fails, it is tried again when somebody wants it.
  const extras = () => loadExtras().then(({ addLate }) => addLate(form));
  setTimeout(() => extras().then(updateOffers, () => {}), EXTRAS_AFTER_MS);
});
find("[data-short-start]", form).addEventListener("click", () => {
  void startShortWay()
    .then((go) => go())
    .catch(() => {});
});
startSharing(form, () => outcome, engine.ask);
// Loaded before it is needed, because a click on the link may come soon.
if (!store.isPersistent()) void startLanguageLink();

const quiz = { form, factors, ask: engine.ask, store: sharedStore, parts, fillForm, save, checklist, track };
startLinks(form, ({ createPreview }) => createPreview({ ...quiz, fillForm: changeOwner }));
document.documentElement.dataset.quizStarted = "";
window.addEventListener("hashchange", followShortWay);
followShortWay();
window.addEventListener("hashchange", () => followPreset());
try {
  followPreset(sessionStorage.getItem("ssi-preset"));
} catch {
  // The browser refuses storage.
  followPreset();
}
void startArchiveAnswers().catch(() => {}); // Without it the quiz shows all questions.
window.addEventListener("load", scrollBack, { once: true });
window.addEventListener("grown", scrollBack, { once: true });
window.addEventListener("load", loadResultSheet, { once: true });
