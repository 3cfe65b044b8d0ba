// One file: its text, its problems, and whether it is saved.

import { copyTemplate, find } from "../page/ui/find.js";
import { ask, Refusal } from "./api.js";
import { dropDraft, findDraft, keepDraft } from "./drafts.js";
import { FileText } from "./file_text.js";
import { Notice } from "./notice.js";
import { convert } from "./paste.js";
import { ProblemList } from "./problems.js";
import { language, say, sayLanguage, writeWords } from "./words.js";

/** @typedef {import("./api.js").OpenedFile} OpenedFile */
/** @typedef {import("./api.js").Problem} Problem */
/** @typedef {"saved" | "unsaved" | "saving" | "failed"} State */
/**
 * @typedef {object} Listener hears what happens in a pane
 * @property {(pane: Pane) => void} onState it was typed in, saved, or could not be
 * @property {(pane: Pane) => void} onFocus
 * @property {(pane: Pane, section: string) => void} onSection the caret is below another heading
 * @property {(pane: Pane, files: File[]) => void} onPictures
 * @property {(pane: Pane, disk: {text: string, hash: string}) => Promise<void>} onConflict the file changed elsewhere: the author must choose
 * @property {(refusal: unknown) => void} onRefusal
 */

const CHECK_MS = 350;
const when = new Intl.DateTimeFormat(language, { weekday: "long", hour: "2-digit", minute: "2-digit" });

/** A file that is being edited. */
export class Pane {
  /** @type {State} */
  state = "saved";
  #savedText = "";
  /** @type {Promise<boolean> | null} */
  #saving = null;
  #checks = 0;
  /** @type {Notice} */
  #notice;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #checkTimer;

  /**
   * @param {OpenedFile} opened
   * @param {Listener} listener
   */
  constructor(opened, listener) {
    this.listener = listener;
    this.hash = opened.hash;
    this.file = opened.file;
    const name = sayLanguage(opened.language);
    this.element = copyTemplate("template[data-pane]");
    writeWords(this.element);
    this.element.dataset.file = opened.file;
    find("[data-language]", this.element).textContent = name;
    find("[data-name]", this.element).textContent = opened.file.replace(/^content\//, "");
    this.element.addEventListener("focusin", () => listener.onFocus(this));
    this.content = new FileText(this.element, opened, {
      onChange: () => this.#onChange(),
      onSection: (section) => listener.onSection(this, section),
      onPaste: (data) => this.#paste(data),
      onPictures: (files) => listener.onPictures(this, files),
      onRefusal: listener.onRefusal,
    });
    this.#notice = new Notice(find("[data-notice]", this.element), () => this.editor.view.focus());
    this.list = new ProblemList(find("[data-problems]", this.element), {
      label: say("problems.list", { language: name }),
      onGo: (problem) => this.content.goTo(problem),
      onMend: (problem) => this.content.mend(problem),
    });
    this.#start(opened);
  }

  /** The file as the server read it last. */
  get opened() {
    return this.content.opened;
  }

  get editor() {
    return this.content.editor;
  }

  get title() {
    return this.content.title;
  }

  /** The whole file as it stands here. */
  get text() {
    return this.content.text;
  }

  get isDirty() {
    return this.text !== this.#savedText || this.content.isPending;
  }

  /** @param {OpenedFile} opened */
  #start(opened) {
    this.#savedText = opened.text;
    const draft = findDraft(this.file);
    const isBack = draft && (draft.text !== opened.text || Object.keys(draft.fields).length > 0);
    this.content.show(isBack ? draft.text : opened.text, opened.fields, false);
    this.content.openForm();
    this.#showProblems(opened.problems);
    this.#setState("saved");
    if (!isBack) return;
    this.hash = draft.hash;
    this.content.restore(draft.fields);
    const key = draft.hash === opened.hash ? "kept.back" : "kept.changed";
    this.#notice.show(say(key, { when: when.format(draft.time) }), [say("kept.go_on"), () => {}], [say("kept.drop"), () => this.#drop()]);
    this.#onChange();
  }

