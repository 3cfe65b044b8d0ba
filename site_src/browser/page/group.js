// The page for a trainer's group: joins the rounds and their codes, the engine, what keeps them, and the numbers. Each of them is a module of
// its own.

import { startEngine } from "./engine/engine.js";
import { resultOf } from "./engine/wire.js";
import { startCamera } from "./group/camera.js";
import { createDevice } from "./group/device.js";
import { formatDocument, hasCodes, parseDocument, toSaved } from "./group/document.js";
import { startFiles } from "./group/files.js";
import { startLink } from "./group/link.js";
import { startPairs } from "./group/pairs.js";
import { createResults } from "./group/results.js";
import { addCodes, adopt, createGroup, createRound, follow } from "./group/rounds.js";
import { startRounds } from "./group/rounds_part.js";
import { createUnread, describeFirst } from "./group/unread_lines.js";
import { startUndo } from "./history/undo.js";
import { carry, takeCarried } from "./storage/carry.js";
import { find, findAll } from "./ui/find.js";
import { announce, formatNumber, say, sayCount } from "./ui/messages.js";
import { offerRenewal } from "./ui/renewal.js";
import { showEngine } from "./ui/status.js";

/**
 * @import {GroupRound} from "./engine/wire.js"
 * @import {KeepState} from "./group/device.js"
 */

/** @typedef {{name: string, text: string}} RoundText a round as it is asked about: its name, and any text with codes and links in it */

// A pause in the typing.
const PAUSE_MS = 250;
// Longer than a link that was scanned.
const LONGEST_SCANNED = 500;

const root = find("[data-group]");
const field = find("textarea[data-codes]", root);
const keep = find("input[data-keep]", root);
const erased = find("[data-erased]", root);
const unloaded = find("[data-unloaded]", root);

const startedUndo = startUndo(() => {});
/** @type {typeof startedUndo} */
const undo = {
  ...startedUndo,
  offer(box, takeBack) {
    startedUndo.offer(box, takeBack);
    // A later change is the one to take back: that the group was erased is over, and its notice would contradict what is there.
    if (takeBack && box !== erased) erased.hidden = true;
  },
};
const first = { rounds: ["before", "after"].map((name) => createRound(say(`rounds.${name}`))), filling: say("rounds.before") };
const group = createGroup(first, onChange);
const showRounds = startRounds(root, () => group, undo);
const showUnread = createUnread(find("[data-codes-unread] [data-unread-box]", root), showLine);
const engine = startEngine(root.dataset.runtime, (status) => {
  showEngine(root, status);
  if (status.state === "ready") void read();
});
const results = createResults(find("[data-results]", root));
const pairs = startPairs(find("[data-pairs]", root), engine.ask);

// What is read: whether there is something newer, whether that is under way, and what the last read found.
let isStale = true;
let isReading = false;
/** @type {GroupRound[]} */
let found = [];
/** @type {number | undefined} */
let timer;

const device = createDevice({
  read: () => toSaved(group.read()),
  isBlank: () => group.read().rounds.every(({ text }) => text.trim() === ""),
  onTheirs(before, saved) {
    const mine = group.read();
    const next = before.length === 0 ? adopt(mine, saved) : follow(mine, before, saved.rounds);
    // Whoever has begun to fill a round goes on with it.
    const isFresh = before.length === 0 && mine.rounds.every(({ text }) => text === "");
    if (JSON.stringify(next) !== JSON.stringify(mine)) group.set({ ...next, filling: isFresh ? saved.filling : mine.filling });
  },
  onErased: () => group.set(first),
  onState: showKept,
});
const files = startFiles(root, group, readTexts, undo, guard);
startCamera(root, async (text) => {
  const piece = await readPiece(text.slice(0, LONGEST_SCANNED));
  if (!piece) return { words: say("camera.not_now"), isAdded: false, isUnread: true };
  if (piece.members === 0) return { words: describeFirst(piece) ?? say("camera.strange"), isAdded: false };
  const outcome = add(piece.codes);
  return { words: say(`camera.${outcome}`, { n: formatNumber(group.current().codes.length) }), isAdded: outcome === "added" };
});
const openLink = startLink(root, {
  read: readPiece,
  add: (code) => add([code]),
  hasCodes: () => hasCodes(toSaved(group.read())),
  isKept: device.isKept,
});

/**
 * List the rounds that have a text; where none has, the one that is being filled.
 * @returns {RoundText[]}
 */
function listTexts() {
  const filled = group.read().rounds.filter(({ text }) => text.trim() !== "");
  return (filled.length > 0 ? filled : [group.current()]).map(({ name, text }) => ({ name, text }));
}

/**
 * Ask about rounds. Rejects where the engine failed, or the part of it that reads codes.
 * @param {RoundText[]} rounds
 */
async function askGroup(rounds) {
  const reply = await engine.ask({ do: "group", rounds });
  // That part is fetched when it is first asked.
  const isMissing = reply.faults?.some(({ problem }) => problem === "not_loaded") ?? false;
  unloaded.hidden = !isMissing || (await offerRenewal(unloaded));
  return resultOf(reply).rounds;
}

