// LinkedIn's archive in the worker. The Python that reads it is fetched when somebody hands over a file. The files are mounted where they
// are: Python reads the pieces that it wants, and none is ever whole in memory.

import { bytes, isArchive, open } from "./download.js";
import { importFunction, textFunction } from "./python.js";

const PYTHON = "/lib/export.zip";
const PLACE = "/given";
// What Emscripten calls an input or output error.
const EIO = 29;
// Lets messages in between two steps: another request, or that enough was read. Often enough for a visitor who wants to stop.
const BREATH_MS = 50;
const breath = () => new Promise((resolve) => setTimeout(resolve));

/**
 * @param {{python: object, fetchRest: () => Promise<void>}} started the running interpreter, and what fetches the functions that reading takes
 * @param {{manifest: object, base: string, cache: string}} order what the page sent at the start
 * @returns {(files: File[], tell: (news: object) => void, stopped: () => boolean) => Promise<object>} the door's last reply (see
 *   site_src/runtime/door.py), or {stopped: true}. Of several at once the later waits for the earlier. No files at all only have the Python
 *   for it fetched. Rejects where that cannot be had.
 */
export function createArchive({ python, fetchRest }, { manifest, base, cache }) {
  let door;
  let last = Promise.resolve();

  async function fetchDoor(tell) {
    const { path, size } = manifest.later.export;
    const rest = fetchRest();
    const response = await open(new URL(path, base).href, isArchive, cache);
    python.FS.writeFile(PYTHON, await bytes(response, size, () => tell({})), { canOwn: true });
    await rest;
    const code = python.stringToNewUTF8(`import sys\nsys.path.append("${PYTHON}")`);
    python._PyRun_SimpleString(code);
    python._free(code);
    return textFunction(python, importFunction(python, "door", "handle"));
  }

  async function read(files, tell, stopped) {
    if (stopped()) return { stopped: true };
    door ??= await fetchDoor(tell);
    const ask = (request) => JSON.parse(door(JSON.stringify(request)));
    mount(python, files);
    let breathed = performance.now();
    try {
      let reply = ask({ do: "open", files: files.map(({ name }, at) => ({ path: `${PLACE}/${at}`, name })) });
      while (reply.ok && !reply.ok.report) {
        tell(reply.ok);
        if (performance.now() - breathed >= BREATH_MS) {
          await breath();
          breathed = performance.now();
        }
        if (stopped()) return { stopped: true };
        reply = ask({ do: "step" });
      }
      return reply;
    } finally {
      ask({ do: "close" });
      python.FS.unmount(PLACE);
    }
  }

  return (...order) => {
    const turn = () => read(...order);
    last = last.then(turn, turn);
    return last;
  };
}

function mount({ FS }, files) {
  const { WORKERFS } = FS.filesystems;
  const { read } = WORKERFS.stream_ops;
  // A file that was changed or taken away meanwhile is an error for Python to meet, not for the interpreter.
  WORKERFS.stream_ops.read = (...rest) => {
    try {
      return read(...rest);
    } catch {
      throw new FS.ErrnoError(EIO);
    }
  };
  FS.mkdirTree(PLACE);
  FS.mount(WORKERFS, { blobs: files.map((data, at) => ({ name: String(at), data })) }, PLACE);
}
