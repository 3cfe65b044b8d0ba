// The view for the room: few things in large letters, live as codes come in. It fills the screen where the browser allows it, or else the
// window. Escape leaves it.

import { find, findAll } from "../ui/find.js";
import { formatNumber, say, sayCount } from "../ui/messages.js";
import { roomFor } from "./results_drawing.js";
import { createStrips, writeMedian } from "./results_strips.js";
import { createTeller } from "./results_teller.js";
import { describeWithheld, FEWEST, nameOf } from "./results_words.js";

/** @import {GroupNumbers, GroupRound} from "../engine/wire.js" */

// The view fills a screen of this shape. On any other, the side that is too short decides how large things are.
const SHAPE = 9 / 16;
const LEAST_LETTER = 13;

/** @param {HTMLElement} root */
export function createProjector(root) {
  const dialog = find("dialog[data-projector]", root);
  const screen = find("[data-projector-screen]", dialog);
  const box = find("[data-projector-strips]", dialog);
  const onlyCount = find("[data-only-count]", dialog);
  /** @type {{rounds: GroupRound[], at: number} | undefined} */
  let shown;
  let isOnlyCount = false;
  const tell = createTeller(find("[data-projector-said]", dialog));
  const drawStrips = createStrips(box, "projector-strip", () => readSize(screen, box));

  function update() {
    if (!shown || !dialog.open) return;
    const { rounds, at } = shown;
    const round = rounds[at];
    const numbers = isOnlyCount ? null : round.numbers;
    find("[data-projector-round]", dialog).textContent = rounds.length > 1 ? round.name : "";
    find("[data-projector-count]", dialog).textContent = formatNumber(round.members);
    find("[data-projector-people]", dialog).textContent = sayCount("group.people", round.members);
    const missing = describeMissing(round);
    find("[data-projector-missing]", dialog).textContent = missing;
    onlyCount.hidden = round.numbers === null;
    onlyCount.textContent = say(isOnlyCount ? "group.show_numbers" : "group.only_count");
    screen.dataset.shows = numbers ? "numbers" : "count";
    box.hidden = numbers === null;
    showWeakest(dialog, numbers);
    for (const each of findAll("[data-projector-median]", dialog)) writeMedian(each, numbers?.scores[each.dataset.projectorMedian].median);
    if (numbers) drawStrips(numbers);
    tell(`${formatNumber(round.members)} ${sayCount("group.people", round.members)}. ${missing}`);
  }

  startOpening(find("[data-project]", root), dialog, () => {
    isOnlyCount = false;
    update();
  });
  onlyCount.addEventListener("click", () => {
    isOnlyCount = !isOnlyCount;
    update();
  });

  return {
    /**
     * @param {GroupRound[]} rounds
     * @param {number} at the one to show
     */
    show(rounds, at) {
      shown = { rounds, at };
      update();
    },
  };
}

/**
 * Size the letters after the screen, and the dots after the room that is left.
 * @param {HTMLElement} screen
 * @param {HTMLElement} box
 */
function readSize(screen, box) {
  const hundredth = Math.min(screen.clientWidth, screen.clientHeight / SHAPE) / 100;
  const letter = Math.max(2.1 * hundredth, LEAST_LETTER);
  const unit = Math.max(1.3 * hundredth, LEAST_LETTER);
  const strips = findAll("[data-projector-strip]", box).length;
  // What is left when the gaps are taken off.
  const room = roomFor(box.clientHeight - 4 * hundredth, strips, { letter, unit });
  return { letter, unit, most: Math.max(hundredth, 6), room: Math.max(room, 2 * letter), isSparse: true };
}

/**
 * Open the dialog in full screen at the press of a button, and leave both together.
 * @param {HTMLElement} button
 * @param {HTMLDialogElement} dialog
 * @param {() => void} onOpen
 */
function startOpening(button, dialog, onOpen) {
  const screen = find("[data-projector-screen]", dialog);
  button.addEventListener("click", () => {
    dialog.showModal();
    onOpen();
    // Not every browser has it, and one may refuse it: then the view fills the window.
    screen.requestFullscreen?.().catch(() => {});
  });
  find("[data-leave]", dialog).addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", async () => {
    if (document.fullscreenElement === screen) await document.exitFullscreen().catch(() => {});
    // The dialog has restored the focus, and leaving the full screen drops it again.
    button.focus();
  });
  // In full screen, Escape reaches only the browser, which then leaves full screen.
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) dialog.close();
  });
}

/** @param {GroupRound} round */
const describeMissing = (round) =>
  round.numbers ? "" : round.withheld === "overlap" ? describeWithheld(round) : sayCount("group.missing", FEWEST - round.members);

/**
 * @param {HTMLElement} dialog
 * @param {GroupNumbers | null} numbers
 */
function showWeakest(dialog, numbers) {
  const weakest = find("[data-projector-weakest]", dialog);
  const pillar = numbers?.weakest ?? "";
  weakest.hidden = pillar === "";
  if (!numbers || !pillar) return;
  weakest.dataset.pillar = pillar;
  find("[data-projector-pillar]", weakest).textContent = nameOf(pillar);
}