/**
 * Read texts that are not in the field.
 * @param {string[]} texts
 */
function readTexts(texts) {
  return askGroup(texts.map((text) => ({ name: "", text })));
}

/**
 * Read one text that is not in the field.
 * @param {string} text
 * @returns {Promise<GroupRound | undefined>} undefined where the engine failed; the page shows that already
 */
async function readPiece(text) {
  try {
    return (await readTexts([text]))[0];
  } catch {
    return undefined;
  }
}

/** Read all texts, and once more where they have changed meanwhile. */
async function read() {
  clearTimeout(timer);
  timer = undefined;
  if (isReading) return;
  isReading = true;
  try {
    while (isStale) {
      isStale = false;
      const rounds = await askGroup(listTexts());
      if (!isStale) showFound(rounds);
    }
  } catch {
    // The engine failed, and the page shows that already. Once it is ready it reads again.
    isStale = true;
  }
  isReading = false;
  guard();
}

/** @param {GroupRound[]} rounds */
function showFound(rounds) {
  found = rounds;
  group.note(new Map(group.read().rounds.map(({ name }) => [name, rounds.find((round) => round.name === name)?.codes ?? []])));
  results.show(rounds);
  void pairs.refresh(rounds);
  showRead();
  device.save();
}

/** Say what was read in the field. */
function showRead() {
  const mine = found.find(({ name }) => name === group.read().filling);
  const isEmpty = !mine || group.current().text.trim() === "";
  const lines = isEmpty ? [] : [sayCount("codes.read", mine.members)];
  if (!isEmpty && mine.repeated > 0) lines.push(sayCount("codes.repeated", mine.repeated));
  const words = lines.join(" ");
  const place = find("[data-read]", root);
  if (place.textContent !== words) {
    place.textContent = words;
    if (words !== "") announce([words, ...(mine && mine.unread_lines > 0 ? [sayCount("unread.lines", mine.unread_lines)] : [])].join(" "));
  }
  showUnread(isEmpty ? { unread: [], unread_lines: 0 } : mine);
}

/** Show the group as it is now, and read it after a pause. */
function onChange() {
  const { text } = group.current();
  if (field.value !== text) {
    const { selectionStart, selectionEnd } = field;
    field.value = text;
    if (document.activeElement === field) field.setSelectionRange(selectionStart, selectionEnd);
  }
  showRounds();
  isStale = true;
  clearTimeout(timer);
  timer = setTimeout(() => void read(), PAUSE_MS);
  guard();
}

/**
 * Add codes to the round that is being filled.
 * @param {string[]} codes
 * @returns {"added" | "known"}
 */
function add(codes) {
  const round = group.current();
  const next = addCodes(round, codes);
  if (next.text === round.text) return "known";
  group.change(round.name, () => next);
  return "added";
}

/**
 * Show a line of the field.
 * @param {number} line from 1
 */
function showLine(line) {
  const lines = field.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
}

/** @param {KeepState} state */
function showKept(state) {
  for (const words of findAll("[data-kept]", root)) words.hidden = words.dataset.kept !== state;
  keep.checked = ["kept", "not-kept"].includes(state);
  keep.disabled = state === "newer";
  guard();
}

/** Warn before codes are lost with the page that are kept nowhere. */
function guard() {
  const isUnread = isStale && group.read().rounds.some(({ text }) => text.trim() !== "");
  const rounds = JSON.stringify(toSaved(group.read()).rounds);
  const isSafe = !isUnread && [JSON.stringify(device.readSaved()), files.readSaved()].includes(rounds);
  const isAtRisk = (isUnread || hasCodes(toSaved(group.read()))) && !isSafe;
  window.onbeforeunload = isAtRisk ? (event) => event.preventDefault() : null;
}

field.addEventListener("input", () => {
  const { value } = field;
  group.change(group.read().filling, (round) => ({ ...round, text: value }));
});
keep.addEventListener("change", () => {
  if (keep.checked) device.keep();
  else device.remove();
});
find("[data-erase]", root).addEventListener("click", () => {
  const wasKept = device.isKept();
  device.remove();
  files.hide();
  const takeBack = group.record(first);
  undo.offer(erased, () => {
    const outcome = takeBack();
    if (wasKept) device.keep();
    return outcome;
  });
  erased.hidden = false;
  erased.focus();
});
for (const button of findAll("[data-retry], [data-reload-part]", root)) {
  button.addEventListener("click", () => {
    engine.retry();
    void read();
  });
}
// What this page has of the group goes along to the new version of the site that replaces it.
carry("ssi-group", () => (window.onbeforeunload ? formatDocument(toSaved(group.read())) : null));
// A browser may have ticked the box again by itself.
showKept("");
device.start();
const { saved: carried } = parseDocument(takeCarried("ssi-group") ?? "");
if (carried) group.set(adopt(group.read(), carried));

onChange();
void openLink();
root.dataset.started = "";
