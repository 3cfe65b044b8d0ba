// Saves the history and the answers to a file, and reads them back; also the past scores of a spreadsheet. ssi_core decides what such a file
// holds, and what of it can be used.

import { askLenient } from "../engine/ask_lenient.js";
import { resultOf } from "../engine/wire.js";
import { dayOf, formatForSheet, tomorrow } from "../storage/points.js";
import { record } from "../storage/undo.js";
import { download, fileName } from "../ui/download.js";
import { find, findAll } from "../ui/find.js";
import { formatDay, formatList } from "../ui/format.js";
import { announce, formatNumber, formatSize, say, sayCount } from "../ui/messages.js";
import { describeFaults } from "./faults.js";
import { fillList } from "./list.js";
import { createSheetPreview } from "./sheet.js";

/**
 * @import {Engine} from "../engine/engine.js"
 * @import {Ask, ChangedPoint, Fault, ImportReply, Reply} from "../engine/wire.js"
 * @import {SavedData, Store, StoredPoint} from "../storage/store.js"
 * @import {Undo} from "../storage/undo.js"
 * @import {Hook} from "../ui/find.js"
 * @import {UndoOffer} from "./undo.js"
 */

/** @typedef {{points: ChangedPoint[], [field: string]: unknown}} Request the saved data as requests have it */

const TRIES = 5;
// These problems have messages of their own.
const REFUSALS = ["not_ours", "newer_version", "too_many"];
// The reply's counts, and their messages.
const COUNTS = /** @type {const} */ ({
  added: "added",
  updated: "updated",
  same: "same",
  differing: "differing",
  no_room: "no_room",
  taken: "taken_answers",
  stayed: "stayed",
});

// The start of a file, by which JSON is known from a table.
const START = 100;

/**
 * Check whether a file is one of JSON: by its name, or because it begins like that.
 * @param {File} file
 */
const isJson = async (file) => /\.json$/i.test(file.name) || /^\s*\ufeff?\{/.test(await file.slice(0, START).text());

/**
 * @param {Engine} engine
 * @param {Store} store
 * @param {UndoOffer} undo
 * @param {() => void} onImported
 * @returns {{hide: () => void, refresh: () => void}} `hide` hides the report about files; `refresh` compares a spreadsheet with the history again
 */
export function startFiles(engine, store, undo, onImported) {
  const section = find("[data-files]");
  const input = find("input[data-import]", section);
  const exported = startExport(engine.ask, store, section);
  const report = createReport(store, undo, section);
  const sheet = createSheetImport(engine, store, section, report, onImported);

  /** @param {File} file */
  async function importFile(file) {
    const most = Number(input.dataset.most);
    if (file.size > most) return report.show(say("files.huge", { size: formatSize(file.size), most: formatSize(most) }));
    report.show(say("files.reading"));
    let merged;
    try {
      merged = await mergeText(engine.ask, store, await file.text());
    } catch {
      return report.show(say("files.not_now"));
    }
    const { ok, faults } = merged.reply;
    if (faults) return report.show(describeRefusal(faults[0]));
    report.showTaken(merged.isSaved, describeImport(ok), merged.undo);
    return onImported();
  }

  // The code that reads a spreadsheet is fetched before somebody hands one over. Where this fails, it is tried again then.
  input.addEventListener("click", () => void engine.read([], () => {}).reply.catch(() => {}), { once: true });
  input.addEventListener("change", async () => {
    const [file] = input.files ?? [];
    if (!file) return;
    sheet.hide();
    if (await isJson(file)) await importFile(file);
    else await sheet.read(file);
    // So that the same file can be chosen again.
    input.value = "";
  });

  return {
    hide() {
      for (const each of [report.box, exported]) each.hidden = true;
      sheet.hide();
    },
    refresh: sheet.refresh,
  };
}

/**
 * Create the notice about a file that was read.
 * @param {Store} store
 * @param {UndoOffer} undo
 * @param {Hook} section
 */
function createReport(store, undo, section) {
  const box = find("[data-imported]", section);

  /**
   * @param {string} words
   * @param {string[]} [list]
   * @param {Undo} [takeBack]
   */
  function show(words, list = [], takeBack = undefined) {
    undo.offer(box, takeBack);
    find("[data-imported-words]", box).textContent = words;
    const place = find("[data-imported-list]", box);
    place.hidden = list.length === 0;
    fillList(place, list);
    box.hidden = false;
    announce([words, ...list].join(" "));
  }

  /**
   * @param {boolean} isSaved
   * @param {string[]} list what was added
   * @param {Undo} [takeBack]
   */
  function showTaken(isSaved, list, takeBack) {
    // What a newer version saved is left alone, so nothing was added, not even on this page.
    if (store.load().state === "newer") show(say("state.newer"));
    else show(say(isSaved ? "files.taken" : "files.taken_not_kept"), list, takeBack);
  }

  return { box, show, showTaken };
}

/**
 * Create the reader of spreadsheets, with its preview.
 * @param {Engine} engine
 * @param {Store} store
 * @param {Hook} section
 * @param {ReturnType<typeof createReport>} report
 * @param {() => void} onImported
 */
function createSheetImport(engine, store, section, report, onImported) {
  const { show, hide, refresh } = createSheetPreview(
    store,
    ({ isSaved, undo, words }) => {
      report.showTaken(isSaved, words, undo);
      onImported();
      report.box.focus();
    },
    () => {
      report.show(say("sheet.left"));
      find("input[data-import]", section).focus();
    },
  );

  /** @param {File} file */
  async function read(file) {
    report.show(say("files.reading"));
    try {
      const { ok, failed } = await engine.readSheet(file, { today: dayOf(new Date()), words: readRoles(section) });
      if (!ok) return report.show(say(`sheet.${failed === "unreadable" ? "unreadable" : "not_fetched"}`));
      const { problem } = ok.report;
      if (problem !== null) return report.show(say(`sheet.problem_${problem}`));
      report.box.hidden = true;
      return show(ok.report, file.name);
    } catch {
      return report.show(say("files.not_now"));
    }
  }

  return { read, hide, refresh };
}

/**
 * Let the buttons save a file.
 * @param {Ask} ask
 * @param {Store} store
 * @param {Hook} section
 * @returns {HTMLElement} the notice about it
 */
function startExport(ask, store, section) {
  const notice = find("[data-exported]", section);
  for (const button of findAll("[data-export]", section)) {
    button.addEventListener("click", async () => {
      const ending = button.dataset.export;
      try {
        const [text, type] = await (ending === "csv" ? exportCsv(ask, store, section) : exportJson(ask, store));
        download(fileName(ending), text, type);
        notice.textContent = say("files.saved", { name: fileName(ending) });
      } catch {
        notice.textContent = say("files.not_now");
      }
      notice.hidden = false;
      announce(notice);
    });
  }
  return notice;
}

/**
 * Read the words for the roles, which stand in a file that was downloaded here.
 * @param {HTMLElement} section
 */
const readRoles = (section) =>
  Object.fromEntries(findAll("template[data-csv][data-role]", section).map(({ dataset, content }) => [dataset.csv, content.textContent]));

/**
 * Read the saved data as requests have it. Unreadable points come apart from that, because ssi_core accepts none.
 * @param {Ask} ask
 * @param {Store} store
 * @returns {Promise<{request: Request, unreadable: StoredPoint[]}>}
 */
async function readSaved(ask, store) {
  const { answers, role, target, done, measured, over_time, history } = store.load();
  const { points, left_out: places } = resultOf(await ask({ do: "history", points: history }));
  return {
    request: { answers, role: role || null, target, done, measured, over_time, points },
    unreadable: places.map((place) => history[place]),
  };
}

/**
 * @param {Ask} ask
 * @param {Store} store
 */
async function exportJson(ask, store) {
  const { request } = await readSaved(ask, store);
  return [resultOf(await askLenient(ask, { do: "export", ...request })).text, "application/json"];
}

/**
 * @param {Ask} ask
 * @param {Store} store
 * @param {Hook} section
 */
async function exportCsv(ask, store, section) {
  const templates = findAll("template[data-csv]", section);
  const words = Object.fromEntries(templates.map(({ dataset, content }) => [dataset.csv, content.textContent]));
  const { points } = (await readSaved(ask, store)).request;
  for (const point of points) words[point.date] = formatForSheet(point);
  const { csv } = resultOf(await ask({ do: "history", points, words, decimal: section.dataset.decimal }));
  // The mark at the start tells spreadsheets that this is UTF-8.
  return [`\ufeff${csv}`, "text/csv"];
}

/**
 * Merge a file's text with the saved data. Where another tab writes while the engine works, the engine has to work again.
 * @param {Ask} ask
 * @param {Store} store
 * @param {string} text
 * @returns {Promise<{reply: Reply<ImportReply>, isSaved: boolean, undo?: Undo}>}
 */
async function mergeText(ask, store, text) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = JSON.stringify(store.load());
    const { request, unreadable } = await readSaved(ask, store);
    const reply = await askLenient(ask, { do: "import", text, before: tomorrow(), ...request });
    const { ok } = reply;
    if (!ok) return { reply, isSaved: false };
    if (JSON.stringify(store.load()) === before)
      return { reply, ...record(store, () => store.update((now) => merge(now, ok, unreadable))) };
  }
  throw new Error("another tab keeps writing");
}

