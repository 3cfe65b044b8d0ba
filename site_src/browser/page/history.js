// The page of your own SSI: joins what the device keeps, the engine, and the page's parts. Each of them is a module of its own.

import { createCompare } from "./history/compare.js";
import { startDevice } from "./history/device.js";
import { startEngine } from "./engine.js";
import { startFiles } from "./history/files.js";
import { createPoints } from "./history/points_part.js";
import { startReal } from "./history/real.js";
import { startScroll } from "./scroll.js";
import { showEngine, showStorage } from "./status.js";
import * as store from "./store.js";

const root = document.querySelector("[data-history]");
const scrollBack = startScroll();

let draft = null;
let failed = false;
const engine = startEngine(root.dataset.runtime, (status) => {
  showEngine(root, status);
  // What was asked of an engine that failed has to be asked again.
  if (status.state === "failed") failed = true;
  if (status.state !== "ready") return;
  if (failed) refresh();
  failed = false;
  real.again();
});
const points = createPoints(engine.ask, store, refresh);
const compare = createCompare(engine.ask);
const showDevice = startDevice(store, engine, erased);
const real = startReal(engine.ask, store, useDraft, refresh);
const forgetFiles = startFiles(engine.ask, store, refresh);

function useDraft(typed) {
  draft = typed;
  showCompare();
  showDevice();
}

/** The newest of a kind that is kept. ISO dates in UTC are in the order of their text. */
function newest(history, kind) {
  const mine = history.filter((point) => point?.kind === kind && typeof point.date === "string");
  return mine.sort((one, other) => (one.date < other.date ? -1 : 1)).at(-1);
}

/** What is typed goes before what was saved, and today's answers before an estimate of another day. */
function showCompare() {
  const { answers, history } = store.load();
  const point = newest(history, "real");
  const estimate = newest(history, "estimate");
  const known = draft ? { ...draft, saved: false } : point && { ...point, saved: true };
  const answered = Object.keys(answers).length > 0 ? { date: null, answers } : estimate?.answers && { date: estimate.date, answers: estimate.answers };
  void compare(known ?? null, answered ?? null);
}

/** Bring everything in line with what is kept. */
function refresh() {
  const { history, state } = store.load();
  showStorage(root, store.keeps(), state);
  void points.show(history).then(scrollBack);
  showCompare();
  showDevice();
  // Points that are in this page alone, and would go with it.
  window.onbeforeunload = store.isFleeting() && history.length > 0 ? (event) => event.preventDefault() : null;
}

function erased() {
  real.clear();
  points.forget();
  forgetFiles();
  refresh();
}

store.onElsewhere(refresh);

root.querySelector("[data-retry]").addEventListener("click", () => engine.retry());
refresh();
scrollBack();
root.dataset.started = "";
window.addEventListener("load", scrollBack, { once: true });
