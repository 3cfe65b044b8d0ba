// One file in the list: its name, its size, the progress of its reading, and its problems.

import { formatFileSize } from "../ui/file_size.js";
import { copyTemplate, find, findAll } from "../ui/find.js";
import { say } from "../ui/messages.js";

/** @import {FileProblem} from "../engine/wire.js" */

/**
 * @param {HTMLElement} root
 * @param {File} file
 * @param {() => void} onRemove
 * @returns {HTMLElement}
 */
export function createRow(root, file, onRemove) {
  const row = copyTemplate("template[data-file]", root);
  for (const slot of findAll("[data-name]", row)) slot.textContent = file.name;
  find("[data-size]", row).textContent = formatFileSize(file.size);
  find("[data-bar]", row).setAttribute("aria-label", file.name);
  find("[data-remove]", row).addEventListener("click", onRemove);
  return row;
}

/**
 * @param {HTMLElement} row
 * @param {string} words
 * @param {number} [done] the part that has been read, from 0 to 1; without it the bar is hidden
 */
export function showState(row, words, done) {
  find("[data-state]", row).textContent = words;
  const bar = find("progress[data-bar]", row);
  bar.hidden = done === undefined;
  if (done !== undefined) bar.value = done;
}

/**
 * @param {HTMLElement} row
 * @param {Pick<FileProblem, "name" | "problem">[]} problems
 */
export function showProblems(row, problems) {
  const place = find("[data-problems]", row);
  place.hidden = problems.length === 0;
  place.replaceChildren(
    ...problems.map(({ name, problem }) => {
      const item = document.createElement("li");
      if (name !== null) item.append(Object.assign(document.createElement("code"), { textContent: name }), " ");
      item.append(say(`problem.${problem}`));
      return item;
    }),
  );
}
