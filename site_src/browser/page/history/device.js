// Shows what this site has stored on the device, and erases it. Every script that stores something new must name it here.

import { createUndo } from "../storage/undo.js";
import { download } from "../ui/download.js";
import { formatFileSize } from "../ui/file_size.js";
import { copyTemplate, find } from "../ui/find.js";
import { announce, say, sayCount } from "../ui/messages.js";
import { fillList } from "./list.js";

/**
 * @import {Engine} from "../engine/engine.js"
 * @import {State} from "../storage/saved_data.js"
 * @import {SavedData, Store} from "../storage/store.js"
 * @import {Undo} from "../storage/undo.js"
 * @import {UndoOffer} from "./undo.js"
 */

// Announced after the focus has moved: a screen reader reads the new focus first, and forgets what came before it.
const ANNOUNCE_MS = 500;
// Only this site's names: a host may have other sites.
const DOCUMENT = "ssi";
const LANGUAGE = "ssi-language";
const ASIDE = /^ssi-damaged(-\d+)?$/;
// What the store writes beside the document, for its own use.
const PASSING = ["ssi-lineage", "ssi-unkept", "ssi-probe"];
const GROUP = "ssi-group";
const OURS = [DOCUMENT, LANGUAGE, GROUP, ...PASSING, "ssi-draft", "ssi-over-time", "ssi-secret", "ssi-preset"];
const STORAGES = /** @type {const} */ (["localStorage", "sessionStorage"]);

/** @param {string} name */
const isOurs = (name) => OURS.includes(name) || ASIDE.test(name);

/**
 * List this site's names in a storage. There are none where the browser refuses access.
 * @param {(typeof STORAGES)[number]} which
 */
function listNames(which) {
  try {
    const storage = window[which];
    return Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "").filter(isOurs);
  } catch {
    return [];
  }
}

const listAside = () => listNames("localStorage").filter((name) => ASIDE.test(name));

/**
 * Delete this site's offline copy: the caches with its files, and the worker that fills them.
 * @returns {Promise<boolean>} whether there was any
 */
async function deleteCopy() {
  /** @type {HTMLElement | null} */
  const box = document.querySelector("[data-service]");
  const service = box?.dataset.service;
  if (!service || !("serviceWorker" in navigator)) return false;
  const scope = new URL(".", new URL(service, document.baseURI)).href;
  const registrations = (await navigator.serviceWorker.getRegistrations()).filter((each) => each.scope === scope);
  const names = "caches" in window ? (await caches.keys()).filter((name) => name.startsWith(`${scope} `)) : [];
  for (const each of registrations) await each.unregister();
  for (const name of names) await caches.delete(name);
  return names.length + registrations.length > 0;
}

/**
 * Describe what is stored, one line for each kind of thing.
 * @param {SavedData & {state: State}} saved
 */
function describe({ answers, history, over_time, state }) {
  const lines = [];
  const names = STORAGES.flatMap(listNames);
  if (state === "newer") lines.push(say("device.newer"));
  const answered = Object.keys(answers).length;
  if (answered > 0) lines.push(sayCount("device.answers", answered));
  if (history.length > 0) lines.push(sayCount("device.points", history.length));
  if (over_time) lines.push(say("device.over_time"));
  if (names.includes("ssi-over-time")) lines.push(say("device.over_time_held"));
  if (names.includes("ssi-draft")) lines.push(say("device.draft"));
  if (names.includes(GROUP)) lines.push(say("device.group"));
  if (names.includes("ssi-secret")) lines.push(say("device.secret"));
  if (names.includes("ssi-preset")) lines.push(say("device.preset"));
  if (names.includes(LANGUAGE)) lines.push(say("device.language"));
  const aside = names.filter((name) => ASIDE.test(name)).length;
  if (aside > 0) lines.push(sayCount("device.set_aside", aside));
  // The document may hold no more than a role or a step.
  if (lines.length === 0 && names.includes(DOCUMENT)) lines.push(say("device.settings"));
  return lines;
}

/** @typedef {{storage: (typeof STORAGES)[number], name: string, text: string}} Item */

/**
 * Read everything that is stored, as it is. The document comes back part by part, unless it cannot be read.
 * @param {State} state
 * @returns {Item[]}
 */
const readItems = (state) =>
  STORAGES.flatMap((storage) =>
    listNames(storage)
      .filter((name) => !PASSING.includes(name) && (name !== DOCUMENT || state !== ""))
      .map((name) => ({ storage, name, text: window[storage].getItem(name) ?? "" })),
  );

