// Files: saves the group in one, and takes codes from others. Of a file either all that can be read is taken, or nothing; what cannot is
// listed.

import { startDrop } from "../import/drop.js";
import { dayOf } from "../storage/points.js";
import { download } from "../ui/download.js";
import { find } from "../ui/find.js";
import { announce, formatSize, say, sayCount } from "../ui/messages.js";
import { formatDocument, hasCodes, parseDocument, toSaved } from "./document.js";
import { adopt, follow } from "./rounds.js";
import { createUnread } from "./unread_lines.js";

/**
 * @import {GroupRound} from "../engine/wire.js"
 * @import {UndoOffer} from "../history/undo.js"
 * @import {SavedGroup, SavedRound} from "./document.js"
 * @import {Group, GroupState} from "./rounds.js"
 */

/**
 * @typedef {{words: string, group?: Group}} Addition
 * @typedef {{words?: string, take?: (group: Group) => Addition, found?: GroupRound}} Outcome of one file: why nothing was taken, or what takes it.
 *   `found`: what was read in it
 * @typedef {(texts: string[]) => Promise<GroupRound[]>} ReadTexts rejects where the engine failed
 */

const MOST_BYTES = 10_000_000;
const MARKS = /** @type {const} */ ({ "255,254": "utf-16le", "254,255": "utf-16be" });

/**
 * @param {HTMLElement} root
 * @param {GroupState} state
 * @param {ReadTexts} readTexts
 * @param {UndoOffer} undo
 * @param {() => void} onSaved
 */
export function startFiles(root, state, readTexts, undo, onSaved) {
  const input = find("input[data-files]", root);
  const report = find("[data-file-report]", root);
  const words = find("[data-file-words]", report);
  const showUnread = createUnread(find("[data-unread-box]", report));

  /** @param {string[]} lines */
  function showWords(lines) {
    words.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
    report.hidden = false;
  }

  /**
   * Take what is in files, all at once.
   * @param {File[]} files
   * @param {boolean} [hasFolder]
   */
  async function take(files, hasFolder = false) {
    undo.offer(report);
    showUnread({ unread: [], unread_lines: 0 });
    showWords([say("file.reading")]);
    /** @type {Outcome[]} */
    const outcomes = hasFolder ? [{ words: say("file.folder") }] : [];
    for (const file of files)
      outcomes.push(await readFile(file, readTexts).catch(() => ({ words: say("file.unreadable", { name: file.name }) })));
    const before = state.read();
    let group = before;
    const lines = outcomes.map((outcome) => {
      const taken = outcome.take?.(group);
      group = taken?.group ?? group;
      return taken?.words ?? outcome.words ?? "";
    });
    if (group !== before) undo.offer(report, state.record(group));
    showWords(lines);
    showUnread({
      unread: outcomes.flatMap(({ found }) => found?.unread ?? []),
      unread_lines: outcomes.reduce((sum, { found }) => sum + (found?.unread_lines ?? 0), 0),
    });
    report.focus();
    announce(words);
  }

  input.addEventListener("change", async () => {
    const files = [...(input.files ?? [])];
    // So that the same file can be chosen again.
    input.value = "";
    if (files.length > 0) await take(files);
  });
  startDrop((files, hasFolder) => void take(files, hasFolder));

  return { hide: () => (report.hidden = true), readSaved: startSaving(root, state, onSaved) };
}

/**
 * Save the group in a file at the press of the button.
 * @param {HTMLElement} root
 * @param {GroupState} state
 * @param {() => void} onSaved
 * @returns {() => string | undefined} reads the rounds that were saved last, as text
 */
function startSaving(root, state, onSaved) {
  /** @type {string | undefined} */
  let saved;
  const save = find("[data-save-file]", root);
  save.addEventListener("click", () => {
    const group = toSaved(state.read());
    const note = find("[data-saved-file]", root);
    note.hidden = false;
    if (hasCodes(group)) {
      const name = `${save.dataset.saveFile}-${dayOf(new Date())}.json`;
      download(name, formatDocument(group), "application/json");
      saved = JSON.stringify(group.rounds);
      note.textContent = say("file.saved", { name });
      onSaved();
    } else note.textContent = say("file.nothing");
    announce(note);
  });
  return () => saved;
}

/**
 * Read a file, and say what became of it.
 * @param {File} file
 * @param {ReadTexts} readTexts
 * @returns {Promise<Outcome>} rejects where the file or the engine fails
 */
async function readFile(file, readTexts) {
  const { name } = file;
  if (file.size > MOST_BYTES) return { words: say("file.huge", { name, size: formatSize(file.size), most: formatSize(MOST_BYTES) }) };
  const text = decode(new Uint8Array(await file.arrayBuffer()));
  if (text === undefined) return { words: say("file.not_text", { name }) };
  const { saved, problem } = parseDocument(text);
  if (saved) return readSavedGroup(name, saved, readTexts);
  if (problem !== "not_ours") return { words: say(`file.${problem}`, { name }) };
  let found;
  try {
    [found] = await readTexts([text]);
  } catch {
    return { words: say("file.not_now", { name }) };
  }
  if (found.members === 0) return { words: say("file.no_codes", { name }), found };
  return {
    found,
    take(group) {
      const rounds = [{ name: group.filling, codes: found.codes }];
      return describe(name, group, follow(group, [], rounds), rounds);
    },
  };
}

/**
 * Read a group that was saved here.
 * @param {string} name of the file
 * @param {SavedGroup} saved
 * @param {ReadTexts} readTexts
 * @returns {Promise<Outcome>}
 */
async function readSavedGroup(name, saved, readTexts) {
  let found;
  try {
    found = await readTexts(saved.rounds.map(({ codes }) => codes.join("\n")));
  } catch {
    return { words: say("file.not_now", { name }) };
  }
  const isSound = found.every(({ codes }, at) => JSON.stringify(codes) === JSON.stringify(saved.rounds[at].codes));
  if (!isSound) return { words: say("file.damaged", { name }) };
  return { take: (group) => describe(name, group, adopt(group, saved), saved.rounds) };
}

/**
 * Say how many codes of a file are new, or why there is no room for them.
 * @param {string} name of the file
 * @param {Group} group
 * @param {Group} next the group with what is in the file
 * @param {SavedRound[]} rounds what is in the file
 * @returns {Addition}
 */
function describe(name, group, next, rounds) {
  if (next.rounds.length > MOST_ROUNDS) return { words: say("file.too_many_rounds", { name, most: String(MOST_ROUNDS) }) };
  const [had, has] = [group, next].map((each) => each.rounds.reduce((sum, { codes }) => sum + codes.length, 0));
  const same = rounds.reduce((sum, { codes }) => sum + codes.length, 0) - (has - had);
  const words = [sayCount("file.added", has - had, { name })];
  if (same > 0) words.push(sayCount("file.same", same));
  return { words: words.join(" "), group: next };
}

/**
 * Decode a text: UTF-8, or UTF-16 with its mark. Codes are the same in every other encoding that people use.
 * @param {Uint8Array} bytes
 * @returns {string | undefined} undefined where it is no text
 */
function decode(bytes) {
  const mark = /** @type {keyof typeof MARKS} */ (bytes.slice(0, 2).join());
  const text = new TextDecoder(MARKS[mark] ?? "utf-8").decode(bytes);
  return text.includes("\0") ? undefined : text;
}
