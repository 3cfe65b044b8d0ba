// A picture that was dropped, pasted or chosen: asks what it shows, and puts it beside the page.

import { find } from "../page/ui/find.js";
import { announce } from "./announce.js";
import { ask } from "./api.js";
import { sayRefusal } from "./dialogs.js";
import { say, sayLanguage } from "./words.js";

/** @typedef {import("./pane.js").Pane} Pane */

/** As base64 it is a third larger, and the server takes 20 MB. */
const MOST_BYTES = 14e6;

/**
 * Ask for a picture and what it shows, and put it into a text; into its translation too where the author describes it there.
 * @param {Pane} pane
 * @param {Pane | undefined} twin
 * @param {File[]} files the first is the picture
 */
export function askPicture(pane, twin, files) {
  const dialog = find('dialog[data-dialog="picture"]');
  const form = prepareForm(find("form", dialog), pane, twin);
  const chooser = find('input[name="file"]', form);
  const name = find('input[name="name"]', form);
  const alt = find('textarea[name="alt"]', form);
  const twinAlt = find('textarea[name="twin"]', form);
  const shown = find("img", form);
  const fault = find("[data-fault]", form);
  const { section } = pane.editor;
  /** @type {File | undefined} */
  let picture;
  /** @param {File | undefined} file */
  const take = (file) => {
    picture = file;
    URL.revokeObjectURL(shown.src);
    shown.hidden = !file;
    if (!file) return;
    shown.src = URL.createObjectURL(file);
    name.value = suggestName(file.name);
  };
  shown.onerror = () => {
    shown.hidden = true;
  };
  chooser.onchange = () => take(chooser.files?.[0]);
  /**
   * @param {string} message
   * @param {HTMLElement} field
   */
  const refuse = (message, field) => {
    fault.textContent = message;
    fault.hidden = false;
    field.focus();
  };
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (!picture) return refuse(say("picture.no_file"), chooser);
    if (picture.size > MOST_BYTES) return refuse(say("picture.too_big"), chooser);
    if (!alt.value.trim()) return refuse(say("picture.no_alt"), alt);
    const data = await readBase64(picture).catch(() => "");
    if (!data) return refuse(say("picture.unreadable"), chooser);
    try {
      const answer = await ask("picture", { file: pane.file, name: name.value.trim() || picture.name, data, alt: alt.value.trim() });
      dialog.close();
      pane.editor.addBlock(answer.markdown);
      if (twin && twinAlt.value.trim()) addToTwin(twin, answer.path, twinAlt.value.trim(), section);
      announce(say("picture.added", { path: answer.path }));
      pane.editor.view.focus();
    } catch (refusal) {
      refuse(sayRefusal(refusal), name);
    }
  };
  find("[data-close]", dialog).onclick = () => dialog.close();
  dialog.onclose = () => take(undefined);
  take(files[0]);
  dialog.showModal();
  (files[0] ? alt : chooser).focus();
}

/**
 * Empty the form, and say in which languages it asks what a picture shows.
 * @param {HTMLFormElement} form
 * @param {Pane} pane
 * @param {Pane | undefined} twin
 */
function prepareForm(form, pane, twin) {
  form.reset();
  find("[data-fault]", form).hidden = true;
  find('textarea[name="alt"]', form).lang = pane.opened.language ?? "";
  find("[data-twin]", form).hidden = !twin;
  if (twin) {
    find('textarea[name="twin"]', form).lang = twin.opened.language ?? "";
    find("[data-twin-label]", form).textContent = say("picture.alt_twin", { language: sayLanguage(twin.opened.language) });
  }
  return form;
}

/**
 * Put a picture into the translation, where it has the same heading below that.
 * @param {Pane} twin
 * @param {string} path
 * @param {string} alt
 * @param {string} section the id of the heading above the picture
 */
function addToTwin(twin, path, alt, section) {
  const words = alt.replace(/[[\]\\]/g, "\\$&");
  const isThere = twin.editor.text.includes(`{#${section}}`);
  twin.editor.addBlock(`![${words}](${findWay(twin.file, path)})`, "", isThere ? section : undefined);
}

/**
 * Suggest a name that the site takes.
 * @param {string} name
 */
function suggestName(name) {
  const [, stem = "", end = ""] = /^(.*?)(\.\w+)?$/.exec(name) ?? [];
  const plain = stem.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return (plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "foto") + end.toLowerCase().replace(".jpeg", ".jpg");
}

/**
 * Find the relative way from a file to a picture.
 * @param {string} file
 * @param {string} path of the picture, from the same root
 */
function findWay(file, path) {
  const from = file.split("/").slice(0, -1);
  const to = path.split("/");
  while (from.length && from[0] === to[0] && to.length > 1) {
    from.shift();
    to.shift();
  }
  return [...from.map(() => ".."), ...to].join("/");
}

/**
 * @param {File} file
 * @returns {Promise<string>}
 */
const readBase64 = (file) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
