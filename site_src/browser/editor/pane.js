// One file: its form, its text, its problems, and whether it is saved.

import { copyTemplate, find } from "../page/ui/find.js";
import { ask, Refusal } from "./api.js";
import { dropDraft, findDraft, keepDraft } from "./drafts.js";
import { FieldsForm } from "./fields.js";
import { countLines, findKey, mendLine, readHead } from "./front_matter.js";
import { Notice } from "./notice.js";
import { convert } from "./paste.js";
import { ProblemList } from "./problems.js";
import { TextEditor } from "./text_editor.js";
import { attachTools } from "./tools.js";
import { language, say, sayLanguage, writeWords } from "./words.js";

/** @typedef {import("./api.js").Opened} Opened */
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
const FIELD_MS = 250;
const when = new Intl.DateTimeFormat(language, { weekday: "long", hour: "2-digit", minute: "2-digit" });

/** A file that is being edited. */
export class Pane {
  /** @type {State} */
  state = "saved";
  /** The lines between the dashes, while a form shows them; the text area then holds the rest. */
  #head = "";
  #savedText = "";
  /** @type {Map<string, unknown>} the values typed into the form that `#head` does not hold yet */
  #pending = new Map();
  /** @type {Promise<void>} */
  #fieldsWritten = Promise.resolve();
  /** @type {Promise<boolean> | null} */
  #saving = null;
  #checks = 0;
  #isShowing = false;
  #isMarkdown = false;
  /** @type {Notice} */
  #notice;
  /** @type {Problem[]} */
  #problems = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #checkTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #fieldTimer;

