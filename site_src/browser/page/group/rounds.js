// A group's rounds of measuring, each with the text that holds its codes. Two rounds never have the same name.

import { cleanName } from "../ui/preset.js";

/**
 * @import {Undo} from "../storage/undo.js"
 * @import {SavedGroup, SavedRound} from "./document.js"
 */

/**
 * @typedef {{name: string, text: string, codes: string[]}} Round `codes`: a line for each member, as they were last read in the text
 * @typedef {{rounds: Round[], filling: string}} Group `filling`: the name of the round that is being filled
 * @typedef {ReturnType<typeof createGroup>} GroupState
 */

const LONGEST_NAME = 40;

/**
 * Find what tells a member from others: the code, without the link that may follow it.
 * @param {string} line
 */
export const codeOf = (line) => line.split(" ", 1)[0];

/** @param {string[]} lines */
const byCode = (lines) => new Map(lines.map((line) => [codeOf(line), line]));

/**
 * Clean the name of a round, which somebody typed or a file has. Empty where nothing is left of it.
 * @param {string} name
 */
export const cleanRoundName = (name) => cleanName(name, LONGEST_NAME);

/**
 * Begin a round.
 * @param {string} name
 * @param {string[]} [codes]
 * @returns {Round}
 */
export const createRound = (name, codes = []) => ({ name, codes, text: codes.map((code) => `${code}\n`).join("") });

/**
 * Add codes to a round, in lines of their own below its text: those that are new, and those that now have a link.
 * @param {Round} round
 * @param {string[]} codes
 * @returns {Round}
 */
export function addCodes(round, codes) {
  const known = byCode(round.codes);
  const added = codes.filter((line) => {
    const has = known.get(codeOf(line));
    return has === undefined || (has === codeOf(has) && line !== has);
  });
  const { text } = createRound(round.name, added);
  const gap = round.text === "" || round.text.endsWith("\n") || added.length === 0 ? "" : "\n";
  // No more are read in the text, and no more can be saved.
  const all = [...byCode([...round.codes, ...added]).values()].slice(0, MOST_MEMBERS);
  return { name: round.name, text: round.text + gap + text, codes: all };
}

/**
 * Create the state of the page. Every change replaces it as a whole. There is always a round.
 * @param {Group} first
 * @param {() => void} onChange
 */
export function createGroup(first, onChange) {
  let now = first;

  /** @param {Group} next */
  function set(next) {
    const { name } = next.rounds.find((round) => round.name === next.filling) ?? next.rounds[0];
    now = { ...next, filling: name };
    onChange();
  }

  return {
    read: () => now,
    /** Read the round that is being filled. */
    current: () => /** @type {Round} */ (now.rounds.find(({ name }) => name === now.filling)),
    set,
    /**
     * Replace one round.
     * @param {string} name
     * @param {(round: Round) => Round} change
     */
    change(name, change) {
      set({ ...now, rounds: now.rounds.map((round) => (round.name === name ? change(round) : round)) });
    },
    /**
     * Note which codes the texts hold, without another change.
     * @param {Map<string, string[]>} codes by the round's name
     */
    note(codes) {
      now = { ...now, rounds: now.rounds.map((round) => ({ ...round, codes: codes.get(round.name) ?? round.codes })) };
    },
    /**
     * Change the group so that it can be taken back, round by round. A round that was changed once more since then stays as it is.
     * @param {Group} next
     * @returns {Undo}
     */
    record(next) {
      const before = now;
      set(next);
      return () => {
        const [old, changed, present] = [before, next, now].map(({ rounds }) => new Map(rounds.map((round) => [round.name, round])));
        let isWhole = true;
        const rounds = [...new Set([...old.keys(), ...present.keys()])].flatMap((name) => {
          const [was, became, is] = [old, changed, present].map((each) => each.get(name));
          const isUnchanged = is?.text === became?.text;
          isWhole &&= isUnchanged || is?.text === was?.text;
          return (isUnchanged ? was : is) ?? [];
        });
        set({ rounds, filling: before.filling });
        return { isSaved: true, isWhole };
      };
    },
  };
}

/**
 * Take a group that was saved. Rounds without a text, such as those that the page begins with, make way.
 * @param {Group} group
 * @param {SavedGroup} saved
 * @returns {Group}
 */
export function adopt(group, { rounds, filling }) {
  const names = new Set(rounds.map(({ name }) => name));
  const own = group.rounds.filter(({ name, text }) => names.has(name) || text.trim() !== "");
  return { ...follow({ ...group, rounds: own }, [], rounds), filling };
}

/**
 * Add the names that are missing, each before the one that it stood before: the order of the rounds says which change is shown.
 * @param {string[]} names
 * @param {string[]} others
 */
function mergeNames(names, others) {
  const merged = [...names];
  for (const [at, name] of [...others.entries()].reverse()) {
    const next = merged.indexOf(others[at + 1]);
    if (!merged.includes(name)) merged.splice(next < 0 ? merged.length : next, 0, name);
  }
  return merged;
}

/**
 * Follow what another tab or a file did to a saved group: add the codes and rounds that came, and remove those that went.
 * @param {Group} group
 * @param {SavedRound[]} before
 * @param {SavedRound[]} after
 * @returns {Group}
 */
export function follow(group, before, after) {
  const [old, now] = [before, after].map((rounds) => new Map(rounds.map(({ name, codes }) => [name, codes])));
  const mine = new Map(group.rounds.map((round) => [round.name, round]));
  const own = [...mine.keys()].filter((name) => now.has(name) || !old.has(name));
  const rounds = mergeNames([...now.keys()], own).map((name) => {
    const round = mine.get(name) ?? createRound(name);
    const [were, are] = [old, now].map((each) => byCode(each.get(name) ?? []));
    const stays = (/** @type {string} */ line) => are.has(codeOf(line)) || !were.has(codeOf(line));
    const left = round.codes.every(stays) ? round : createRound(name, round.codes.filter(stays));
    return addCodes(
      left,
      [...are].filter(([code, line]) => were.get(code) !== line).map(([, line]) => line),
    );
  });
  return { ...group, rounds };
}
