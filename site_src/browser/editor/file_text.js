// A file's text as its author sees it: the lines between the dashes as a form and the rest as text, or all of it as text.

import { find } from "../page/ui/find.js";
import { ask } from "./api.js";
import { FieldsForm } from "./fields.js";
import { countLines, findKey, mendLine, readHead } from "./front_matter.js";
import { TextEditor } from "./text_editor.js";
import { attachTools } from "./tools.js";
import { language, say, sayLanguage } from "./words.js";

/** @typedef {import("./api.js").Field} Field */
/** @typedef {import("./api.js").OpenedFile} OpenedFile */
/** @typedef {import("./api.js").Problem} Problem */
/**
 * @typedef {object} Listener hears what happens to a text
 * @property {() => void} onChange the text, or a value in the form, is another
 * @property {(section: string) => void} onSection the caret is below another heading
 * @property {(data: DataTransfer) => string | null} onPaste converts what is pasted, or returns null to leave it as it is
 * @property {(files: File[]) => void} onPictures
 * @property {(refusal: unknown) => void} onRefusal
 */

const FIELD_MS = 250;

/** The form and the text of one file. */
export class FileText {
  /** The lines between the dashes, while a form shows them; the text area then holds the rest. */
  #head = "";
  /** @type {Map<string, unknown>} the values typed into the form that `#head` does not hold yet */
  #pending = new Map();
  /** @type {Promise<void>} */
  #fieldsWritten = Promise.resolve();
  /** @type {Problem[]} */
  #problems = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  title = "";

