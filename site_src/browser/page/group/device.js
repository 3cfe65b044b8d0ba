// Keeps a group on the device, if the trainer wants that. It is read again before every write, and other tabs' changes are followed. What
// cannot be read is set aside; what a newer version of this site wrote is left alone.

import { setAside } from "../storage/set_aside.js";
import { formatDocument, parseDocument } from "./document.js";

/** @import {SavedGroup, SavedRound} from "./document.js" */

/**
 * @typedef {"" | "kept" | "not-kept" | "newer" | "damaged"} KeepState "" where nothing is to be kept; "not-kept" where the device refused it;
 *   "damaged" where what was kept could not be read, and was set aside
 * @typedef {object} Listeners
 * @property {() => SavedGroup} read reads the group as it is now
 * @property {() => boolean} isBlank whether the page has nothing of its own
 * @property {(before: SavedRound[], after: SavedGroup) => void} onTheirs called with what this page knew, and with what is there by now
 * @property {() => void} onErased called when another tab has erased it
 * @property {(state: KeepState) => void} onState
 */

const KEY = "ssi-group";
// A write takes milliseconds. A page that stopped in the middle of one does not hold up the others.
const LOCK_MS = 1000;

/** @param {Listeners} listeners */
export function createDevice({ read, isBlank, onTheirs, onErased, onState }) {
  const copy = createCopy(onState);
  let isWanted = false;

  /** Follow what is on the device by now. */
  function sync() {
    const news = copy.readNews();
    if (!news) return;
    isWanted = true;
    onTheirs(news.before, news.saved);
  }

  function write() {
    sync();
    if (isWanted && !copy.isNewer()) copy.write(formatDocument(read()));
  }

  /** Save the group as it is now, if it is to be kept. */
  function save() {
    if (isWanted) void writeTwice(write);
  }

  /** Drop what this page knows, because another tab erased it. */
  function forget() {
    isWanted = false;
    if (copy.forget()) onErased();
  }

  /** Follow another tab. What is in this page only, and was not to be kept, does not join what that one keeps. */
  function follow() {
    if (isWanted || isBlank()) sync();
  }

  window.addEventListener("storage", ({ key, newValue }) => {
    if (key === KEY && newValue === null) forget();
    else if (key === KEY) follow();
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    // A page that the browser held on to has heard nothing meanwhile.
    if (persisted && copy.isErased()) forget();
    else if (persisted) follow();
  });

  return {
    /** Take what was kept. */
    start: sync,
    isKept: () => isWanted,
    readSaved: copy.readRounds,
    keep() {
      isWanted = true;
      save();
    },
    save,
    /** Keep nothing any more, and remove what was kept. */
    remove() {
      isWanted = false;
      copy.remove();
    },
  };
}

/**
 * Create the copy of the group on the device, which remembers how this page last saw it.
 * @param {(state: KeepState) => void} onState
 */
function createCopy(onState) {
  /** @type {string | null} the document as this page last saw it */
  let base = null;
  // Whether what this page saved had gone, with no word of another tab that erased it.
  let isGone = false;
  /** @type {KeepState} */
  let state = "";

  /** @param {KeepState} next */
  function setState(next) {
    state = next;
    onState(next);
  }

  return {
    isNewer: () => state === "newer",
    isErased: () => base !== null && readText() === null,
    /** Read the rounds as the device has them; undefined where it has none of this page's. */
    readRounds: () => (state === "kept" ? parseRounds(base) : undefined),
    /** Read a group that this page has not seen, and the rounds that it knew before; undefined where there is none. */
    readNews() {
      const text = readText();
      if (text === undefined || text === base) return undefined;
      if (text === null) {
        // The browser's settings cleared it, and the next change saves it again. Or another tab erased it a moment ago, and says so next.
        isGone = base !== null;
        base = null;
        return undefined;
      }
      const { saved, problem } = parseDocument(text);
      // Where there is no room to set it aside, there is none for anything else.
      if (!saved) return void setState(problem === "newer" ? "newer" : attempt(() => setAside(KEY, text)) ? "damaged" : "not-kept");
      const before = parseRounds(base) ?? [];
      base = text;
      setState("kept");
      return { before, saved };
    },
    /** @param {string} text */
    write(text) {
      const isWritten = text === base || attempt(() => localStorage.setItem(KEY, text));
      if (isWritten) base = text;
      setState(isWritten ? "kept" : "not-kept");
    },
    /** Forget it, and tell whether this page had any of it. */
    forget() {
      const wasKept = base !== null || isGone;
      // It was saved again before that was known here.
      if (isGone) attempt(() => localStorage.removeItem(KEY));
      isGone = false;
      base = null;
      setState("");
      return wasKept;
    },
    remove() {
      base = null;
      attempt(() => localStorage.removeItem(KEY));
      setState("");
    },
  };
}

/** @param {string | null} text */
const parseRounds = (text) => (text === null ? undefined : parseDocument(text).saved?.rounds);

/**
 * Write at once, so that a tab that is closed loses nothing, and again under the lock, in case another tab wrote at the same moment.
 * @param {() => void} write reads and merges first
 */
async function writeTwice(write) {
  write();
  try {
    await navigator.locks.request(KEY, { signal: AbortSignal.timeout(LOCK_MS) }, write);
  } catch {
    // The browser has no locks, or a tab that has the lock has stopped.
    write();
  }
}

/**
 * Use the device. The browser may refuse access, and there may be no room.
 * @param {() => void} use
 * @returns {boolean} whether that worked
 */
function attempt(use) {
  try {
    use();
    return true;
  } catch {
    return false;
  }
}

/** @returns {string | null | undefined} undefined where the browser refuses access */
function readText() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return undefined;
  }
}
