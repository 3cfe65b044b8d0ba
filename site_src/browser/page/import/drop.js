// Takes files that are dropped anywhere on the page. A browser would open a file that misses its mark, and leave the page.

import { find } from "../ui/find.js";

/** @param {(files: File[], hasFolder: boolean) => void} onDrop gets the files without the folders */
export function startDrop(onDrop) {
  const sign = find("[data-drop]");
  document.addEventListener("dragover", (event) => {
    const { dataTransfer } = event;
    if (!dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    dataTransfer.dropEffect = "copy";
    sign.hidden = false;
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) sign.hidden = true;
  });
  document.addEventListener("drop", (event) => {
    const { dataTransfer } = event;
    if (!dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    sign.hidden = true;
    // A folder comes as a file that cannot be read. Only the drop itself tells which files are folders.
    const items = [...dataTransfer.items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry?.());
    const files = [...dataTransfer.files].filter((_, at) => !items[at]?.isDirectory);
    onDrop(files, files.length < dataTransfer.files.length);
  });
}
