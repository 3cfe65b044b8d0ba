// Reads text pasted from LinkedIn's page into the fields of the form.

import { find } from "../ui/find.js";
import { formatList } from "../ui/format.js";
import { announce, formatNumber, say, sayCount } from "../ui/messages.js";
import { resultOf } from "../engine/wire.js";
import { fill, labelOf, markAbsent, toFields } from "./fields.js";

/**
 * @import {Ask, LinkedInPage} from "../engine/wire.js"
 * @import {RealForm} from "./fields.js"
 */

// Long enough for a paste and its last key, short enough to seem immediate.
const PAUSE_MS = 300;

/**
 * @param {RealForm} form
 * @param {Ask} ask
 * @param {() => void} onRead called when fields have been filled in
 */
export function createTextReader(form, ask, onRead) {
  const field = find('textarea[name="text"]', form);
  const longest = Number(field.dataset.longest);
  const box = find("[data-read]", form);
  const words = find("[data-read-words]", box);
  /** @type {number | undefined} */
  let timer;
  let requested = ""; // The text that the engine has read or is reading.
  let found = 0; // How many numbers it had.

  async function read() {
    const text = field.value;
    requested = text;
    found = 0;
    box.hidden = text.trim() === "";
    if (box.hidden) return markAbsent(form, []);
    find("[data-read-long]", box).hidden = text.length <= longest;
    words.textContent = say("real.reading");
    let page;
    try {
      page = resultOf(await ask({ do: "read-page", text: text.slice(0, longest) }));
    } catch {
      words.textContent = say("real.unread");
      requested = "";
      return undefined;
    }
    if (requested === text) show(page);
    return undefined;
  }

  /** @param {LinkedInPage} page */
  function show(page) {
    found = fillIn(form, page);
    words.textContent = describe(form, found, page.not_found);
    announce(words.textContent);
    onRead();
    // For whoever pasted it, what was read and its button may lie below the screen.
    if (document.activeElement === field) box.scrollIntoView({ block: "nearest" });
  }

  return {
    field,
    /** Check whether the text had any numbers. */
    hasFound: () => found > 0,
    /** Check whether a text waits to be read, because the engine failed. */
    isUnread: () => field.value.trim() !== "" && requested !== field.value,
    read: () => void read(),
    /** Read the text after a pause, because the visitor is typing. */
    readSoon() {
      clearTimeout(timer);
      timer = setTimeout(read, PAUSE_MS);
    },
    clear() {
      requested = "";
      found = 0;
      box.hidden = true;
      markAbsent(form, []);
    },
  };
}

/**
 * Fill in what a page says, and mark what it does not.
 * @param {RealForm} form
 * @param {LinkedInPage} page
 * @returns {number} how many numbers it had
 */
function fillIn(form, page) {
  const values = toFields(page);
  const found = Object.keys(values).length - page.not_found.length;
  fill(form, values);
  markAbsent(form, found > 0 ? page.not_found : []);
  return found;
}

/**
 * Say how many numbers were found, and which are absent.
 * @param {RealForm} form
 * @param {number} found
 * @param {string[]} absent
 */
function describe(form, found, absent) {
  if (found === 0) return say("real.nothing");
  if (absent.length === 0) return say("real.all");
  const labels = formatList(absent.map((name) => labelOf(form, name)));
  return sayCount("real.some", found, { of: formatNumber(found + absent.length), absent: labels });
}
