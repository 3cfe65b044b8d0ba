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
  /** @type {string | null} the document as this page last saw it */
  let base = null;
  let isWanted = false;
  // Whether what this page saved had gone, with no word of another tab that erased it.
  let isGone = false;
  /** @type {KeepState} */
  let state = "";

  /** @param {KeepState} next */
  function setState(next) {
    state = next;
    onState(next);
  }

  /** Follow what is on the device by now. */
  function sync() {
    const text = readText();
    if (text === undefined || text === base) return;
    if (text === null) {
      // The browser's settings cleared it. The group is still on the screen, and is saved again with the next change. Or another tab erased
      // it a moment ago, and says so next.
      isGone = base !== null;
      base = null;
      return;
    }
    const { saved, problem } = parseDocument(text);
    if (saved) {
      const before = base === null ? [] : (parseDocument(base).saved?.rounds ?? []);
      base = text;
      isWanted = true;
      setState("kept");
      onTheirs(before, saved);
    } else if (problem === "newer") setState("newer");
    else setDamagedAside(text);
  }

  /** @param {string} text */
  function setDamagedAside(text) {
    try {
      setAside(KEY, text);
      setState("damaged");
    } catch {
      // There is no room for a copy, so there is none for anything else.
      setState("not-kept");
    }
  }

  function write() {
    sync();
    if (!isWanted || state === "newer") return;
    const text = formatDocument(read());
    try {
      if (text !== base) localStorage.setItem(KEY, text);
      base = text;
      setState("kept");
    } catch {
      setState("not-kept");
    }
  }

  /** Read, merge and write while no other tab does. */
  async function writeAlone() {
    try {
      await navigator.locks.request(KEY, { signal: AbortSignal.timeout(LOCK_MS) }, write);
    } catch {
      // The browser has no locks, or a tab that has the lock has stopped.
      write();
    }
  }

  /**
   * Save the group as it is now, if it is to be kept. It is written at once, so that a tab that is closed loses nothing, and compared again
   * under the lock, in case another tab wrote at the same moment.
   */
  function save() {
    if (!isWanted) return;
    write();
    void writeAlone();
  }

  /** Drop what this page knows, because another tab erased it. */
  function forget() {
    const wasKept = base !== null || isGone;
    // It was saved again before that was known here.
    if (isGone) remove();
    isGone = false;
    base = null;
    isWanted = false;
    setState("");
    if (wasKept) onErased();
  }

  /** Follow another tab. What is in this page only, and was not to be kept, does not join what that one keeps. */
  function follow() {
    if (isWanted || isBlank()) sync();
  }

  window.addEventListener("storage", ({ key, newValue }) => {
    if (key !== KEY) return;
    if (newValue === null) forget();
    else follow();
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    // A page that the browser held on to has heard nothing meanwhile.
    if (persisted && base !== null && readText() === null) forget();
    else if (persisted) follow();
  });

  return {
    /** Take what was kept. */
    start: sync,
    isKept: () => isWanted,
    /** Read the rounds as the device has them; undefined where it has none of this page's. */
    readSaved: () => (state === "kept" && base !== null ? parseDocument(base).saved?.rounds : undefined),
    /** Keep the group from now on. */
    keep() {
      isWanted = true;
      save();
    },
    save,
    /** Keep nothing any more, and remove what was kept. */
    remove() {
      isWanted = false;
      base = null;
      remove();
      setState("");
    },
  };
}

function remove() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // The browser refuses access, so there is nothing.
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
