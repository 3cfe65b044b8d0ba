// Fetches Python code that only some requests need: an archive of modules, which is fetched when the first of them is asked.

import { download, isArchive, readBytes } from "./download.js";
import { importFunction, textFunction } from "./python.js";

/** @import {BootOrder, StartedPython} from "./boot.js" */

/** @typedef {(text: string) => string} Handle */

// By the manifest's name of the archive: the module in it that makes the others importable.
const ENTRIES = { export: "archive_entry", group: "group_entry" };
/** @typedef {keyof typeof ENTRIES} Role */

/**
 * @param {Pick<StartedPython, "python" | "complete">} started
 * @param {BootOrder} order
 * @returns {(role: Role, onBytes: () => void) => Promise<Handle | undefined>} gives the function of the archive's module; undefined where
 *   there is no such archive, as in the quiz as one file. Rejects where it cannot be fetched; another call tries again
 */
export function createLateCode({ python, complete }, { manifest, base, cache }) {
  /** @type {Partial<Record<Role, Promise<Handle | undefined>>>} */
  const loaded = {};

  /**
   * @param {Role} role
   * @param {() => void} onBytes
   */
  async function load(role, onBytes) {
    const file = manifest.later?.[role];
    if (!file) return undefined;
    const place = `/lib/${role}.zip`;
    const fetchArchive = async () => readBytes(await download(new URL(file.path, base).href, isArchive, cache), file.size, onBytes);
    const [bytes] = await Promise.all([fetchArchive(), complete(onBytes)]);
    python.FS.writeFile(place, bytes, { canOwn: true });
    const code = python.stringToNewUTF8(`import sys\nsys.path.append("${place}")`);
    python._PyRun_SimpleString(code);
    python._free(code);
    return textFunction(python, importFunction(python, ENTRIES[role], "handle"));
  }

  return (role, onBytes) => {
    loaded[role] ??= load(role, onBytes).catch((error) => {
      delete loaded[role];
      throw error;
    });
    return loaded[role];
  };
}
