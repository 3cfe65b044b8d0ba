// Previews somebody else's answers from a link. They are saved only if the visitor agrees; those of the example archive never are. A link
// that cannot be read changes nothing, and the page says why. Where nothing is saved and nothing can be, the visitor's own answers come with the link from the other language; see
// language_link.js.

import { find, findAll } from "../ui/find.js";
import { announce, say } from "../ui/messages.js";
import { keepValid, read } from "./answers.js";
import { describeChanged } from "./changed_questions.js";
import { addLate } from "./late_markup.js";
import { readTarget, targetText } from "./plan.js";

/**
 * @import {Ask, Levels} from "../engine/wire.js"
 * @import {SavedData} from "../storage/store.js"
 * @import {Factor, QuizForm} from "./answers.js"
 * @import {Checklist} from "./checklist.js"
 * @import {Parts} from "./parts.js"
 */

/**
 * @typedef {Pick<typeof import("../storage/store.js"), "countErasures" | "isBlank" | "isPersistent" | "load" | "showCarried" | "update">} QuizStore
 * @typedef {Pick<SavedData, "answers" | "role" | "target" | "done">} SharedAnswers
 * @typedef {{form: QuizForm, factors: Factor[], ask: Ask, store: QuizStore, parts: Parts, fillForm: (shared: SharedAnswers) => void,
 *   save: (change: (now: SavedData) => Partial<SavedData>) => void, checklist: Checklist,
 *   track: (act: () => void) => (place: HTMLElement, key: string, n?: number) => void}} Quiz `save` does nothing while the form carries
 *   `data-guest`; `track` makes a change that can be taken back
 */

// A code is a fraction of this; the engine need not look at a megabyte of something else.
const LONGEST = 1000;

/**
 * Cut the code out of the fragment. A message may have put something after it.
 * @param {string} hash
 */
