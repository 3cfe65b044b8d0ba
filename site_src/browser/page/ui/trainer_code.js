// The code of one score for a trainer: as text, as a QR code of a link to the page for groups, and, if the visitor wants, with the link to
// the answers. Nothing is sent.

import { askLenient } from "../engine/ask_lenient.js";
import { makeRandom } from "../storage/secret.js";
import { copyText } from "./copy_text.js";
import { find, findAll } from "./find.js";
import { loadQr } from "./load_qr.js";
import { formatNumber, say } from "./messages.js";
import { offerRenewal } from "./renewal.js";

/**
 * @import {Ask, Levels, Point} from "../engine/wire.js"
 */

/**
 * @typedef {{kind: Point["kind"], day: string, total: number, pillars: Record<string, number>, role?: string, version?: string,
 *   answers?: Levels}} TrainerScore `day`: as a date field has it; `answers`: what a link may give, too
 */

// The faults that have words of their own; `unsure`: too little is answered for a number.
const FAULTS = ["not_loaded", "day", "unsure"];

/**
 * @param {Element} box holds the markup of templates/parts/trainer.html
 * @param {Ask} ask
 * @returns {(score: TrainerScore | null) => Promise<void>} shows the code of a score; null where there is no number to give
 */
export function createTrainerCode(box, ask) {
  const { group, quiz } = find("[data-trainer-code]", box).dataset;
  const code = find("[data-code]", box);
  const both = find("[data-trainer-both]", box);
  const tick = find("input[data-trainer-tick]", box);
  // Each beside its button: the two are further apart than a phone is high.
  const state = find("[data-trainer-state]", box);
  const bothState = find("[data-trainer-both-state]", box);
  /** @type {TrainerScore | null} */
  let shown = null;
  let latest = 0;

  /** Find the words for the line of work. A saved one may be damaged. */
  const findRole = () => findAll("template[data-role-name]", box).find(({ dataset }) => dataset.roleName === shown?.role);

  /** Read the line of work, if the visitor wants it in the code. */
  const readRole = () => (tick.checked && findRole() ? { role: shown?.role } : {});

  async function make() {
    latest += 1;
    const mine = latest;
    for (const each of [state, bothState]) each.textContent = "";
    both.hidden = true;
    if (!shown) return showFault(box, "unsure");
    const { text, fault } = await requestCode(ask, shown, readRole());
    if (mine !== latest) return undefined;
    showFault(box, fault);
    if (fault !== "") return undefined;
    return showCode(box, text, linkTo(group, text), () => mine === latest);
  }

  async function copyBoth() {
    const { ok } = await askLenient(ask, { do: "pack", answers: shown?.answers ?? {}, ...readRole() });
    if (!ok) throw new Error("the answers were refused");
    both.textContent = `${code.textContent} ${linkTo(quiz, ok.code)}`;
    both.hidden = false;
    return copyText(both);
  }

  /**
   * @param {Element} place
   * @param {() => Promise<string>} copy
   */
  async function report(place, copy) {
    for (const each of [state, bothState]) each.textContent = "";
    place.textContent = say(`code.${await copy().catch(() => "failed")}`);
  }

  tick.addEventListener("change", () => void make());
  find("[data-trainer-copy]", box).addEventListener("click", () => void report(state, () => copyText(code)));
  find("[data-trainer-copy-both]", box).addEventListener("click", () => void report(bothState, copyBoth));
  find("[data-trainer-again]", box).addEventListener("click", () => void make());

  return async (score) => {
    if (JSON.stringify(score) === JSON.stringify(shown) && code.textContent !== "") return;
    shown = score;
    showScore(box, score, findRole()?.content.textContent);
    await make();
  };
}

/**
 * Ask for the code of a score.
 * @param {Ask} ask
 * @param {TrainerScore} score
 * @param {{role?: string}} role
 * @returns {Promise<{text: string, fault: string}>} `fault`: "" for none
 */
async function requestCode(ask, { kind, day, pillars, version }, role) {
  const random = await makeRandom(JSON.stringify([kind, day, ...Object.values(pillars).map((points) => Math.round(10 * points))]));
  const request = { do: /** @type {const} */ ("make-code"), kind, pillars, day, random, ...role, ...(version && { version }) };
  // Where the engine failed, the page shows that already, and its code is not there either.
  const { ok, faults } = await ask(request).catch(() => ({ ok: undefined, faults: [{ problem: "not_loaded", key: "do" }] }));
  if (ok) return { text: ok.code, fault: "" };
  return { text: "", fault: faults.some(({ key }) => key === "day") ? "day" : "not_loaded" };
}

/**
 * @param {string} address of the page that it leads to
 * @param {string} code
 */
const linkTo = (address, code) => Object.assign(new URL(address, document.baseURI), { hash: `code=${code}` }).href;

/**
 * Show what is said of a score beside its code.
 * @param {Element} box
 * @param {TrainerScore | null} score
 * @param {string | undefined} role the words for it
 */
function showScore(box, score, role) {
  find("[data-trainer-role]", box).hidden = role === undefined;
  find("[data-trainer-role-words]", box).textContent = say("code.role", { role: role ?? "" });
  find("[data-trainer-more]", box).hidden = !score?.answers || Object.keys(score.answers).length === 0;
  find("[data-trainer-total]", box).textContent = score ? say(`code.total.${score.kind}`, { total: formatNumber(score.total) }) : "";
}

/**
 * @param {Element} box
 * @param {string} fault "" for none
 */
function showFault(box, fault) {
  for (const each of FAULTS) find(`[data-trainer-fault="${each}"]`, box).hidden = each !== fault;
  find("[data-trainer-made]", box).hidden = fault !== "";
  if (fault === "not_loaded") void offerRenewal(find("[data-trainer-again]", box));
}

/**
 * Show a code, and its link as a picture.
 * @param {Element} box
 * @param {string} text
 * @param {string} link
 * @param {() => boolean} isLatest
 */
async function showCode(box, text, link, isLatest) {
  find("[data-code]", box).textContent = text;
  const place = find("[data-trainer-qr]", box);
  place.replaceChildren();
  // Without the picture, there still is the text.
  const { drawQr } = await loadQr().catch(() => ({ drawQr: undefined }));
  if (drawQr && isLatest()) place.replaceChildren(drawQr(link, say("code.qr", { link })));
}
