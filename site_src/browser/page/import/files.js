// The files that were chosen or dropped, and how far the reading of each is. A file stays a handle from the browser: no bytes are read
// here.

import { find, findAll } from "../ui/find.js";
import { announce, locale, say } from "../ui/messages.js";
import { startDrop } from "./drop.js";
import { startExample } from "./example.js";
import { createRow, showProblems, showState } from "./file_row.js";

/** @import {ArchiveNews, FileProblem} from "../engine/wire.js" */

/**
 * @typedef {{file: File, row: HTMLElement, isHalted?: boolean}} Entry `isHalted`: the reading stopped by itself at this file, so that the next one
 *   leaves it out
 */

const percent = new Intl.NumberFormat(locale, { style: "percent" });

/**
 * Check whether two are the same file, chosen twice.
 * @param {File} one
 * @param {File} other
 */
const isSame = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

/**
 * @param {HTMLElement} root
 * @param {() => void} onChange called when the list has changed
 */
export function createFileList(root, onChange) {
  /** @type {Entry[]} the visitor's own files */
  let own = [];
  /** @type {Entry | undefined} the example, which is listed in their place */
  let example;
  const entries = () => (example ? [example] : own);
  const prefetchExample = startChoosing(root, add, openExample);
  const reading = createReading();

  /** @param {File[]} files */
  function add(files) {
    // The example never joins the visitor's own files.
    example = undefined;
    // A file at which the reading stopped gets another chance.
    own = own.filter((entry) => !(entry.isHalted && files.some((file) => isSame(entry.file, file))));
    for (const file of files) {
      if (!own.some((entry) => isSame(entry.file, file))) own.push({ file, row: createRow(root, file, () => remove(file)) });
    }
    update();
  }

  /** @param {File} file */
  function openExample(file) {
    example = { file, row: createRow(root, file, closeExample) };
    update();
  }

  /** Bring the visitor's own files back. */
  function closeExample() {
    example = undefined;
    update();
    find("[data-example]", root).focus();
  }

  /** @param {File} file */
  function remove(file) {
    own = own.filter((entry) => entry.file !== file);
    update();
    find(own.length > 0 ? "[data-remove]" : "[data-files]", root).focus();
  }

  function update() {
    find("[data-file-list]", root).replaceChildren(...entries().map(({ row }) => row));
    find("[data-reading]", root).hidden = entries().length === 0;
    for (const words of findAll("[data-example-only]", root)) words.hidden = !example;
    onChange();
  }

  return {
    ...reading,
    begin: () => reading.begin(entries().filter(({ isHalted }) => !isHalted)),
    prefetchExample,
    isExample: () => example !== undefined,
    closeExample,
    clear() {
      own = [];
      update();
    },
  };
}

/**
 * Take files from the field, from a drop, and from the button of the example.
 * @param {HTMLElement} root
 * @param {(files: File[]) => void} onAdd called with one file or more
 * @param {(file: File) => void} onExample
 * @returns {() => void} fetches the example before it is wanted
 */
function startChoosing(root, onAdd, onExample) {
  const input = find("input[data-files]", root);
  const folder = find("[data-no-folder]", root);
  const example = startExample(root, (file) => {
    example.hideMissing();
    folder.hidden = true;
    onExample(file);
  });

  /**
   * @param {Iterable<File>} files
   * @param {boolean} [hasFolder]
   */
  function take(files, hasFolder = false) {
    example.hideMissing();
    folder.hidden = !hasFolder;
    if (hasFolder) announce(folder);
    const added = [...files];
    if (added.length > 0) onAdd(added);
  }

  input.addEventListener("change", () => {
    take(input.files ?? []);
    // So that the same file can be chosen again.
    input.value = "";
  });
  startDrop(take);
  return example.prefetch;
}

/** Create what follows one reading after another, from its beginning to its end. */
function createReading() {
  /** @type {Entry[]} the entries that are being read */
  let chosen = [];
  /** @type {{entry: Entry, name: string | null} | undefined} the last known place of the reading */
  let place;

  return {
    /**
     * @param {Entry[]} entries
     * @returns {File[]} the files to read
     */
    begin(entries) {
      chosen = entries;
      place = undefined;
      for (const { row } of chosen) {
        showState(row, say("files.waiting"), 0);
        showProblems(row, []);
      }
      return chosen.map(({ file }) => file);
    },
    /** @param {ArchiveNews} news */
    showProgress({ file, name = null, done = 0, total = 1 }) {
      if (file === undefined) return;
      place = { entry: chosen[file], name };
      for (const { row } of chosen.slice(0, file)) showState(row, say("files.read"));
      showState(chosen[file].row, say("files.busy", { percent: percent.format(done / total) }), done / total);
    },
    /**
     * @param {FileProblem[] | undefined} problems undefined where the reading stopped
     * @param {boolean} isCrash whether it stopped by itself
     */
    end(problems, isCrash) {
      for (const [at, { row }] of chosen.entries()) {
        showState(row, say(problems ? "files.read" : "files.stopped"));
        showProblems(row, problems?.filter(({ file }) => file === at) ?? []);
      }
      if (!isCrash || !place) return;
      const { entry, name } = place;
      entry.isHalted = true;
      showProblems(entry.row, [{ name, problem: "halted" }]);
      announce(`${entry.file.name}: ${say("problem.halted")}`);
    },
  };
}