  /**
   * @param {HTMLElement} place
   * @param {OpenedFile} opened
   * @param {Listener} listener
   */
  constructor(place, opened, listener) {
    this.place = place;
    this.opened = opened;
    this.listener = listener;
    this.isMarkdown = opened.file.endsWith(".md");
    this.about = find("details[data-about]", place);
    const lang = opened.language ?? language;
    this.editor = new TextEditor(find("[data-text]", place), {
      label: say("text.label", { language: sayLanguage(opened.language) }),
      lang,
      isMarkdown: this.isMarkdown,
      onType: listener.onChange,
      onMove: listener.onSection,
      onPaste: (data) => (this.isMarkdown ? listener.onPaste(data) : null),
      onFiles: listener.onPictures,
    });
    this.form = new FieldsForm(find("[data-fields]", place), {
      prefix: `field-${opened.language ?? "all"}`,
      lang,
      onChange: (key, value) => this.#onField(key, value),
    });
    const tools = find("[data-tools]", place);
    tools.hidden = !this.isMarkdown;
    attachTools(tools, this.editor, () => listener.onPictures([]));
    find("[data-as-text]", place).addEventListener("click", () => this.#showAsText(""));
    find("[data-as-form]", place).addEventListener("click", () => this.#showAsForm());
  }

  /** The whole file as it stands here, without what is pending. */
  get text() {
    return this.#head + this.editor.text;
  }

  /** The values typed into the form that the text does not hold yet, by key. */
  get pending() {
    return Object.fromEntries(this.#pending);
  }

  get isPending() {
    return this.#pending.size > 0;
  }

  /** Forget the values that the text does not hold yet. */
  dropPending() {
    this.#pending.clear();
  }

  /**
   * Take values as if they were typed into the form.
   * @param {Record<string, unknown>} values by key
   */
  restore(values) {
    // A field that the file has no more could never be written.
    const keys = new Set(this.opened.fields.map(({ key }) => key));
    for (const [key, value] of Object.entries(values)) if (keys.has(key)) this.#pending.set(key, value);
    this.writeFields().then(() => this.readFields());
  }

  /**
   * Show another text.
   * @param {string} text
   * @param {Field[] | null} fields null leaves those that are shown
   * @param {boolean} canUndo
   */
  show(text, fields, canUndo) {
    const hasForm = fields ? fields.length > 0 : !this.about.hidden;
    // A file of interface texts has a form for all of it.
    this.#head = !hasForm ? "" : this.isMarkdown ? readHead(text) : text;
    this.editor.show(text.slice(this.#head.length), countLines(this.#head), canUndo);
    this.#showParts();
    if (fields) {
      this.form.show(this.#head ? fields : []);
      find("[data-form-note]", this.place).textContent = this.isMarkdown && !fields.length ? say("fields.unreadable") : "";
      this.summarise(fields);
    }
  }

  /** Show the form and the text, or the whole file as text. */
  #showParts() {
    const mayHaveForm = this.isMarkdown || this.opened.fields.length > 0;
    this.about.hidden = !this.#head;
    find("[data-form-part]", this.place).hidden = Boolean(this.#head) || !mayHaveForm;
    find("[data-text]", this.place).hidden = Boolean(this.#head) && !this.isMarkdown;
  }

  /** Open the form where it is what the author came for: all but a page without faults in it. */
  openForm() {
    const lines = countLines(this.#head);
    this.about.open = this.opened.kind !== "page" || this.opened.problems.some(({ line }) => line > 0 && line <= lines);
  }

  /**
   * Say what the form holds, for whoever does not open it.
   * @param {Field[]} fields
   */
  summarise(fields) {
    const { file, kind } = this.opened;
    const key = { page: /** @type {const} */ ("fields.title"), factor: /** @type {const} */ ("fields.title_factor") }[kind];
    find("[data-about-title]", this.place).textContent = say(key ?? "fields.title_texts");
    const shown = fields.filter(({ key }) => key === "title" || key === "question" || key === "description");
    find("[data-about-summary]", this.place).textContent = shown.map(({ value }) => String(value ?? "")).join(" · ");
    const title = { page: "title", factor: "name" }[kind];
    this.title = String(fields.find((field) => field.key === title)?.value || file.replace(/^.*\//, ""));
  }

  /** @param {string} words why */
  #showAsText(words) {
    const { text } = this;
    this.#head = "";
    this.editor.show(text, 0, false);
    this.#showParts();
    find("[data-form-note]", this.place).textContent = words;
    this.mark(this.#problems);
    this.editor.goTo(2);
  }

  async #showAsForm() {
    const answer = await this.#ask("fields", { text: this.text });
    if (!answer) return;
    this.show(this.text, answer.fields, false);
    this.mark(this.#problems);
    if (!this.#head) return;
    this.about.open = true;
    find("summary", this.about).focus();
  }

  /** Have the form show what the lines between the dashes say. */
  async readFields() {
    if (!this.#head) return;
    const answer = await this.#ask("fields", { text: this.text });
    if (!answer || !this.#head) return;
    if (!answer.fields.length) return this.#showAsText(say("fields.unreadable"));
    this.form.show(answer.fields);
    this.summarise(answer.fields);
  }

  /**
   * @param {string} key
   * @param {unknown} value
   */
  #onField(key, value) {
    this.#pending.set(key, value);
    this.listener.onChange();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.writeFields(), FIELD_MS);
  }

  /** Write the form's values into the lines between the dashes, one after the other. */
  writeFields() {
    clearTimeout(this.#timer);
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
      this.listener.onChange();
    });
    return this.#fieldsWritten;
  }

  /**
   * Mark problems in the text, and in the form beside their fields.
   * @param {Problem[]} problems
   */
  mark(problems) {
    this.#problems = problems;
    this.editor.mark(problems, (problem) => this.mend(problem));
    /** @type {Map<string, Problem[]>} */
    const found = new Map();
    for (const problem of problems) {
      const key = this.#findField(problem.line);
      if (key) found.set(key, [...(found.get(key) ?? []), problem]);
    }
    this.form.mark(found);
  }

  /**
   * Find the field that a line of the file belongs to; "" where it is not one of the form.
   * @param {number} line
   */
  #findField(line) {
    return line <= countLines(this.#head) ? this.form.findKey(findKey(this.#head, line)) : "";
  }

  /**
   * Put the focus where a problem is.
   * @param {Problem} problem
   */
  goTo({ line }) {
    const key = this.#findField(line);
    if (!key) return this.editor.goTo(line);
    this.about.open = true;
    this.form.focus(key);
  }

  /**
   * Apply a problem's fix, where it has one.
   * @param {Problem} problem
   */
  mend(problem) {
    const { fix } = problem;
    if (!fix) return;
    if (fix.line > countLines(this.#head)) {
      this.editor.replace(fix.line, fix.old, fix.new);
      this.editor.goTo(fix.line);
      return;
    }
    this.#head = mendLine(this.#head, fix);
    this.readFields();
    this.listener.onChange();
    this.goTo(problem);
  }

  /**
   * @template {"fields" | "set_field"} Name
   * @param {Name} name
   * @param {Record<string, unknown>} body
   */
  async #ask(name, body) {
    try {
      return await ask(name, { file: this.opened.file, ...body });
    } catch (refusal) {
      this.listener.onRefusal(refusal);
      return null;
    }
  }
}
