// The page that reads LinkedIn's archive: joins the files, the engine, the review and the saved data. Each of them is a module of its own.

import { startEngine } from "./engine/engine.js";
import { createFileList } from "./import/files.js";
import { createOverTimeLinks } from "./import/over_time_links.js";
import { createReview } from "./import/review.js";
import * as store from "./storage/store.js";
import { find, findAll } from "./ui/find.js";
import { announce, say, sayCount } from "./ui/messages.js";
import { offerRenewal } from "./ui/renewal.js";
import { showEngine, showStorage } from "./ui/status.js";

/**
 * @import {ArchiveReply} from "./engine/wire.js"
 * @import {Acceptance} from "./import/review.js"
 * @import {Undo} from "./storage/undo.js"
 */

const root = find("[data-import-page]");
/** @param {string} name */
const findPart = (name) => find(`[data-${name}]`, root);
const done = findPart("done");

let engineState = "loading";
/** @type {ReturnType<typeof engine.read> | undefined} the present reading */
let reading;

const engine = startEngine(root.dataset.runtime, (status) => {
  engineState = status.state;
  showEngine(root, status);
  showStarting();
  if (engineState === "ready") files.prefetchExample();
});
const files = createFileList(root, read);
const overTime = createOverTimeLinks(root, engine.ask);
const review = createReview(root, engine.ask, store, { onAccept, onLeave });
/** @type {Undo | undefined} takes back what was accepted */
let takeBack;

/** Read all files that were chosen. A file that is added has all of them read again, because they are measured together. */
async function read() {
  reading?.stop();
  reading = undefined;
  review.hide();
  overTime.hide();
  done.hidden = true;
  const chosen = files.begin();
  if (chosen.length === 0) return;
  const mine = engine.read(chosen, (news) => reading === mine && files.showProgress(news));
  reading = mine;
  showReading("");
  /** @type {ArchiveReply} */
  let reply = {};
  try {
    reply = await mine.reply;
  } catch {
    // The engine failed, and the page shows that already.
  }
  if (reading !== mine) return;
  reading = undefined;
  const { report } = reply.ok ?? {};
  files.end(report?.problems, !report && !reply.stopped);
  showReading(reply.failed ?? "", !report);
  if (reply.failed) void offerRenewal(find(":has(> [data-again])", root));
  if (report) {
    void overTime.show(report, files.isExample());
    await review.show(report, files.isExample());
  }
}

/** Show that the files wait for an engine that is still starting. */
function showStarting() {
  findPart("starting").hidden = !(reading && engineState === "loading");
}

/**
 * Show why the reading failed, if it did, and whether it can be started again.
 * @param {string} failed
 * @param {boolean} [again]
 */
function showReading(failed, again = false) {
  const known = findAll("[data-failed-by]", root);
  const reason = known.some(({ dataset }) => dataset.failedBy === failed) ? failed : "network";
  for (const words of known) words.hidden = failed === "" || words.dataset.failedBy !== reason;
  showStarting();
  findPart("stop").hidden = !reading;
  findPart("again").hidden = !again;
  const shown = known.find(({ hidden }) => !hidden);
  if (shown) announce(shown);
}

/** @param {Acceptance} acceptance */
function onAccept({ taken, open, isSaved, undo, link, linkWords }) {
  takeBack = undo;
  showDone(true);
  const words = sayCount("done.count", taken);
  const rest = open === 0 ? say("done.none_open") : sayCount("done.open", open);
  findPart("done-count").textContent = words;
  findPart("done-open").textContent = rest;
  findPart("done-not-kept").hidden = isSaved;
  findPart("undo").hidden = !undo;
  const place = find("a[data-done-link]", root);
  place.href = link;
  place.textContent = linkWords;
  done.hidden = false;
  find("h2", done).focus();
  announce(`${words} ${rest}`);
}

/**
 * Show what was accepted, or that it was taken back.
 * @param {boolean} isThere
 */
function showDone(isThere) {
  for (const each of findAll("[data-done-there]", done)) each.hidden = !isThere;
  findPart("undone").hidden = isThere;
  if (!isThere) findPart("done-not-kept").hidden = true;
}

function onLeave() {
  if (files.isExample()) return files.closeExample();
  files.clear();
  announce(say("done.left"));
  return findPart("files").focus();
}

function retry() {
  engine.retry();
  void read();
}

// Fetches the code that reads an archive. No request is then left to make when somebody hands over a file. Where this fails, it is tried
// again then.
engine.read([], () => {}).reply.catch(() => {});

findPart("undo").addEventListener("click", () => {
  if (!takeBack) return;
  const { isSaved, isWhole } = takeBack();
  takeBack = undefined;
  showDone(false);
  const words = findPart("undone");
  words.textContent = say(`undo.${!isWhole ? "partly" : isSaved ? "done" : "not-kept"}`);
  find("h2", done).focus();
  announce(words);
});
// Whoever comes back to a page that the browser held on to does not get back what somebody else erased.
window.addEventListener("pagehide", () => {
  takeBack = undefined;
  findPart("undo").hidden = true;
});
findPart("close-example").addEventListener("click", files.closeExample);
findPart("stop").addEventListener("click", () => {
  reading?.stop();
  findPart("again").hidden = false;
  findPart("again").focus();
});
findPart("again").addEventListener("click", () => {
  retry();
  findPart("stop").focus();
});
findPart("retry").addEventListener("click", retry);

const showSaved = () => showStorage(root, store.isPersistent(), store.load().state);
store.onExternalChange(() => {
  showSaved();
  review.refresh();
});
showSaved();
root.dataset.started = "";