/**
 * Restore what was erased, except where something else is stored by now.
 * @param {Item[]} items
 * @param {Undo} [takeBack] restores the document's parts
 */
function restore(items, takeBack) {
  let isSaved = true;
  let isWhole = true;
  for (const { storage, name, text } of items) {
    try {
      const now = window[storage].getItem(name);
      if (now === null) window[storage].setItem(name, text);
      else isWhole &&= now === text;
    } catch {
      isSaved = false;
    }
  }
  const document = takeBack?.() ?? { isSaved: true, isWhole: true };
  return { isSaved: isSaved && document.isSaved, isWhole: isWhole && document.isWhole };
}

/**
 * @param {HTMLElement} list
 * @param {string[]} lines
 */
const showLines = (list, lines) => fillList(list, lines.length > 0 ? lines : [say("device.nothing")]);

/**
 * @param {Store & {announceErasure: () => void}} store
 * @param {Engine} engine
 * @param {UndoOffer} undo
 * @param {() => void} onErased
 * @returns {() => void} shows what is stored now
 */
export function startDevice(store, engine, undo, onErased) {
  const section = find("[data-device]");
  const erased = find("[data-erased]", section);
  const thrown = find("[data-aside-done]", section);

  /** @param {Undo} takeBack */
  function reportThrown(takeBack) {
    find("[data-aside-said]", thrown).textContent = say("device.aside_removed");
    undo.offer(thrown, takeBack);
    thrown.hidden = false;
    show();
    thrown.focus();
  }

  function show() {
    const lines = describe(store.load());
    showLines(find("[data-device-list]", section), lines);
    // The report goes once something is stored again, except while somebody is reading it or can still take it back.
    const isRead = document.activeElement === erased || !find("[data-undo]", erased).hidden;
    erased.hidden ||= lines.length > 0 && !isRead;
    const aside = listAside();
    find("[data-aside]", section).hidden = aside.length === 0;
    find("[data-aside-list]", section).replaceChildren(...aside.map((name) => createAsideItem(section, name, reportThrown)));
  }

  async function erase() {
    const saved = store.load();
    const lines = describe(saved);
    const items = readItems(saved.state);
    for (const which of STORAGES) for (const name of listNames(which)) window[which].removeItem(name);
    store.announceErasure();
    const takeBack = createUndo(store, saved, store.load());
    if (find("input[data-erase-copy]", section).checked) {
      // Before the copy is deleted: the engine writes into it.
      engine.forget();
      const isDeleted = await deleteCopy().catch(() => undefined);
      lines.push(say(isDeleted === undefined ? "device.copy_failed" : isDeleted ? "device.copy" : "device.no_copy"));
    }
    onErased();
    showLines(find("[data-erased-list]", erased), lines);
    const isAny = items.length > 0 || Object.keys(saved.answers).length + saved.history.length > 0;
    undo.offer(erased, isAny ? () => restore(items, saved.state === "damaged" ? undefined : takeBack) : undefined);
    erased.hidden = false;
    erased.focus();
    // biome-ignore lint/performance/useDomNodeTextContent: its line breaks are pauses for a screen reader
    announce(erased.innerText, ANNOUNCE_MS);
  }

  startDialog(find("[data-erase]", section), () => (erased.hidden = true), erase);
  return show;
}

/**
 * Ask before everything is erased.
 * @param {HTMLElement} button
 * @param {() => void} onOpen
 * @param {() => Promise<void>} onConfirm
 */
function startDialog(button, onOpen, onConfirm) {
  const dialog = find("dialog[data-erase-dialog]");
  button.addEventListener("click", () => {
    onOpen();
    dialog.showModal();
  });
  find("[data-erase-cancel]", dialog).addEventListener("click", () => dialog.close());
  find("[data-erase-confirm]", dialog).addEventListener("click", () => {
    dialog.close();
    void onConfirm();
  });
}

/**
 * Create the list item of a damaged document that was set aside.
 * @param {HTMLElement} section
 * @param {string} name
 * @param {(undo: Undo) => void} onRemoved
 */
function createAsideItem(section, name, onRemoved) {
  const item = copyTemplate("template[data-aside-item]", section);
  const text = localStorage.getItem(name) ?? "";
  find("[data-aside-words]", item).textContent = say("device.aside_item", { name, size: formatFileSize(text.length) });
  find("[data-aside-save]", item).addEventListener("click", () => download(`${name}.txt`, text, "text/plain"));
  find("[data-aside-remove]", item).addEventListener("click", () => {
    localStorage.removeItem(name);
    announce(say("device.aside_removed"));
    onRemoved(() => restore([{ storage: "localStorage", name, text }]));
  });
  return item;
}
