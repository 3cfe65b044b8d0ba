// The choice of the round that is being filled, and the names of the rounds: add one, rename one, remove one.

import { copyTemplate, find } from "../ui/find.js";
import { announce, say } from "../ui/messages.js";
import { cleanRoundName, createRound } from "./rounds.js";

/**
 * @import {UndoOffer} from "../history/undo.js"
 * @import {GroupState, Round} from "./rounds.js"
 */

/**
 * @param {HTMLElement} root
 * @param {() => GroupState} state
 * @param {UndoOffer} undo
 * @returns {() => void} shows the rounds as they are now
 */
export function startRounds(root, state, undo) {
  const choice = find("[data-round-choice]", root);
  const edit = find("details[data-round-edit]", root);
  const input = find("input[data-round-name]", edit);
  const wrong = find("[data-round-wrong]", edit);
  const add = find("[data-round-add]", edit);
  const remove = find("[data-round-remove]", edit);
  const removed = find("[data-round-removed]", root);

  function show() {
    const { rounds, filling } = state().read();
    const shown = [...choice.children].map((each) => find("input", each).value);
    if (JSON.stringify(shown) !== JSON.stringify(rounds.map(({ name }) => name))) {
      choice.replaceChildren(...rounds.map(({ name }) => createOption(name)));
    }
    for (const each of choice.children) find("input", each).checked = find("input", each).value === filling;
    if (document.activeElement !== input) input.value = filling;
    remove.hidden = rounds.length === 1;
    add.hidden = rounds.length === MOST_ROUNDS;
  }

  /** @param {string} name */
  function createOption(name) {
    const option = copyTemplate("template[data-round-option]", root);
    find("input", option).value = name;
    find("[data-round-label]", option).textContent = name;
    return option;
  }

  choice.addEventListener("change", ({ target }) => {
    const { value } = /** @type {HTMLInputElement} */ (target);
    wrong.hidden = true;
    state().set({ ...state().read(), filling: value });
  });

  startRenaming(edit, state);

  add.addEventListener("click", () => {
    const { rounds } = state().read();
    const name = createName(rounds);
    state().set({ rounds: [...rounds, createRound(name)], filling: name });
    // A round that comes back would be one too many.
    if (rounds.length + 1 === MOST_ROUNDS) undo.forget();
    input.focus();
    input.select();
  });

  remove.addEventListener("click", () => {
    const { rounds, filling } = state().read();
    const at = rounds.findIndex(({ name }) => name === filling);
    const rest = rounds.filter(({ name }) => name !== filling);
    const takeBack = state().record({ rounds: rest, filling: rest[Math.min(at, rest.length - 1)].name });
    find("[data-round-removed-words]", removed).textContent = say("rounds.removed", { name: filling });
    undo.offer(removed, takeBack);
    removed.hidden = false;
    removed.focus();
  });

  return show;
}

/**
 * Number a new round, with a number that no other has.
 * @param {Round[]} rounds
 */
function createName(rounds) {
  let n = rounds.length + 1;
  while (rounds.some(({ name }) => name === say("rounds.new", { n: String(n) }))) n += 1;
  return say("rounds.new", { n: String(n) });
}

/**
 * Rename the round that is being filled, as its name is typed.
 * @param {HTMLElement} edit
 * @param {() => GroupState} state
 */
function startRenaming(edit, state) {
  const input = find("input[data-round-name]", edit);
  const wrong = find("[data-round-wrong]", edit);
  input.addEventListener("input", () => {
    const { rounds, filling } = state().read();
    const name = cleanRoundName(input.value);
    const isTaken = name !== filling && rounds.some((round) => round.name === name);
    const problem = name === "" ? "empty" : isTaken ? "taken" : "";
    input.setAttribute("aria-invalid", String(problem !== ""));
    wrong.hidden = problem === "";
    if (problem !== "") {
      wrong.textContent = say(`rounds.${problem}`);
      announce(wrong);
    } else if (name !== filling) {
      state().set({ rounds: rounds.map((round) => (round.name === filling ? { ...round, name } : round)), filling: name });
    }
  });
  input.addEventListener("blur", () => {
    // What is no name was not taken.
    input.value = state().read().filling;
    input.setAttribute("aria-invalid", "false");
    wrong.hidden = true;
  });
}