  /** Take the file's own text in the place of what was kept. */
  #drop() {
    this.hash = this.opened.hash;
    this.takeText(this.opened.text, say("kept.dropped"));
  }

  /**
   * Show another text; a notice offers the old one.
   * @param {string} text
   * @param {string} words
   */
  takeText(text, words) {
    const old = this.text;
    this.content.dropPending();
    this.#replaceText(text);
    this.#notice.show(words, [say("kept.mine"), () => this.#replaceText(old)], [say("app.close"), () => {}]);
  }

  /** @param {string} text */
  #replaceText(text) {
    this.content.show(text, null, true);
    this.content.readFields();
    this.#onChange();
  }

  /** Keep what was typed, say that it is not saved, and check it soon. */
  #onChange() {
    const { isDirty } = this;
    if (isDirty) this.#keep();
    else dropDraft(this.file);
    this.#setState(isDirty ? "unsaved" : "saved");
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(() => this.#check(), CHECK_MS);
  }

  #keep() {
    const draft = { hash: this.hash, text: this.text, fields: this.content.pending, time: Date.now() };
    if (!keepDraft(this.file, draft)) this.#notice.show(say("state.cannot_keep"), [say("app.close"), () => {}]);
  }

  async #check() {
    const turn = ++this.#checks;
    const answer = await ask("check", { file: this.file, text: this.text }).catch(() => null);
    if (turn !== this.#checks) return;
    if (answer) this.#showProblems(answer.problems);
    else this.list.tell(say("problems.unchecked"), "unknown");
  }

  /** @param {Problem[]} problems */
  #showProblems(problems) {
    this.list.show(problems);
    this.content.mark(problems);
  }

  /** @param {DataTransfer} data */
  #paste(data) {
    const pasted = convert(data);
    if (!pasted) return null;
    const source = say(/** @type {const} */ (`paste.${pasted.source}`));
    const words = [say("paste.done", { source }), pasted.pictures ? say("paste.pictures") : ""].filter(Boolean).join(" ");
    this.#notice.show(words, [say("app.close"), () => {}]);
    return pasted.markdown;
  }

  /** Save what is here. Returns whether it is saved. */
  save() {
    this.#saving ??= this.#save().finally(() => {
      this.#saving = null;
    });
    return this.#saving;
  }

  async #save() {
    if (this.content.isPending) await this.content.writeFields();
    if (this.content.isPending) return this.#fail(null);
    if (!this.isDirty) return true;
    this.#setState("saving");
    const { text } = this;
    try {
      const { hash } = await ask("save", { file: this.file, text, hash: this.hash });
      this.#noteSaved(text, hash);
      return true;
    } catch (refusal) {
      if (!(refusal instanceof Refusal) || !refusal.disk) return this.#fail(refusal);
      this.#setState("unsaved");
      await this.listener.onConflict(this, refusal.disk);
      return !this.isDirty;
    }
  }

  /** @param {unknown} refusal */
  #fail(refusal) {
    this.#setState("failed");
    if (refusal) this.listener.onRefusal(refusal);
    return false;
  }

  /**
   * @param {string} text
   * @param {string} hash
   */
  #noteSaved(text, hash) {
    this.hash = hash;
    this.#savedText = text;
    this.#notice.hide();
    this.#onChange();
  }

  /**
   * Save a text that the author chose where the file had changed elsewhere. Throws the refusal where it changed again.
   * @param {string} text
   * @param {string} hash of the text that the author saw
   */
  async saveChoice(text, hash) {
    const saved = await ask("save", { file: this.file, text, hash });
    this.#replaceText(text);
    this.#noteSaved(text, saved.hash);
  }

  /**
   * Take over the file's text as it is on the disk now, and remember it as saved.
   * @param {string} text
   * @param {string} hash
   */
  takeFile(text, hash) {
    this.hash = hash;
    this.#savedText = text;
    this.takeText(text, say("conflict.taken"));
  }

  /** Read the file again, and show it if nothing here is unsaved. */
  async refresh() {
    const opened = await ask("open", { file: this.file }).catch(() => null);
    if (!opened) return;
    this.content.opened = opened;
    if (this.isDirty || this.#saving) return;
    this.content.summarise(opened.fields);
    this.#showProblems(opened.problems);
    if (opened.hash === this.hash) return;
    this.hash = opened.hash;
    this.#savedText = opened.text;
    this.content.show(opened.text, opened.fields, true);
    this.#onChange();
  }

  /** @param {State} state */
  #setState(state) {
    const place = find("[data-state]", this.element);
    // Most keystrokes change nothing of it.
    if (place.dataset.state === state) return;
    this.state = state;
    place.textContent = say(`state.${state}`);
    place.dataset.state = state;
    this.listener.onState(this);
  }
}
