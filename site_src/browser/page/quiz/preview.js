// A link with somebody's answers: looked at, and kept only if the visitor says so. A link that cannot be read says why, and changes nothing.
// Where nothing is kept and nothing can be, the visitor's own answers come with the link from the other language; see language_link.js.

import { read, valid } from "./answers.js";
import { announce, say } from "../messages.js";
import { readTarget, targetText } from "./plan.js";

// A code is a fraction of this; the engine need not look at a megabyte of something else.
const LONGEST = 1000;

/** The code behind the #, without what a message may have put after it. */
function codeOf(hash) {
  const text = hash.slice(hash.indexOf("=") + 1, LONGEST).split("&")[0];
  try {
    return decodeURIComponent(text).replace(/[\s.,;:!?'"’”»)\]}>]+$/u, "");
  } catch {
    return text;
  }
}

/** What is filled in, in an order of its own. */
const ordered = ({ answers, role, target }) => JSON.stringify([Object.entries(answers).sort(), role, target]);

/**
 * @param {{ask: (request: object) => Promise<object>, store: import("../points.js").Store, parts: object, takeOver: (kept: object) => void,
 *   keep: (change: Function) => void, ticks: object}} quiz its own parts; while the form carries `data-guest` it keeps nothing
 * @returns {(hash: string) => Promise<void>}
 */
export function createPreview(form, { ask, store, parts, takeOver, keep, ticks }) {
  const box = form.querySelector("[data-preview-box]");
  const root = document.documentElement;
  // Words that call what is shown the visitor's own.
  const heading = form.querySelector("[data-part=result] [data-part-title]");
  const words = heading.textContent;
  let shown = "";

  /** Whether what is shown is somebody else's. */
  function visit(guest) {
    form.toggleAttribute("data-guest", guest);
    heading.textContent = guest ? say("preview.result") : words;
  }

  /** What is kept, or came with a link, as the form has it. */
  const filled = ({ answers, role, target }) => ({ ...valid(form, answers, role), target: targetText(target) });

  function show(state) {
    shown = state;
    box.hidden = state === "";
    for (const each of box.querySelectorAll("[data-preview-state]")) each.hidden = !each.dataset.previewState.split(" ").includes(state);
    const mine = Object.keys(filled(store.load()).answers).length > 0;
    for (const each of box.querySelectorAll("[data-preview-own]")) each.hidden = state !== "open" || !mine;
    box.querySelector("[data-preview-fresh]").hidden = mine;
  }

  /** The visitor's own answers again. */
  function leave(part) {
    visit(false);
    show("");
    takeOver(store.load());
    parts.replace(part);
  }

  function adopt() {
    visit(false);
    show("");
    const { answers, role } = read(form);
    keep(() => ({ answers, role, target: readTarget(form), done: ticks.shown() }));
    parts.replace("result");
    announce(say("preview.kept"));
  }

  function look(theirs) {
    visit(true);
    show("open");
    takeOver(theirs);
    parts.show("result");
  }

  async function unpack(hash) {
    const { ok, faults } = await ask({ do: "unpack", code: codeOf(hash) });
    if (faults) return { problem: faults[0].problem };
    return { theirs: { answers: ok.answers, role: ok.role ?? "", target: ok.target, done: {} } };
  }

  async function open(hash) {
    const [kind, part] = hash.split("&");
    const isOwn = () => kind.startsWith("#own=") && store.isBlank();
    if (!isOwn()) show("waiting");
    // Where the engine fails, it says so itself.
    const { problem, theirs } = await unpack(hash).catch(() => ({ problem: "failed" }));
    // Meanwhile the visitor may have gone elsewhere.
    if (hash !== location.hash && !isOwn()) return shown === "waiting" && show("");
    if (problem) show(problem);
    else if (isOwn()) {
      store.show(theirs);
      return leave(part);
    } else if (ordered(filled(theirs)) === ordered(filled(store.load()))) return leave(part ?? "result");
    else look(theirs);
    box.querySelector("[data-preview-title]").focus({ preventScroll: true });
    form.scrollIntoView({ behavior: "instant" });
    return undefined;
  }

  box.querySelector("[data-preview-keep]").addEventListener("click", adopt);
  for (const button of box.querySelectorAll("[data-preview-leave]")) {
    button.addEventListener("click", () => {
      leave(store.load().step);
      announce(say("preview.left"));
    });
  }
  // Once the engine is back, the link is read after all.
  new MutationObserver(() => {
    if (root.dataset.engine === "ready" && shown === "failed") open(location.hash);
  }).observe(root, { attributeFilter: ["data-engine"] });

  return open;
}
