// The page of your own SSI: joins the saved data, the engine, and the page's parts. Each of them is a module of its own.

import { startEngine } from "./engine/engine.js";
import { createComparison } from "./history/compare.js";
import { startDevice } from "./history/device.js";
import { startFiles } from "./history/files.js";
import { describeSteps } from "./history/planned_steps.js";
import { startOverTime } from "./history/over_time.js";
import { createPoints } from "./history/points_part.js";
import { startReal } from "./history/real_form.js";
import { createSuggestions } from "./history/suggestions.js";
import { startTrainer } from "./history/trainer.js";
import { startUndo } from "./history/undo.js";
import { KINDS, listShowable } from "./storage/points.js";
import * as store from "./storage/store.js";
import { find } from "./ui/find.js";
import { startReminder } from "./ui/reminder.js";
import { startScroll } from "./ui/scroll.js";
import { showEngine, showStorage } from "./ui/status.js";

/** @import {RealDraft} from "./history/real_fields.js" */

const root = find("[data-history]");
const scrollBack = startScroll();

/** @type {RealDraft | null} */
let draft = null;
let hasFailed = false;
const engine = startEngine(root.dataset.runtime, (status) => {
  showEngine(root, status);
  // What was asked of an engine that failed has to be asked again.
  if (status.state === "failed") hasFailed = true;
  if (status.state !== "ready") return;
  if (hasFailed) refresh();
  else overTime.retry();
  hasFailed = false;
  real.retry();
});
const undo = startUndo(() => {
  real.restore();
  refresh();
});
const points = createPoints(engine.ask, store, undo, refresh);
const showComparison = createComparison(engine.ask);
const showSuggestions = createSuggestions(engine.ask);
const showDevice = startDevice(store, engine, undo, onErased);
const real = startReal(engine.ask, store, onDraft, undo, refresh);
const files = startFiles(engine, store, undo, refresh);
const overTime = startOverTime(engine, store, refresh);
const showTrainer = startTrainer(engine.ask, store, () => showDevice());

/** @param {RealDraft | null} typed */
function onDraft(typed) {
  draft = typed;
  compare();
  showDevice();
}

/** Compare the real score with the estimate: a typed score before a saved one, and today's answers before an earlier estimate. */
function compare() {
  const { answers, history } = store.load();
  const [point, estimate] = KINDS.map((wanted) =>
    listShowable(history)
      .filter(({ kind }) => kind === wanted)
      .at(-1),
  );
  const known = draft ? { ...draft, saved: false } : point && { ...point, saved: true };
  const isAnswered = Object.keys(answers).length > 0;
  const answered = isAnswered ? { date: null, answers } : estimate?.answers && { date: estimate.date, answers: estimate.answers };
  void showComparison(known ?? null, answered ?? null);
  void showSuggestions(known ?? null, isAnswered);
}

/** Show the saved data as it is now. */
function refresh() {
  const { history, over_time: months, state } = store.load();
  showStorage(root, store.isPersistent(), state);
  void points.show(history).then(scrollBack);
  void overTime.show().then(scrollBack);
  showTrainer();
  compare();
  showDevice();
  // Warn before points that are in this page only are lost with it.
  window.onbeforeunload = store.isInPageOnly() && (history.length > 0 || months) ? (event) => event.preventDefault() : null;
}

function onErased() {
  // The changes before are erased with the rest.
  undo.forget();
  real.clear();
  points.hideReport();
  overTime.forget();
  files.hide();
  refresh();
}

store.onExternalChange(() => {
  refresh();
  files.refresh();
});
startReminder(find("[data-remind]", root), engine.ask, () => describeSteps(store.load().done));

/** Put the history first for those who have one: they come to see it. */
function putHistoryFirst() {
  if (store.load().history.length === 0) return;
  root.dataset.hasHistory = "";
  find("#real", root).before(find("#history", root));
  const links = find(".yours-nav", root);
  links.prepend(find('li:has(> a[href="#history"])', links));
}

find("[data-retry]", root).addEventListener("click", () => engine.retry());
putHistoryFirst();
refresh();
scrollBack();
root.dataset.started = "";
window.addEventListener("load", scrollBack, { once: true });
