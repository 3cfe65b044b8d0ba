// A trainer's link: quiz.html#role=sales&target=60&group=NAME. It fills in what the visitor has not chosen, and names the group. What comes
// from the address is text at most, and nothing goes back to anybody.

import { find } from "../ui/find.js";
import { announce, formatNumber, say } from "../ui/messages.js";
import { parseNumber } from "../ui/parse_number.js";
import { MOST_TARGET, readPreset } from "../ui/preset.js";
import { keepValid, read, write } from "./answers.js";
import { addLate } from "./late_markup.js";
import { CODE } from "./open_link.js";
import { targetText } from "./plan.js";
import { holdPreset } from "./preset_link.js";

/**
 * @import {QuizForm} from "./answers.js"
 * @import {Quiz} from "./preview.js"
 */

/** @typedef {{role: string, target: string, group: string}} Preset what is valid of it; "" for what is not there */

const LONGEST_LINK = 1000;

/**
 * Read a trainer's link.
 * @param {QuizForm} form
 * @param {string} text
 * @returns {Preset}
 */
function parse(form, text) {
  const { role, target, group } = readPreset(`#${text.slice(0, LONGEST_LINK)}`);
  return { role: keepValid(form, {}, role).role, target: target === null ? "" : targetText(target), group };
}

/**
 * Describe a line of work and a target in words.
 * @param {QuizForm} form
 * @param {{role?: string, target?: string}} values
 */
function describe(form, { role = "", target = "" }) {
  const words = role && find(`input[name=role][value="${role}"] ~ [data-words]`, form).textContent;
  const points = target && formatNumber(/** @type {number} */ (parseNumber(target, MOST_TARGET)));
  if (words && points) return say("preset.both", { role: words, target: points });
  return words ? say("preset.role", { role: words }) : say("preset.target", { target: points });
}

/**
 * Split a link's values into those that fill a gap, and those that the visitor has chosen otherwise.
 * @param {QuizForm} form
 * @param {Preset} preset
 */
function compare(form, { role, target }) {
  const now = read(form);
  /** @type {{role?: string, target?: string}} */
  const set = {};
  /** @type {{role?: string, target?: string}} */
  const differs = {};
  for (const [name, value] of /** @type {const} */ ([
    ["role", role],
    ["target", target],
  ])) {
    if (value === "" || value === now[name]) continue;
    (now[name] === "" ? set : differs)[name] = value;
  }
  return { set, differs };
}

/** @param {object} values */
const isEmpty = (values) => Object.keys(values).length === 0;

/**
 * @param {HTMLElement} box
 * @param {string} selector
 * @param {string} words "" for none
 */
function showWords(box, selector, words) {
  const place = find(selector, box);
  place.textContent = words;
  place.hidden = words === "";
}

/**
 * Follow a trainer's link.
 * @param {Quiz & {refresh: () => void}} quiz
 * @param {string} text the address's fragment without its #
 */
export async function followPreset({ form, store, save, track, refresh }, text) {
  const preset = parse(form, text);
  if (Object.values(preset).every((value) => value === "")) return;
  await addLate(form);
  const box = find("[data-preset]", form);
  const use = find("[data-preset-use]", box);
  // Answers that come with a link are looked at as they are.
  const isGuest = form.hasAttribute("data-guest") || CODE.test(location.hash);
  const { set, differs } = isGuest ? { set: {}, differs: {} } : compare(form, preset);

  /** @param {{role?: string, target?: string}} values */
  function fillIn(values) {
    write(form, { ...read(form), ...values });
    const { role, target } = read(form);
    save(() => ({ role, target: parseNumber(target, MOST_TARGET) }));
    refresh();
  }

  if (!isEmpty(set)) fillIn(set);
  const { group } = preset;
  // What is saved is not filled in again: the visitor may have changed it.
  holdPreset(store.isPersistent() ? { group } : preset);
  find("[data-preset-group]", box).textContent = group ? say("preset.group", { group }) : say("preset.no_group");
  showWords(box, "[data-preset-set]", isEmpty(set) ? "" : say("preset.set", { what: describe(form, set) }));
  showWords(box, "[data-preset-differs]", isEmpty(differs) ? "" : say("preset.differs", { what: describe(form, differs) }));
  use.hidden = isEmpty(differs);
  const more = find("[data-preset-more]", box);
  more.hidden = false;
  box.hidden = false;
  // Read once. From the next step on, the questions need the screen of a phone; before they scroll into view.
  const shorten = () => {
    showWords(box, "[data-preset-set]", "");
    more.hidden = true;
  };
  window.addEventListener("hashchange", shorten, { capture: true, once: true });

  use.onclick = () => {
    const report = track(() => fillIn(differs));
    showWords(box, "[data-preset-differs]", "");
    use.hidden = true;
    const title = find("h2", box);
    title.focus();
    announce(say("preset.used"));
    report(title, "preset.used");
  };
  find("[data-preset-close]", box).onclick = () => {
    box.hidden = true;
    holdPreset(null);
    find("[data-part]:not([hidden]) [data-part-title]", form).focus({ preventScroll: true });
  };
}
