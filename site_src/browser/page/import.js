// The page that reads LinkedIn's archive: joins the files, the engine, the review and what the device keeps. Each is a module of its own.

import { startEngine } from "./engine.js";
import { createFileList } from "./import/files.js";
import { createReview } from "./import/review.js";
import { announce, count, say } from "./messages.js";
import { offerRenewal } from "./renewal.js";
import { showEngine, showStorage } from "./status.js";
import * as store from "./store.js";

const root = document.querySelector("[data-import-page]");
const find = (name) => root.querySelector(`[data-${name}]`);
const done = find("done");

let engineState = "loading";
// What is read at the moment: {stop}, or nothing.
let reading;

const engine = startEngine(root.dataset.runtime, (status) => {
  engineState = status.state;
  showEngine(root, status);
  showStarting();
  if (engineState === "ready") files.holdExample();
});
const files = createFileList(root, read);
const review = createReview(root, engine.ask, store, { accepted, left });

/** Read all files that were chosen. One that is added has all read again: they are measured together. */
async function read() {
  reading?.stop();
  reading = undefined;
  review.hide();
  done.hidden = true;
  const chosen = files.begin();
  if (chosen.length === 0) return;
  const mine = engine.read(chosen, (news) => reading === mine && files.progress(news));
  reading = mine;
  showReading("");
  let reply;
  try {
    reply = await mine.reply;
  } catch {
    reply = { crashed: true }; // The engine failed, and says so itself.
  }
  if (reading !== mine) return;
  reading = undefined;
  const { report } = reply.ok ?? {};
  files.end(report?.problems, !report && !reply.stopped);
  showReading(reply.failed ?? "", !report);
  if (reply.failed) void offerRenewal(find("again").parentElement);
  if (report) await review.show(report);
}

/** Files that were handed over wait for an engine that is on its way. */
function showStarting() {
  find("starting").hidden = !(reading && engineState === "loading");
}

/** Why the reading failed, if it did; and whether it can be begun again. */
function showReading(failed, again = false) {
  const known = [...root.querySelectorAll("[data-failed-by]")];
  const reason = known.some(({ dataset }) => dataset.failedBy === failed) ? failed : "network";
  for (const words of known) words.hidden = failed === "" || words.dataset.failedBy !== reason;
  showStarting();
  find("stop").hidden = !reading;
  find("again").hidden = !again;
  const told = known.find(({ hidden }) => !hidden);
  if (told) announce(told.textContent);
}

/** The answers are kept; `link` leads to what is still open. */
function accepted({ taken, open, kept, link, linkWords }) {
  find("done-count").textContent = count("done.count", taken);
  find("done-open").textContent = open === 0 ? say("done.none_open") : count("done.open", open);
  find("done-not-kept").hidden = kept;
  find("done-link").href = link;
  find("done-link").textContent = linkWords;
  done.hidden = false;
  done.querySelector("h2").focus();
  announce([count("done.count", taken), find("done-open").textContent].join(" "));
}

function left() {
  files.clear();
  announce(say("done.left"));
  find("files").focus();
}

// So that no request is left to make when somebody hands over a file. Where it fails now, it is tried again then.
engine.read([], () => {}).reply.catch(() => {});

find("stop").addEventListener("click", () => {
  reading?.stop();
  find("again").hidden = false;
  find("again").focus();
});
find("again").addEventListener("click", () => {
  engine.retry();
  void read();
  find("stop").focus();
});
find("retry").addEventListener("click", () => {
  engine.retry();
  void read();
});
const showKept = () => showStorage(root, store.keeps(), store.load().state);
store.onElsewhere(() => {
  showKept();
  review.again();
});
showKept();
root.dataset.started = "";