function codeOf(hash) {
  const text = hash.slice(hash.indexOf("=") + 1, LONGEST).split("&")[0];
  try {
    return decodeURIComponent(text).replace(/[\s.,;:!?'"’”»)\]}>]+$/u, "");
  } catch {
    return text;
  }
}

/**
 * Write what is filled in as text, for comparison.
 * @param {{answers: Levels, role: string, target: string}} filled
 */
const toSortedText = ({ answers, role, target }) => JSON.stringify([Object.entries(answers).sort(), role, target]);

/**
 * Unpack the answers in an address.
 * @param {Ask} ask
 * @param {string} hash
 * @returns {Promise<{problem: string, theirs?: undefined, changed?: undefined} | {problem?: undefined, theirs: SharedAnswers, changed: string[]}>} `changed`: see UnpackReply
 */
async function unpack(ask, hash) {
  const { ok, faults } = await ask({ do: "unpack", code: codeOf(hash) });
  if (faults) return { problem: faults[0].problem };
  return { theirs: { answers: ok.answers, role: ok.role ?? "", target: ok.target, done: {} }, changed: ok.changed };
}

/**
 * Convert saved or shared answers to what the form shows of them.
 * @param {QuizForm} form
 * @param {SharedAnswers} shared
 */
const toFilled = (form, { answers, role, target }) => ({ ...keepValid(form, answers, role), target: targetText(target) });

/**
 * Create the notice about a preview, and the mark on what is shown.
 * @param {QuizForm} form
 */
function createNotice(form) {
  const box = find("[data-preview-box]", form);
  // This heading calls the result the visitor's own.
  const heading = find("[data-part=result] [data-part-title]", form);
  const ownHeading = heading.textContent;
  return {
    box,
    heading,
    /**
     * Mark what is shown as somebody else's, or not.
     * @param {"" | "code" | "example"} kind
     */
    setGuest(kind) {
      if (kind === "") form.removeAttribute("data-guest");
      else form.dataset.guest = kind;
      heading.textContent = kind === "" ? ownHeading : say(kind === "example" ? "preview.example_result" : "preview.result");
    },
    /**
     * @param {string} state
     * @param {boolean} hasOwn whether the visitor has answers too
     */
    show(state, hasOwn) {
      box.hidden = state === "";
      for (const each of findAll("[data-preview-state]", box)) each.hidden = !each.dataset.previewState.split(" ").includes(state);
      for (const each of findAll("[data-preview-own]", box)) each.hidden = state !== "open" || !hasOwn;
      for (const each of findAll("[data-preview-fresh]", box)) each.hidden = hasOwn;
      find("[data-preview-back]", box).hidden = !hasOwn;
      find("[data-preview-invite]", box).hidden = hasOwn || state !== "open";
    },
  };
}

/**
 * Create what puts somebody else's answers into the form, and the visitor's own again.
 * @param {Quiz} quiz
 */
function createGuest({ form, store, parts, fillForm, save, checklist, track }) {
  const { box, heading, setGuest, ...notice } = createNotice(form);
  let shown = "";

  /** @param {string} state */
  function show(state) {
    shown = state;
    notice.show(state, Object.keys(toFilled(form, store.load()).answers).length > 0);
  }

  /**
   * Show the visitor's own answers again.
   * @param {string} part
   */
  function leave(part) {
    setGuest("");
    show("");
    fillForm(store.load());
    parts.replace(part);
  }

  function adopt() {
    setGuest("");
    show("");
    const { answers, role } = read(form);
    const report = track(() => save(() => ({ answers, role, target: readTarget(form), done: checklist.shown() })));
    parts.replace("result");
    announce(say("preview.kept"));
    report(heading, "preview.kept");
  }

  /** @param {SharedAnswers} theirs @param {boolean} isExample */
  function preview(theirs, isExample) {
    setGuest(isExample ? "example" : "code");
    show(isExample ? "example" : "open");
    fillForm(theirs);
    parts.show("result");
  }

  startButtons(box, adopt, () => leave(store.load().step));
  return { box, show, leave, preview, isShown: (/** @type {string} */ state) => shown === state };
}

/**
 * @param {Quiz} quiz
 * @returns {(hash: string) => Promise<void>} opens the answers in an address
 */
export function createPreview(quiz) {
  const { form, factors, ask, store } = quiz;
  const { box, show, leave, preview, isShown } = createGuest(quiz);

  /** @param {string} hash */
  async function open(hash) {
    const [kind, part] = hash.split("&");
    const isOwn = () => kind.startsWith("#own=") && store.isBlank();
    const isExample = kind.startsWith("#example=");
    if (!isOwn()) show("waiting");
    // Where the engine fails, the page shows that already.
    const { problem, theirs, changed = [] } = await unpack(ask, hash).catch(() => ({ problem: "failed", theirs: undefined, changed: [] }));
    // The visitor may have gone elsewhere meanwhile.
    if (hash !== location.hash && !isOwn()) return isShown("waiting") ? show("") : undefined;
    if (theirs && isOwn()) {
      store.showCarried(theirs);
      return leave(part);
    }
    if (theirs && !isExample && toSortedText(toFilled(form, theirs)) === toSortedText(toFilled(form, store.load())))
      return leave(part ?? "result");
    if (theirs) preview(theirs, isExample);
    else {
      // Where the words for it cannot be fetched, the heading still says that the link cannot be read.
      await addLate(form).catch(() => {});
      show(problem);
    }
    // Where the words cannot be fetched, the result still lists the questions as open.
    void describeChanged(form, factors, changed).catch(() => {});
    find("[data-preview-title]", box).focus({ preventScroll: true });
    return form.scrollIntoView({ behavior: "instant" });
  }

  // Once the engine is back, the link is read after all.
  onEngineReady(() => isShown("failed") && void open(location.hash));
  return open;
}

/** @param {() => void} act */
function onEngineReady(act) {
  const root = document.documentElement;
  new MutationObserver(() => root.dataset.engine === "ready" && act()).observe(root, { attributeFilter: ["data-engine"] });
}

/**
 * @param {HTMLElement} box
 * @param {() => void} onKeep
 * @param {() => void} onLeave
 */
function startButtons(box, onKeep, onLeave) {
  find("[data-preview-keep]", box).addEventListener("click", onKeep);
  for (const button of findAll("[data-preview-leave]", box)) {
    button.addEventListener("click", () => {
      onLeave();
      announce(say("preview.left"));
    });
  }
}