/**
 * Merge what came in with the saved data. Saved points that ssi_core cannot use stay too.
 * @param {SavedData} now
 * @param {ImportReply} imported
 * @param {StoredPoint[]} unreadable
 * @returns {SavedData}
 */
function merge(now, { answers, role, target, done, measured, over_time, points }, unreadable) {
  const plain = points.map(({ change, ...point }) => point);
  return {
    ...now,
    answers: { ...now.answers, ...answers },
    role: role ?? now.role,
    target: target ?? now.target,
    done: { ...now.done, ...done },
    measured: { ...now.measured, ...measured },
    ...(over_time && { over_time }),
    history: [...plain, ...unreadable],
  };
}

/**
 * Say why a file as a whole was refused.
 * @param {Fault} fault
 */
const describeRefusal = ({ problem, value }) =>
  say(`files.${REFUSALS.includes(problem) ? problem : "not_json"}`, { n: formatNumber(Number(value)) });

/** @param {ImportReply} imported */
function describeImport(imported) {
  const names = /** @type {(keyof typeof COUNTS)[]} */ (Object.keys(COUNTS)).filter((name) => imported[name] > 0);
  const counts = names.map((name) => sayCount(`files.${COUNTS[name]}`, imported[name]));
  const refused = imported.left_out.length > 0 ? [sayCount("files.left_out", imported.left_out.length)] : [];
  const { over_time: months, over_time_outcome: outcome } = imported;
  const overTime = months && outcome ? [say(`files.over_time_${outcome}`, { day: formatDay(`${months.days.at(-1)?.day}T12:00:00`) })] : [];
  const changed = imported.changed.map((factor) => find(`template[data-why-factor="${factor}"]`).dataset.name);
  const askedAnew = changed.length > 0 ? [sayCount("files.asked_anew", changed.length, { names: formatList(changed) })] : [];
  return [...counts, ...askedAnew, ...overTime, ...refused, ...describeFaults(imported.faults)];
}
