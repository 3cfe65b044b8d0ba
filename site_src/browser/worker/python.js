// Starts the interpreter and calls a Python function, text in and text out. It knows nothing of the network, the page or ssi_core, so that
// the build can run the very same code.
//
// Pyodide's own loader is left out: its JavaScript layer lets objects of both languages cross, and imports asyncio and inspect to do so.
// Here only text crosses, through CPython's documented C API, which Pyodide's glue exports.

/**
 * @typedef {{stream_ops: {read: (...rest: unknown[]) => number}}} FileSystem
 * @typedef {{
 *   mkdirTree: (path: string) => void, writeFile: (path: string, data: Uint8Array, options: {canOwn: boolean}) => void,
 *   mount: (type: FileSystem, options: object, path: string) => void, unmount: (path: string) => void,
 *   filesystems: {WORKERFS: FileSystem}, ErrnoError: new (code: number) => Error,
 * }} Files
 * @typedef {{
 *   FS: Files, ENV: Record<string, string>, HEAPU8: Uint8Array, HEAPU32: Uint32Array, wasmTable: WebAssembly.Table,
 *   stringToNewUTF8: (text: string) => number, UTF8ToString: (pointer: number) => string, _free: (pointer: number) => void,
 *   _Py_Version: number, _PyErr_Print: () => void, _Py_DecRef: (object: number) => void, _PyRun_SimpleString: (code: number) => number,
 *   _PyImport_ImportModule: (name: number) => number, _PyObject_GetAttrString: (object: number, name: number) => number,
 *   _PyObject_CallOneArg: (callable: number, argument: number) => number,
 *   _PyUnicode_FromString: (text: number) => number, _PyUnicode_AsUTF8: (object: number) => number,
 *   _emscripten_stack_get_current: () => number, _emscripten_stack_get_end: () => number, _emscripten_get_sbrk_ptr: () => number,
 *   __emscripten_stack_restore: (pointer: number) => void, rest: SecondHalf,
 * }} Python the interpreter, as Emscripten's module, and the state of its second half; objects and texts of Python and C are addresses
 * @typedef {{isHere: () => boolean, load: () => void}} SecondHalf `load` puts the second half in place at once, with its data, unless it is there
 *
 * @typedef {Record<string, Record<string, unknown>>} Imports
 * @typedef {(instance: WebAssembly.Instance, module: WebAssembly.Module) => void} OnInstance
 * @typedef {(options: object) => Promise<Python>} Create the glue's default export
 * @typedef {{module: WebAssembly.Module, rest: () => WebAssembly.Module}} Wasm the first half of the interpreter and, from `rest`, the second; see
 *   site_src/runtime/split_wasm.py
 * @typedef {{stdlib: Uint8Array, [name: string]: Uint8Array}} Archives the standard library, and others, which are put on sys.path
 */

/**
 * Run CPython's main(), which initialises the interpreter and returns.
 * @param {Create} create
 * @param {Wasm} wasm
 * @param {Archives} archives
 * @param {Record<string, boolean>} runtimeEnv
 * @param {boolean} [skipInit] whether main() is not run, because a snapshot of its outcome is going to be restored (snapshot.js)
 * @returns {Promise<Python>}
 */
export function startPython(create, wasm, archives, runtimeEnv, skipInit = false) {
  return new Promise((resolve, reject) => {
    /** @param {unknown} error */
    const fail = (error) => reject(error instanceof Error ? error : new Error(String(error)));
    /** @type {SecondHalf} */
    let rest;
    create({
      arguments: [],
      noInitialRun: skipInit,
      thisProgram: "python",
      noImageDecoding: true,
      noAudioDecoding: true,
      noWasmDecoding: true,
      API: { config: { jsglobals: globalThis }, runtimeEnv },
      print: (/** @type {string} */ line) => console.log(line),
      printErr: (/** @type {string} */ line) => console.error(line),
      onAbort: (/** @type {unknown} */ what) => fail(`aborted: ${what}`),
      onExit: (/** @type {number} */ code) => fail(`Python left with code ${code}`),
      preRun: [(/** @type {Python} */ python) => mountFiles(python, archives)],
      instantiateWasm: (/** @type {Imports} */ imports, /** @type {OnInstance} */ onInstance) => {
        instantiate(wasm, imports).then((made) => {
          rest = made.rest;
          onInstance(made.instance, wasm.module);
        }, fail);
        return {};
      },
    }).then((python) => resolve(Object.assign(python, { rest })), fail);
  });
}

/**
 * Instantiate the first half of the interpreter. The second is instantiated when one of its functions is called for the first time.
 * @param {Wasm} wasm
 * @param {Imports} imports
 */
