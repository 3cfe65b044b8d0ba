// Opens answers that come with a link: somebody else's, an example's, or the visitor's own from the page in another language.

import { find } from "../ui/find.js";
import { announce } from "../ui/messages.js";
import { offerRenewal } from "../ui/renewal.js";
import { loadExtras } from "./extras.js";

/** @import {QuizForm} from "./answers.js" */

// The start of such a link's fragment.
export const CODE = /^#(code|example|own)=/;

/**
 * Open the answers of the page's address, now and whenever it changes. A notice appears where their script cannot be fetched.
 * @param {QuizForm} form
 * @param {(extras: typeof import("../quiz_extras.js")) => (hash: string) => Promise<void>} create creates what shows them, once
 */
export function startLinks(form, create) {
  const failed = find("[data-link-failed]", form);
  /** @type {(hash: string) => Promise<void>} */
  let show;

  async function fail() {
    const renewable = await offerRenewal(failed);
    failed.hidden = renewable;
    if (!renewable) announce(find("p", failed).textContent);
    form.scrollIntoView({ behavior: "instant" });
  }

  async function open() {
    failed.hidden = true;
    if (!CODE.test(location.hash)) return;
    try {
      const extras = await loadExtras();
      show ??= create(extras);
    } catch {
      return void fail();
    }
    await show(location.hash);
  }

  find("button", failed).addEventListener("click", open);
  window.addEventListener("hashchange", open);
  void open();
}