  /**
   * @param {Opened} opened
   * @param {Listener} listener
   */
  constructor(opened, listener) {
    this.opened = opened;
    this.listener = listener;
    this.hash = opened.hash;
    this.file = opened.file;
    const name = sayLanguage(opened.language);
    const lang = opened.language ?? language;
    this.element = copyTemplate("template[data-pane]");
    writeWords(this.element);
    this.element.dataset.file = opened.file;
    find("[data-language]", this.element).textContent = name;
    find("[data-name]", this.element).textContent = opened.file.replace(/^content\//, "");
    this.element.addEventListener("focusin", () => listener.onFocus(this));
    const isMarkdown = opened.file.endsWith(".md");
    this.#isMarkdown = isMarkdown;
    find("[data-tools]", this.element).hidden = !isMarkdown;
    this.editor = new TextEditor(find("[data-text]", this.element), {
      label: say("text.label", { language: name }),
      lang,
      isMarkdown,
      onType: () => this.#onType(),
      onMove: (section) => listener.onSection(this, section),
      onPaste: (data) => (isMarkdown ? this.#paste(data) : null),
      onFiles: (files) => listener.onPictures(this, files),
    });
    this.form = new FieldsForm(find("[data-fields]", this.element), {
      prefix: `field-${opened.language ?? "all"}`,
      lang,
      onChange: (key, value) => this.#onField(key, value),
    });
    this.#notice = new Notice(find("[data-notice]", this.element), () => this.editor.view.focus());
    this.list = new ProblemList(find("[data-problems]", this.element), {
      label: say("problems.list", { language: name }),
      onGo: (problem) => this.#goTo(problem),
      onMend: (problem) => this.#mend(problem),
    });
    attachTools(find("[data-tools]", this.element), this.editor, () => listener.onPictures(this, []));
    find("[data-as-text]", this.element).addEventListener("click", () => this.#showAsText(""));
    find("[data-as-form]", this.element).addEventListener("click", () => this.#showAsForm());
    this.#start();
  }

  /** The whole file as it stands here. */
  get text() {
    return this.#head + this.editor.text;
  }

  get isDirty() {
    return this.text !== this.#savedText || this.#pending.size > 0;
  }

  #start() {
    const { opened } = this;
    this.#savedText = opened.text;
    const draft = findDraft(this.file);
    const isBack = draft && (draft.text !== opened.text || Object.keys(draft.fields).length > 0);
    this.#showText(isBack ? draft.text : opened.text, opened.fields, false);
    const lines = countLines(this.#head);
    find("details[data-about]", this.element).open =
      opened.kind !== "page" || opened.problems.some(({ line }) => line > 0 && line <= lines);
    this.#showProblems(opened.problems);
    this.#setState("saved");
    if (!isBack) return;
    this.hash = draft.hash;
    // A field that the file has no more could never be written.
    const keys = new Set(opened.fields.map(({ key }) => key));
    for (const [key, value] of Object.entries(draft.fields)) if (keys.has(key)) this.#pending.set(key, value);
    this.#writeFields().then(() => this.#readFields());
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
    this.#pending.clear();
    this.#replaceText(text);
    this.#notice.show(words, [say("kept.mine"), () => this.#replaceText(old)], [say("app.close"), () => {}]);
  }

  /** @param {string} text */
  #replaceText(text) {
    this.#showText(text, null, true);
    this.#readFields();
    this.#onChange();
  }

  /**
   * @param {string} text
   * @param {import("./api.js").Field[] | null} fields null leaves those that are shown
   * @param {boolean} canUndo
   */
  #showText(text, fields, canUndo) {
    this.#isShowing = true;
    const hasForm = fields ? fields.length > 0 : !find("details[data-about]", this.element).hidden;
    // A file of interface texts has a form for all of it.
    this.#head = !hasForm ? "" : this.#isMarkdown ? readHead(text) : text;
    this.editor.show(text.slice(this.#head.length), countLines(this.#head), canUndo);
    this.#isShowing = false;
    this.#showParts();
    if (fields) {
      this.form.show(this.#head ? fields : []);
      find("[data-form-note]", this.element).textContent = this.#isMarkdown && !fields.length ? say("fields.unreadable") : "";
      this.#summarise(fields);
    }
  }

  /** Show the form and the text, or the whole file as text. */
  #showParts() {
    const mayHaveForm = this.#isMarkdown || this.opened.fields.length > 0;
    find("details[data-about]", this.element).hidden = !this.#head;
    find("[data-form-part]", this.element).hidden = Boolean(this.#head) || !mayHaveForm;
    find("[data-text]", this.element).hidden = Boolean(this.#head) && !this.#isMarkdown;
  }

  /** @param {import("./api.js").Field[]} fields */
  #summarise(fields) {
    const key = { page: /** @type {const} */ ("fields.title"), factor: /** @type {const} */ ("fields.title_factor") }[this.opened.kind];
    find("[data-about-title]", this.element).textContent = say(key ?? "fields.title_texts");
    const shown = fields.filter(({ key }) => key === "title" || key === "question" || key === "description");
    find("[data-about-summary]", this.element).textContent = shown.map(({ value }) => String(value ?? "")).join(" · ");
    const title = { page: "title", factor: "name" }[this.opened.kind];
    const name = this.file.replace(/^.*\//, "");
    this.title = String(fields.find((field) => field.key === title)?.value || name);
  }

  /** @param {string} words */
  #showAsText(words) {
    const text = this.text;
    this.#isShowing = true;
    this.#head = "";
    this.editor.show(text, 0, false);
    this.#isShowing = false;
    this.#showParts();
    find("[data-form-note]", this.element).textContent = words;
    this.#showProblems(this.#problems);
    this.editor.goTo(2);
  }

  async #showAsForm() {
    const text = this.text;
    const answer = await this.#ask("fields", { text });
    if (!answer) return;
    this.#showText(this.text, answer.fields, false);
    this.#showProblems(this.#problems);
    const about = find("details[data-about]", this.element);
    if (!this.#head) return;
    about.open = true;
    find("summary", about).focus();
  }

  async #readFields() {
    if (!this.#head) return;
    const answer = await this.#ask("fields", { text: this.text });
    if (!answer || !this.#head) return;
    if (!answer.fields.length) return this.#showAsText(say("fields.unreadable"));
    this.form.show(answer.fields);
    this.#summarise(answer.fields);
  }

  #onType() {
    if (this.#isShowing) return;
    this.#onChange();
  }

  /** Keep what was typed, say that it is not saved, and check it soon. */
  #onChange() {
    const { isDirty } = this;
    if (isDirty) this.#keep();
    else dropDraft(this.file);
    this.#setState(isDirty ? "unsaved" : "saved");
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(() => this.check(), CHECK_MS);
  }

  #keep() {
    const draft = { hash: this.hash, text: this.text, fields: Object.fromEntries(this.#pending), time: Date.now() };
    if (!keepDraft(this.file, draft)) this.#notice.show(say("state.cannot_keep"), [say("app.close"), () => {}]);
  }

  /**
   * @param {string} key
   * @param {unknown} value
   */
  #onField(key, value) {
    this.#pending.set(key, value);
    this.#onChange();
    clearTimeout(this.#fieldTimer);
    this.#fieldTimer = setTimeout(() => this.#writeFields(), FIELD_MS);
  }

  /** Write the form's values into the lines between the dashes, one after the other. */
  #writeFields() {
    clearTimeout(this.#fieldTimer);
    this.#fieldsWritten = this.#fieldsWritten.then(async () => {
      for (const [key, value] of [...this.#pending]) {
        const body = this.editor.text;
        const answer = await this.#ask("set_field", { text: this.text, key, value });
        // A refusal leaves the value pending: it is in the form and in the draft, and the next change tries again.
        if (!answer) return;
        this.#head = answer.text.slice(0, answer.text.length - body.length);
        this.editor.show(this.editor.text, countLines(this.#head));
        if (this.#pending.get(key) === value) this.#pending.delete(key);
      }
      this.#onChange();
    });
    return this.#fieldsWritten;
  }

  async check() {
    const turn = ++this.#checks;
    const answer = await ask("check", { file: this.file, text: this.text }).catch(() => null);
    if (turn !== this.#checks) return;
    if (answer) this.#showProblems(answer.problems);
    else this.list.tell(say("problems.unchecked"), "unknown");
  }

  /** @param {Problem[]} problems */
  #showProblems(problems) {
    this.#problems = problems;
    this.list.show(problems);
    this.editor.mark(problems, (problem) => this.#mend(problem));
    /** @type {Map<string, Problem[]>} */
    const found = new Map();
    const lines = countLines(this.#head);
    for (const problem of problems) {
      const key = problem.line && problem.line <= lines ? this.form.findKey(findKey(this.#head, problem.line)) : "";
      if (key) found.set(key, [...(found.get(key) ?? []), problem]);
    }
    this.form.mark(found);
  }

  /** @param {Problem} problem */
  #goTo(problem) {
    const key = problem.line <= countLines(this.#head) ? this.form.findKey(findKey(this.#head, problem.line)) : "";
    if (key) find("details[data-about]", this.element).open = true;
    if (!key || !this.form.focus(key)) this.editor.goTo(problem.line);
  }

  /** @param {Problem} problem */
  #mend(problem) {
    if (!problem.fix) return;
    const lines = countLines(this.#head);
    if (problem.fix.line > lines) {
      this.editor.replace(problem.fix.line, problem.fix.old, problem.fix.new);
      this.editor.goTo(problem.fix.line);
      return;
    }
    this.#head = mendLine(this.#head, problem.fix);
    this.#readFields();
    this.#onChange();
    this.#goTo(problem);
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
    if (this.#pending.size) await this.#writeFields();
    if (this.#pending.size) return this.#fail(null);
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
    this.opened = opened;
    if (this.isDirty || this.#saving) return;
    this.#summarise(opened.fields);
    this.#showProblems(opened.problems);
    if (opened.hash === this.hash) return;
    this.hash = opened.hash;
    this.#savedText = opened.text;
    this.#showText(opened.text, opened.fields, true);
    this.#onChange();
  }

  /** @param {State} state */
  #setState(state) {
    this.state = state;
    const place = find("[data-state]", this.element);
    place.textContent = say(`state.${state}`);
    place.dataset.state = state;
    this.listener.onState(this);
  }

  /**
   * @template {"fields" | "set_field"} Name
   * @param {Name} name
   * @param {Record<string, unknown>} body
   */
  async #ask(name, body) {
    try {
      return await ask(name, { file: this.file, ...body });
    } catch (refusal) {
      this.listener.onRefusal(refusal);
      return null;
    }
  }
}