async function instantiate({ module, rest }, imports) {
  const noError = Symbol("no error");
  // The glue's questions about errors in Pyodide's object layer, which is not used here.
  imports.env.Jsv_GetError_import = () => noError;
  imports.env.JsvError_Check = (/** @type {unknown} */ value) => (value === noError ? 1 : 0);
  // Addresses of OpenGL and console functions, which only libraries loaded later could call. The glue would compile a little module for
  // each of the 280 to give it an address. Without addresses, Python starts a fifth sooner.
  const nowhere = new WebAssembly.Global({ value: "i32", mutable: true }, 0);
  imports["GOT.func"] = new Proxy({}, { get: () => nowhere });
  /** @type {WebAssembly.Exports} */
  let first;
  const here = () => /** @type {WebAssembly.Global} */ (first.rest_is_here);
  const isHere = () => here().value === 1;
  const load = () => {
    if (isHere()) return;
    // The data is in place before anything of it can be called.
    new WebAssembly.Instance(rest(), /** @type {WebAssembly.Imports} */ ({ ...imports, first: sharedOf(first) }));
    here().value = 1;
  };
  const instance = await WebAssembly.instantiate(module, /** @type {WebAssembly.Imports} */ ({ ...imports, rest: { fetch: load } }));
  first = instance.exports;
  return { instance, rest: { isHere, load } };
}

/**
 * Pick the exports that the first half of the interpreter shares with the second. Their names say so.
 * @param {WebAssembly.Exports} exports
 */
function sharedOf(exports) {
  const named = Object.entries(exports).filter(([name]) => name.startsWith("first."));
  return Object.fromEntries(named.map(([name, value]) => [name.slice("first.".length), value]));
}

/**
 * Set up the file system that the interpreter expects, with the archives in it.
 * @param {Python} python
 * @param {Archives} archives
 */
function mountFiles(python, { stdlib, ...others }) {
  const version = python.HEAPU32[python._Py_Version >>> 2];
  const [major, minor] = [(version >>> 24) & 0xff, (version >>> 16) & 0xff];
  // Python looks for this folder to find its own place, and complains without it.
  python.FS.mkdirTree(`/lib/python${major}.${minor}/lib-dynload`);
  python.FS.writeFile(`/lib/python${major}${minor}.zip`, stdlib, { canOwn: true });
  const paths = Object.entries(others).map(([name, data]) => {
    python.FS.writeFile(`/lib/${name}.zip`, data, { canOwn: true });
    return `/lib/${name}.zip`;
  });
  Object.assign(python.ENV, {
    HOME: "/",
    PYTHONPATH: paths.join(":"),
    // Two levels of optimisation: no docstrings and no asserts, as the bytecode was compiled.
    PYTHONOPTIMIZE: "2",
    // Keeps a SystemExit from ending the interpreter.
    PYTHONINSPECT: "1",
    // Error messages end up in logs.
    PYTHON_COLORS: "0",
  });
}

/**
 * Import a function of a Python module.
 * @param {Python} python
 * @param {string} moduleName
 * @param {string} functionName
 * @returns {number} its address, which stays the same, because its reference is never released
 */
export function importFunction(python, moduleName, functionName) {
  const module = check(python, withText(python, moduleName, python._PyImport_ImportModule), `import ${moduleName}`);
  /** @param {number} name */
  const find = (name) => python._PyObject_GetAttrString(module, name);
  return check(python, withText(python, functionName, find), `find ${functionName}`);
}

/**
 * Wrap a Python function from str to str. Each call creates two Python strings and releases both.
 * @param {Python} python
 * @param {number} address
 * @returns {(text: string) => string}
 */
export function textFunction(python, address) {
  return (text) => {
    const request = check(python, withText(python, text, python._PyUnicode_FromString), "read the request");
    const reply = python._PyObject_CallOneArg(address, request);
    python._Py_DecRef(request);
    check(python, reply, "answer");
    const answer = python.UTF8ToString(check(python, python._PyUnicode_AsUTF8(reply), "write the answer"));
    python._Py_DecRef(reply);
    return answer;
  };
}

/**
 * Call a function with a text in C's memory.
 * @param {Python} python
 * @param {string} text
 * @param {(pointer: number) => number} use
 */
function withText(python, text, use) {
  const pointer = python.stringToNewUTF8(text);
  try {
    return use(pointer);
  } finally {
    python._free(pointer);
  }
}

/**
 * Check that Python returned an object. Throws where Python raised an exception, which is printed.
 * @param {Python} python
 * @param {number} pointer
 * @param {string} what
 */
function check(python, pointer, what) {
  if (pointer !== 0) return pointer;
  python._PyErr_Print();
  throw new Error(`Python could not ${what}`);
}
