// A group's rounds of measuring, each with the text that holds its codes. Two rounds never have the same name.

/**
 * @import {Undo} from "../storage/undo.js"
 * @import {SavedGroup, SavedRound} from "./document.js"
 */

/**
 * @typedef {{name: string, text: string, codes: string[]}} Round `codes`: a line for each member, as they were last read in the text
 * @typedef {{rounds: Round[], filling: string}} Group `filling`: the name of the round that is being filled
 * @typedef {ReturnType<typeof createGroup>} GroupState
 */

export const LONGEST_NAME = 40;

/**
 * Find what tells a member from others: the code, without the link that may follow it.
 * @param {string} line
 */
export const codeOf = (line) => line.split(" ", 1)[0];

/**
 * Clean a name that somebody typed. Empty where nothing is left of it.
 * @param {string} name
 */
export const cleanName = (name) => name.trim().replace(/\s+/g, " ").slice(0, LONGEST_NAME);

/**
 * Begin a round.
 * @param {string} name
 * @param {string[]} [codes]
 * @returns {Round}
 */
export const createRound = (name, codes = []) => ({ name, codes, text: codes.map((code) => `${code}\n`).join("") });

/**
 * Add codes to a round, in lines of their own below its text.
 * @param {Round} round
 * @param {string[]} codes
 * @returns {Round}
 */
export function addCodes(round, codes) {
  const known = new Set(round.codes.map(codeOf));
  const added = codes.filter((code) => !known.has(codeOf(code)));
  const { text, codes: all } = createRound(round.name, added);
  const gap = round.text === "" || round.text.endsWith("\n") || added.length === 0 ? "" : "\n";
  return { name: round.name, text: round.text + gap + text, codes: [...round.codes, ...all] };
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
 * Follow what another tab or a file did to a saved group: add the codes and rounds that came, and remove those that went.
 * @param {Group} group
 * @param {SavedRound[]} before
 * @param {SavedRound[]} after
 * @returns {Group}
 */
export function follow(group, before, after) {
  const [old, now] = [before, after].map((rounds) => new Map(rounds.map(({ name, codes }) => [name, codes])));
  const mine = new Map(group.rounds.map((round) => [round.name, round]));
  const names = [...new Set([...now.keys(), ...mine.keys()])].filter((name) => now.has(name) || !old.has(name));
  const rounds = names.map((name) => {
    const round = mine.get(name) ?? createRound(name);
    const [were, are] = [old, now].map((each) => new Map((each.get(name) ?? []).map((line) => [codeOf(line), line])));
    const stays = (/** @type {string} */ line) => are.has(codeOf(line)) || !were.has(codeOf(line));
    const left = round.codes.every(stays) ? round : createRound(name, round.codes.filter(stays));
    return addCodes(
      left,
      [...are].filter(([code]) => !were.has(code)).map(([, line]) => line),
    );
  });
  return { ...group, rounds };
}
