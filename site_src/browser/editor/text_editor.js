// The text area: CodeMirror, with this site's Markdown, its problems and its paste.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { yaml, yamlFrontmatter } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { forceLinting, lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, Transaction } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { phrases } from "./phrases.js";
import { writeMessage } from "./problems.js";
import { say } from "./words.js";

/** @typedef {import("./api.js").Problem} Problem */

const colours = HighlightStyle.define([
  { tag: tags.heading, class: "md-heading" },
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-emphasis" },
  { tag: [tags.link, tags.url], class: "md-link" },
  { tag: [tags.monospace, tags.comment], class: "md-code" },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.meta, tags.tagName, tags.angleBracket], class: "md-mark" },
  { tag: [tags.definition(tags.propertyName), tags.propertyName], class: "md-key" },
]);

/** On a change that shows another text: the author did not type it. */
const isShown = Annotation.define();

/**
 * @typedef {{label: string, lang: string, isMarkdown: boolean, onType: () => void, onMove: (section: string) => void,
 *   onPaste: (data: DataTransfer) => string | null, onFiles: (files: File[]) => void}} EditorOptions
 *   `onMove`: hears the id of the heading above the caret. `onPaste`: converts what is pasted, or returns null to leave it as it is.
 */

/** A language's text in CodeMirror. */
export class TextEditor {
  /** @type {number} the lines of the file above the first one shown */
  #offset = 0;
  #numbers = new Compartment();

  /**
   * @param {HTMLElement} place
   * @param {EditorOptions} given
   */
  constructor(place, given) {
    this.given = given;
    place.classList.toggle("prose", given.isMarkdown);
    this.view = new EditorView({ parent: place, state: EditorState.create({ extensions: [this.#keys(), this.#look(), this.#events()] }) });
  }

  #keys() {
    return [
      history(),
      search({ top: true }),
      // Tab is not bound: it leaves the text, as everywhere on a page.
      keymap.of([
        { key: "F8", run: nextDiagnostic, shift: previousDiagnostic },
        { key: "Mod-b", run: () => this.wrap("**", "") },
        { key: "Mod-i", run: () => this.wrap("*", "") },
        ...historyKeymap,
        ...searchKeymap,
        ...defaultKeymap,
      ]),
    ];
  }

  #look() {
    const { label, lang, isMarkdown } = this.given;
    return [
      EditorView.cspNonce.of(document.documentElement.dataset.nonce ?? ""),
      phrases(),
      drawSelection(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      isMarkdown ? yamlFrontmatter({ content: markdown({ base: markdownLanguage, completeHTMLTags: false }) }) : yaml(),
      syntaxHighlighting(colours),
      EditorView.lineWrapping,
      // The buttons above the text stay in sight, and cover what is behind them.
      EditorView.scrollMargins.of(() => ({ top: 48, bottom: 24 })),
      lintGutter(),
      this.#numbers.of(lineNumbers()),
      EditorView.contentAttributes.of({
        "aria-label": label,
        "aria-description": say("text.hint"),
        lang,
        spellcheck: "true",
        autocorrect: "on",
      }),
    ];
  }

  #events() {
    const { given } = this;
    return [
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some((each) => each.annotation(isShown))) given.onType();
        if (update.selectionSet) given.onMove(this.section);
      }),
      EditorView.domEventHandlers({
        paste: (event) => {
          const files = listPictures(event.clipboardData);
          const text = event.clipboardData && given.onPaste(event.clipboardData);
          if (text === null && files.length) given.onFiles(files);
          else if (text !== null) this.#paste(text);
          else return false;
          event.preventDefault();
          return true;
        },
        drop: (event, view) => {
          const files = listPictures(event.dataTransfer);
          if (!files.length) return false;
          event.preventDefault();
          const place = view.posAtCoords({ x: event.clientX, y: event.clientY });
          if (place !== null) view.dispatch({ selection: { anchor: place } });
          given.onFiles(files);
          return true;
        },
      }),
    ];
  }

