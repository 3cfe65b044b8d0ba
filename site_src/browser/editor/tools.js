// The buttons above a text: Markdown for those who do not know it by heart.

import { findAll } from "../page/ui/find.js";
import { say } from "./words.js";

/** @typedef {import("./text_editor.js").TextEditor} TextEditor */

/** @type {Record<string, (editor: TextEditor) => void>} */
const TOOLS = {
  bold: (editor) => editor.wrap("**", say("tools.some_text")),
  italic: (editor) => editor.wrap("*", say("tools.some_text")),
  heading: (editor) => editor.addBlock(`## ${say("tools.some_heading")} {#${createId(editor.text)}}`, say("tools.some_heading")),
  list: (editor) => editor.addBlock(`- ${say("tools.some_text")}`, say("tools.some_text")),
  link: (editor) => editor.surround("[", "](https://)", say("tools.link_words")),
  table: (editor) => {
    const cell = say("tools.some_cell");
    editor.addBlock(`| ${cell} 1 | ${cell} 2 |\n|---|---|\n| … | … |`, `${cell} 1`);
  },
};

/**
 * Make the buttons work. They are one stop for the Tab key; the arrows lead from one to the next.
 * @param {HTMLElement} place
 * @param {TextEditor} editor
 * @param {() => void} onPicture
 */
export function attachTools(place, editor, onPicture) {
  const buttons = findAll("button[data-tool]", place);
  buttons.forEach((button, index) => {
    button.tabIndex = index ? -1 : 0;
    button.addEventListener("click", () => {
      if (button.dataset.tool === "picture") return onPicture();
      TOOLS[button.dataset.tool]?.(editor);
      editor.view.focus();
    });
  });
  place.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(/** @type {(typeof buttons)[0]} */ (document.activeElement));
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const chosen = buttons.at(next % buttons.length);
    for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
    chosen?.focus();
  });
}

/**
 * Create a name for a heading that no other of the text has.
 * @param {string} text
 */
function createId(text) {
  let number = 1;
  while (text.includes(`{#part-${number}}`)) number++;
  return `part-${number}`;
}
