// The files that were chosen or dropped, and how far the reading of each is. A file stays a handle from the browser: no bytes are read
// here.

import { find, findAll } from "../ui/find.js";
import { announce, locale, say } from "../ui/messages.js";
import { startDrop } from "./drop.js";
import { startExample } from "./example.js";
import { createRow, showProblems, showState } from "./file_row.js";

/** @import {ArchiveNews, FileProblem} from "../engine/wire.js" */

/**
 * @typedef {{file: File, row: HTMLElement, isHalted: boolean}} Entry `isHalted`: the reading stopped by itself at this file, so that the next one
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
  const input = find("input[data-files]", root);
  const list = find("[data-file-list]", root);
  const box = find("[data-reading]", root);
  const folder = find("[data-no-folder]", root);
  /** @type {Entry[]} */
  let entries = [];
  /** @type {Entry[] | undefined} the visitor's own files, set aside while the example is shown */
  let own;
  const example = startExample(root, (file) => {
    example.hideMissing();
    folder.hidden = true;
    own ??= entries;
    entries = [createEntry(file, closeExample)];
    update();
  });
  const reading = createReading();

  /**
   * @param {Iterable<File>} files
   * @param {boolean} [hasFolder]
   */
  function add(files, hasFolder = false) {
    example.hideMissing();
    folder.hidden = !hasFolder;
    if (hasFolder) announce(folder);
    const added = [...files];
    // The example never joins the visitor's own files.
    if (added.length > 0 && own) {
      entries = own;
      own = undefined;
    }
    // A file at which the reading stopped gets another chance.
    entries = entries.filter((entry) => !(entry.isHalted && added.some((file) => isSame(entry.file, file))));
    for (const file of added) {
      if (!entries.some((entry) => isSame(entry.file, file))) entries.push(createEntry(file, () => remove(file)));
    }
    if (added.length > 0) update();
  }

  /**
   * @param {File} file
   * @param {() => void} onRemove
   * @returns {Entry}
   */
  const createEntry = (file, onRemove) => ({ file, row: createRow(root, file, onRemove), isHalted: false });

  /** Bring the visitor's own files back. */
  function closeExample() {
    entries = own ?? [];
    own = undefined;
    update();
    find("[data-example]", root).focus();
  }

  /** @param {File} file */
  function remove(file) {
    entries = entries.filter((entry) => entry.file !== file);
    update();
    find(list.querySelector("[data-remove]") ? "[data-remove]" : "[data-files]", root).focus();
  }

  function update() {
    list.replaceChildren(...entries.map(({ row }) => row));
    box.hidden = entries.length === 0;
    for (const words of findAll("[data-example-only]", root)) words.hidden = !own;
    onChange();
  }

  input.addEventListener("change", () => {
    add(input.files ?? []);
    // So that the same file can be chosen again.
    input.value = "";
  });
  startDrop(add);

  return {
    prefetchExample: example.prefetch,
    /** Check whether the example is shown, and not the visitor's own files. */
    isExample: () => own !== undefined,
    closeExample,
    begin: () => reading.begin(entries.filter(({ isHalted }) => !isHalted)),
    showProgress: reading.showProgress,
    end: reading.end,
    clear() {
      entries = [];
      update();
    },
  };
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
