// Handing the result on: as a link, as a picture, on paper.

import { loadExtras } from "../extras.js";
import { say } from "../messages.js";
import { offerRenewal } from "../renewal.js";

/**
 * @typedef {{answers: Record<string, string>, role?: string, target?: number}} Given what a result is of
 * @param {() => {given: Given, score: import("./result.js").Score, sure: boolean}} current
 * @param {(request: object) => Promise<object>} ask
 */
export function startSharing(form, current, ask) {
  const section = form.querySelector("[data-sharing]");
  const state = section.querySelector("[data-share-state]");
  const row = section.querySelector("[data-share-link]");
  section.querySelector('[data-share="native"]').hidden = !navigator.share;

  const ways = {
    print: () => window.print(),
    copy: async () => (await loadExtras()).copyLink(section, current().given, ask),
    native: async () => (await loadExtras()).shareLink(section, current().given, ask),
    svg: async () => (await loadExtras()).savePicture(form, "svg", current()),
    png: async () => (await loadExtras()).savePicture(form, "png", current()),
  };

  section.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-share]");
    if (!button) return;
    state.textContent = "";
    try {
      const told = await ways[button.dataset.share]();
      if (told) state.textContent = say(`share.${told}`);
    } catch {
      // A part of the page could not be fetched; or the engine failed, and says so itself.
      if (!(await offerRenewal(state))) state.textContent = say("share.failed");
    }
  });

  // A link to other answers than those shown would be a wrong one.
  form.addEventListener("scored", () => {
    row.hidden = true;
    state.textContent = "";
  });
}
