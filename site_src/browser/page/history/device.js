// What this device keeps of the visitor: said, and erased. Whatever is added to it by any script must be named here.

import { fileSize } from "../file_size.js";
import { announce, count, say } from "../messages.js";
import { download } from "../download.js";
import { fillList } from "./list.js";

// After the focus has moved: a screen reader tells that first, and forgets what came before it.
const TOLD_MS = 500;
// Of this site only: others may live on the same host.
const DOCUMENT = "ssi";
const LANGUAGE = "ssi-language";
const ASIDE = /^ssi-damaged(-\d+)?$/;
const OURS = [DOCUMENT, LANGUAGE, "ssi-lineage", "ssi-unkept", "ssi-probe", "ssi-draft"];

const isOurs = (name) => OURS.includes(name) || ASIDE.test(name);

/** The names in a storage, if there is one. @param {"localStorage" | "sessionStorage"} which */
function names(which) {
  try {
    const storage = window[which];
    return Array.from({ length: storage.length }, (_, at) => storage.key(at)).filter(isOurs);
  } catch {
    return [];
  }
}

/** The caches that hold this site's files, and the worker that fills them; of this site only. */
async function copies() {
  const service = document.querySelector("[data-service]")?.dataset.service;
  if (!service || !("serviceWorker" in navigator)) return { caches: [], registrations: [] };
  const scope = new URL(".", new URL(service, document.baseURI)).href;
  const found = "caches" in window ? await caches.keys() : [];
  const registrations = await navigator.serviceWorker.getRegistrations();
  return { caches: found.filter((name) => name.startsWith(`${scope} `)), registrations: registrations.filter((each) => each.scope === scope) };
}

/** @param {{load: Function, forget: Function}} store @param {{forget: () => void}} engine @param {() => void} onErased */
export function startDevice(store, engine, onErased) {
  const section = document.querySelector("[data-device]");
  const dialog = document.querySelector("[data-erase-dialog]");
  const withCopy = section.querySelector("[data-erase-copy]");
  const erased = section.querySelector("[data-erased]");

  /** What there is, one line for each kind of thing. */
  function inventory() {
    const { answers, history, state } = store.load();
    const lines = [];
    const all = [...names("localStorage"), ...names("sessionStorage")];
    if (state === "newer") lines.push(say("device.newer"));
    const answered = Object.keys(answers).length;
    if (answered > 0) lines.push(count("device.answers", answered));
    if (history.length > 0) lines.push(count("device.points", history.length));
    if (all.includes("ssi-draft")) lines.push(say("device.draft"));
    if (all.includes(LANGUAGE)) lines.push(say("device.language"));
    const aside = all.filter((name) => ASIDE.test(name)).length;
    if (aside > 0) lines.push(count("device.set_aside", aside));
    // A document with nothing in it but a role or a step.
    if (lines.length === 0 && all.includes(DOCUMENT)) lines.push(say("device.settings"));
    return lines;
  }

  function show() {
    const lines = inventory();
    fillList(section.querySelector("[data-device-list]"), lines.length > 0 ? lines : [say("device.nothing")]);
    // What was erased is old news once something is kept again; who is still reading it is not thrown out.
    erased.hidden ||= lines.length > 0 && document.activeElement !== erased;
    const aside = names("localStorage").filter((name) => ASIDE.test(name));
    section.querySelector("[data-aside]").hidden = aside.length === 0;
    section.querySelector("[data-aside-list]").replaceChildren(...aside.map(asideItem));
  }

  function asideItem(name) {
    const item = section.querySelector("template[data-aside-item]").content.firstElementChild.cloneNode(true);
    const text = localStorage.getItem(name);
    item.querySelector("[data-aside-words]").textContent = say("device.aside_item", { name, size: fileSize(text.length) });
    item.querySelector("[data-aside-save]").addEventListener("click", () => download(`${name}.txt`, text, "text/plain"));
    item.querySelector("[data-aside-remove]").addEventListener("click", () => {
      localStorage.removeItem(name);
      announce(say("device.aside_removed"));
      section.querySelector("h2").focus();
      show();
    });
    return item;
  }

  async function erase() {
    const lines = inventory();
    for (const which of ["localStorage", "sessionStorage"]) for (const name of names(which)) window[which].removeItem(name);
    store.forget();
    if (withCopy.checked) {
      try {
        // First those who write into the copy.
        engine.forget();
        const { caches: kept, registrations } = await copies();
        for (const each of registrations) await each.unregister();
        for (const name of kept) await caches.delete(name);
        lines.push(say(kept.length + registrations.length > 0 ? "device.copy" : "device.no_copy"));
      } catch {
        lines.push(say("device.copy_failed"));
      }
    }
    onErased();
    fillList(erased.querySelector("[data-erased-list]"), lines.length > 0 ? lines : [say("device.nothing")]);
    erased.hidden = false;
    erased.focus();
    announce(erased.innerText, TOLD_MS);
  }

  section.querySelector("[data-erase]").addEventListener("click", () => {
    erased.hidden = true;
    dialog.showModal();
  });
  dialog.querySelector("[data-erase-cancel]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-erase-confirm]").addEventListener("click", () => {
    dialog.close();
    void erase();
  });

  return show;
}
