// Opens answers that come with a link: somebody else's, or the visitor's own out of another language. Says so where the part of the page that
// shows them cannot be fetched.

import { loadExtras } from "../extras.js";
import { announce } from "../messages.js";
import { offerRenewal } from "../renewal.js";

/** Behind the # of such a link. */
export const CODE = /^#(code|own)=/;

/** @param {(extras: typeof import("../quiz_extras.js")) => (hash: string) => Promise<void>} create makes what shows them, once */
export function startLinks(form, create) {
  const failed = form.querySelector("[data-link-failed]");
  let show;

  async function fail() {
    const renewable = await offerRenewal(failed);
    failed.hidden = renewable;
    if (!renewable) announce(failed.querySelector("p").textContent);
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

  failed.querySelector("button").addEventListener("click", open);
  window.addEventListener("hashchange", open);
  void open();
}
