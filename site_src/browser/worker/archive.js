// Reads LinkedIn's archive, or a spreadsheet, in the worker. The Python code for it is fetched when somebody hands over a file. The files are mounted where
// they are: Python reads the pieces that it wants, and no file is ever whole in memory.

/**
 * @import {createLateCode} from "./late_code.js"
 * @import {Python} from "./python.js"
 */

/**
 * @typedef {{ok?: {report?: object}, failed?: string, stopped?: boolean}} ArchiveReply the last reply of site_src/runtime/archive_entry.py, or
 *   {stopped: true}
 * @typedef {[files: File[], sendNews: (news: object) => void, isStopped: () => boolean, more?: object]} ReadArguments `more`: further fields of
 *   the request to archive_entry.py
 */

const MOUNT = "/given";
// Emscripten's code for an input or output error.
const EIO = 29;
// Other messages are handled between two steps this often: another request, or that the visitor wants to stop.
const PAUSE_MS = 50;
const nextTask = () => new Promise((resolve) => setTimeout(resolve));

/**
 * @param {Python} python
 * @param {ReturnType<typeof createLateCode>} loadCode
 * @returns {(...read: ReadArguments) => Promise<ArchiveReply>} reads files. Of several calls the later waits for the earlier. Rejects where
 *   the Python code cannot be fetched.
 */
export function createArchive(python, loadCode) {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();

  /** @param {ReadArguments} read */
  async function read(...[files, sendNews, isStopped, more]) {
    if (isStopped()) return { stopped: true };
    const entry = await loadCode("export", () => sendNews({}));
    /** @param {object} request */
    const ask = (request) => JSON.parse(/** @type {NonNullable<typeof entry>} */ (entry)(JSON.stringify(request)));
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