  /**
   * Put converted text in the place of the selection; blocks stay apart from what is around them.
   * @param {string} text
   */
  #paste(text) {
    const { state } = this.view;
    const { from, to } = state.selection.main;
    const isBlock = text.includes("\n");
    const above = isBlock && state.sliceDoc(state.doc.lineAt(from).from, from).trim() ? "\n\n" : "";
    const below = isBlock && state.sliceDoc(to, state.doc.lineAt(to).to).trim() ? "\n\n" : "";
    this.view.dispatch(state.replaceSelection(above + text + below), { userEvent: "input.paste", scrollIntoView: true });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /**
   * Show another text. Only what differs is replaced, so that the caret stays, and Ctrl+Z brings the old text back.
   * @param {string} text
   * @param {number} offset the lines of the file above it
   * @param {boolean} [canUndo]
   */
  show(text, offset, canUndo = true) {
    const old = this.text;
    let start = 0;
    const shorter = Math.min(old.length, text.length);
    while (start < shorter && old[start] === text[start]) start++;
    let end = 0;
    while (end < shorter - start && old.at(-1 - end) === text.at(-1 - end)) end++;
    if (offset !== this.#offset) {
      this.#offset = offset;
      this.view.dispatch({ effects: this.#numbers.reconfigure(lineNumbers({ formatNumber: (n) => String(n + offset) })) });
    }
    if (old === text) return;
    const changes = { from: start, to: old.length - end, insert: text.slice(start, text.length - end) };
    this.view.dispatch({ changes, annotations: [Transaction.addToHistory.of(canUndo), isShown.of(true)] });
  }

  /**
   * Find a line of the file, or the nearest that is shown.
   * @param {number} number
   */
  #lineOf(number) {
    const { doc } = this.view.state;
    return doc.line(Math.max(1, Math.min(number - this.#offset, doc.lines)));
  }

  /**
   * Mark the problems at their lines. Those above the text are not shown here.
   * @param {Problem[]} problems
   * @param {(problem: Problem) => void} mend applies a problem's fix
   */
  mark(problems, mend) {
    const diagnostics = problems
      .filter(({ line }) => line > this.#offset)
      .map((problem) => {
        const line = this.#lineOf(problem.line);
        // What is wrong often quotes the words that are; otherwise the line is marked.
        const quoted =
          problem.fix?.old ??
          [...problem.what.matchAll(/[“‘]([^”’]+)[”’]/g)].map(([, words]) => words ?? "").find((words) => line.text.includes(words)) ??
          "";
        const at = quoted ? line.text.indexOf(quoted) : -1;
        const [from, to] = at < 0 ? [line.from, line.to] : [line.from + at, line.from + at + quoted.length];
        /** @type {import("@codemirror/lint").Diagnostic} */
        const diagnostic = {
          from,
          to,
          severity: problem.level === "fault" ? "error" : "warning",
          message: writeMessage(problem),
          actions: problem.fix ? [{ name: problem.fix.label, apply: () => mend(problem) }] : [],
        };
        return diagnostic;
      })
      .sort((one, other) => one.from - other.from);
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
    forceLinting(this.view);
  }

  /**
   * Replace words in a line of the file.
   * @param {number} number
   * @param {string} old
   * @param {string} text
   */
  replace(number, old, text) {
    const line = this.#lineOf(number);
    const at = line.text.indexOf(old);
    if (at < 0) return;
    this.view.dispatch({ changes: { from: line.from + at, to: line.from + at + old.length, insert: text }, userEvent: "input" });
  }

  /**
   * Put the caret in a line of the file, and the focus here.
   * @param {number} number
   */
  goTo(number) {
    const line = this.#lineOf(number);
    this.view.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
    this.view.focus();
  }

  /**
   * Put a mark before and after the selection.
   * @param {string} mark
   * @param {string} words in the place of an empty selection
   */
  wrap(mark, words) {
    return this.surround(mark, mark, words);
  }

  /**
   * Put marks around the selection, and select what is between them.
   * @param {string} before
   * @param {string} after
   * @param {string} words in the place of an empty selection
   */
  surround(before, after, words) {
    const { from, to } = this.view.state.selection.main;
    const inner = this.view.state.sliceDoc(from, to) || words;
    this.view.dispatch({
      changes: { from, to, insert: before + inner + after },
      selection: { anchor: from + before.length, head: from + before.length + inner.length },
      userEvent: "input",
    });
    return true;
  }

  /**
   * Put a block between blank lines after the line of the caret, and select words in it.
   * @param {string} block
   * @param {string} [words]
   * @param {string} [section] the id of a heading, below which the block is put in the place of at the caret
   */
  addBlock(block, words = "", section) {
    const { doc, selection } = this.view.state;
    let line = doc.lineAt(selection.main.head);
    if (section !== undefined) line = doc.line(this.#findEnd(section));
    const above = line.text.trim() ? "\n\n" : line.number > 1 && doc.line(line.number - 1).text.trim() ? "\n" : "";
    const below = line.number === doc.lines || doc.line(line.number + 1).text.trim() ? "\n" : "";
    const at = line.to + above.length + (words ? block.indexOf(words) : block.length);
    this.view.dispatch({
      changes: { from: line.to, insert: above + block + below },
      selection: { anchor: at, head: at + words.length },
      scrollIntoView: true,
      userEvent: "input",
    });
  }

  /** The id of the heading above the caret; empty where there is none. */
  get section() {
    const { doc, selection } = this.view.state;
    for (let number = doc.lineAt(selection.main.head).number; number > 0; number--) {
      const found = /^#{2,6} .*\{#([\w-]+)\}\s*$/.exec(doc.line(number).text);
      if (found?.[1]) return found[1];
    }
    return "";
  }

  /** @param {string} section */
  #findEnd(section) {
    const { doc } = this.view.state;
    let isInside = section === "";
    for (let number = 1; number <= doc.lines; number++) {
      const { text } = doc.line(number);
      if (isInside && /^#{2,6} /.test(text)) return trimEnd(doc, number - 1);
      isInside ||= text.includes(`{#${section}}`);
    }
    return trimEnd(doc, doc.lines);
  }
}

/**
 * @param {import("@codemirror/state").Text} doc
 * @param {number} number
 */
function trimEnd(doc, number) {
  let last = Math.max(1, number);
  while (last > 1 && !doc.line(last).text.trim()) last--;
  return last;
}

/** @param {DataTransfer | null} data */
export const listPictures = (data) =>
  [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/") || /\.(heic|heif)$/i.test(file.name));
