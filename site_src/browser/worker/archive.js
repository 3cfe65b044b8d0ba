// Reads LinkedIn's archive, or a spreadsheet, in the worker. The Python code for it is fetched when somebody hands over a file. The files are mounted where
// they are: Python reads the pieces that it wants, and no file is ever whole in memory.

import { download, isArchive, readBytes } from "./download.js";
import { importFunction, textFunction } from "./python.js";

/**
 * @import {BootOrder, Manifest, Started} from "./boot.js"
 * @import {Python} from "./python.js"
 */

/**
 * @typedef {{ok?: {report?: object}, failed?: string, stopped?: boolean}} ArchiveReply the last reply of site_src/runtime/archive_entry.py, or
 *   {stopped: true}
 * @typedef {[files: File[], sendNews: (news: object) => void, isStopped: () => boolean, more?: object]} ReadArguments `more`: further fields of
 *   the request to archive_entry.py
 */

const PYTHON = "/lib/export.zip";
const MOUNT = "/given";
// Emscripten's code for an input or output error.
const EIO = 29;
// Other messages are handled between two steps this often: another request, or that the visitor wants to stop.
const PAUSE_MS = 50;
const nextTask = () => new Promise((resolve) => setTimeout(resolve));

/**
 * @param {Pick<Started, "python" | "fetchRest">} started
 * @param {BootOrder} order
 * @returns {(...read: ReadArguments) => Promise<ArchiveReply>} reads files. Of several calls the later waits for the earlier. A call
 *   without files only fetches the Python code. Rejects where that cannot be fetched.
 */
export function createArchive({ python, fetchRest }, { manifest, base, cache }) {
  /** @type {((text: string) => string) | undefined} */
  let handle;
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();

  /** @param {(news: object) => void} sendNews */
  async function fetchCode(sendNews) {
    const { path, size } = /** @type {Required<Manifest>} */ (manifest).later.export;
    const rest = fetchRest();
    const response = await download(new URL(path, base).href, isArchive, cache);
    python.FS.writeFile(PYTHON, await readBytes(response, size, () => sendNews({})), { canOwn: true });
    await rest;
    const code = python.stringToNewUTF8(`import sys\nsys.path.append("${PYTHON}")`);
    python._PyRun_SimpleString(code);
    python._free(code);
    return textFunction(python, importFunction(python, "archive_entry", "handle"));
  }

  /** @param {ReadArguments} read */
  async function read(...[files, sendNews, isStopped, more]) {
    if (isStopped()) return { stopped: true };
    handle ??= await fetchCode(sendNews);
    const entry = handle;
    /** @param {object} request */
    const ask = (request) => JSON.parse(entry(JSON.stringify(request)));
    mount(python, files);
    let paused = performance.now();
    try {
      const places = files.map(({ name }, at) => ({ path: `${MOUNT}/${at}`, name }));
      let reply = ask({ do: "open", over_time: true, ...more, files: places });
      while (reply.ok && !reply.ok.report) {
        sendNews(reply.ok);
        if (performance.now() - paused >= PAUSE_MS) {
          await nextTask();
          paused = performance.now();
        }
        if (isStopped()) return { stopped: true };
        reply = ask({ do: "step" });
      }
      return reply;
    } finally {
      ask({ do: "close" });
      python.FS.unmount(MOUNT);
    }
  }

  return (...call) => {
    const run = () => read(...call);
    const reply = last.then(run, run);
    last = reply;
    return reply;
  };
}

/**
 * @param {Python} python
 * @param {File[]} files
 */
function mount({ FS }, files) {
  const { WORKERFS } = FS.filesystems;
  const { read } = WORKERFS.stream_ops;
  // Python handles it as an error where a file was changed or removed meanwhile.
  WORKERFS.stream_ops.read = (...rest) => {
    try {
      return read(...rest);
    } catch {
      throw new FS.ErrnoError(EIO);
    }
  };
  FS.mkdirTree(MOUNT);
  FS.mount(WORKERFS, { blobs: files.map((data, at) => ({ name: String(at), data })) }, MOUNT);
}
