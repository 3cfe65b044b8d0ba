// The files that were chosen or dropped, and how far the reading of each is. A file stays what the browser gives: a handle, no bytes.

import { fileSize } from "../file_size.js";
import { announce, say } from "../messages.js";
import { offerRenewal } from "../renewal.js";

const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
const EXAMPLE = "Complete_LinkedInDataExport_06-10-2026.zip";

/**
 * @param {() => void} onChange when the list has become another
 */
export function createFileList(root, onChange) {
  const input = root.querySelector("[data-files]");
  const list = root.querySelector("[data-file-list]");
  const box = root.querySelector("[data-reading]");
  const example = root.querySelector("[data-example]");
  const missing = root.querySelector("[data-no-example]");
  const folder = root.querySelector("[data-no-folder]");
  const pattern = root.querySelector("template[data-file]");
  let entries = []; // {file, row, halted?}: `halted` where the reading stopped at it, so that it is left out of the next.
  let chosen = []; // The entries that are being read.
  let busy; // {entry, name}: the last that is known of the reading.
  let held; // The example, on its way or here.

  function add(files, isFolder = () => false) {
    missing.hidden = true;
    folder.hidden = ![...files].some(isFolder);
    if (!folder.hidden) announce(folder.textContent);
    // The same file twice is one file. One that was left out gets another chance.
    const isSame = (one, other) => ["name", "size", "lastModified"].every((part) => one[part] === other[part]);
    const isNew = (file) => !entries.some((entry) => isSame(entry.file, file));
    const found = [...files].filter((file, at) => !isFolder(file, at));
    entries = entries.filter((entry) => !(entry.halted && found.some((file) => isSame(entry.file, file))));
    for (const file of found.filter(isNew)) entries.push({ file, row: makeRow(file) });
    if (found.length > 0) change();
  }

  function makeRow(file) {
    const row = pattern.content.firstElementChild.cloneNode(true);
    for (const slot of row.querySelectorAll("[data-name]")) slot.textContent = file.name;
    row.querySelector("[data-size]").textContent = fileSize(file.size);
    row.querySelector("[data-bar]").setAttribute("aria-label", file.name);
    row.querySelector("[data-remove]").addEventListener("click", () => {
      entries = entries.filter((entry) => entry.row !== row);
      change();
      (list.querySelector("[data-remove]") ?? input).focus();
    });
    return row;
  }

  function change() {
    list.replaceChildren(...entries.map(({ row }) => row));
    box.hidden = entries.length === 0;
    onChange();
  }

  function show({ row }, words, done) {
    row.querySelector("[data-state]").textContent = words;
    const bar = row.querySelector("[data-bar]");
    bar.hidden = done === undefined;
    if (done !== undefined) bar.value = done;
  }

  function showProblems({ row }, problems) {
    const place = row.querySelector("[data-problems]");
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

  input.addEventListener("change", () => {
    add(input.files);
    // The same file can be chosen again.
    input.value = "";
  });
  async function fetchExample() {
    const response = await fetch(example.dataset.example);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new File([await response.blob()], EXAMPLE, { lastModified: 0 });
  }

  function takeExample() {
    held ??= fetchExample().catch((error) => {
      held = undefined;
      throw error;
    });
    return held;
  }

  example.addEventListener("click", async () => {
    try {
      add([await takeExample()]);
    } catch {
      missing.hidden = await offerRenewal(missing);
      if (!missing.hidden) announce(missing.textContent);
    }
  });
  startDrop(add);

  return {
    /** Fetch the example, of which another version of the site may know nothing. What fails now is tried again when somebody wants it. */
    holdExample: () => void takeExample().catch(() => {}),
    /** The files to read. */
    begin() {
      chosen = entries.filter(({ halted }) => !halted);
      busy = undefined;
      for (const entry of chosen) {
        show(entry, say("files.waiting"), 0);
        showProblems(entry, []);
      }
      return chosen.map(({ file }) => file);
    },
    /** @param {{file?: number, name: string | null, done: number, total: number}} news */
    progress({ file, name, done, total }) {
      if (file === undefined) return;
      busy = { entry: chosen[file], name };
      for (const entry of chosen.slice(0, file)) show(entry, say("files.read"));
      show(chosen[file], say("files.busy", { percent: percent.format(done / total) }), done / total);
    },
    /**
     * @param {{file: number, name: string | null, problem: string}[]} [problems] nothing where the reading was stopped
     * @param {boolean} crashed whether it stopped by itself
     */
    end(problems, crashed) {
      for (const [at, entry] of chosen.entries()) {
        show(entry, say(problems ? "files.read" : "files.stopped"));
        showProblems(entry, problems?.filter(({ file }) => file === at) ?? []);
      }
      if (!crashed || !busy) return;
      busy.entry.halted = true;
      showProblems(busy.entry, [{ name: busy.name, problem: "halted" }]);
      announce(`${busy.entry.file.name}: ${say("problem.halted")}`);
    },
    clear() {
      entries = [];
      change();
    },
  };
}

/** Files may be dropped anywhere on the page: nobody should lose it because the browser opens a file beside the mark. */
function startDrop(add) {
  const sign = document.querySelector("[data-drop]");
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    sign.hidden = false;
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) sign.hidden = true;
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    sign.hidden = true;
    // A folder comes as a file that cannot be read. Only the drop itself tells which those are.
    const items = [...event.dataTransfer.items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry?.());
    add(event.dataTransfer.files, (_, at) => items[at]?.isDirectory);
  });
}
