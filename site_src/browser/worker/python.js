// Starts the interpreter and calls a Python function, text in and text out. Knows nothing of the network, the page or ssi_core, so that the
// build can run the very same code.
//
// Pyodide's own loader is left out: its JavaScript layer lets objects of both languages cross, imports asyncio and inspect to do so, and
// here only text crosses. What is used instead is CPython's documented C API, which Pyodide's glue exports.

/**
 * Run CPython's main(), which initialises the interpreter and returns. `create` is the glue's default export, `module` the compiled wasm.
 * Most of the interpreter's functions are in another (site_src/runtime/halves.py), which `rest` gives at once, compiled, when the first of
 * them is called. `archives` are bytes by role: `stdlib`, and any number of others, which are put on sys.path. With `asleep` all is made
 * ready but main() is not run: what comes of it is put into the memory instead (image.js).
 */
export function startPython(create, { module, rest }, { stdlib, ...others }, runtimeEnv, asleep = false) {
  return new Promise((resolve, reject) => {
    const refuse = (why) => reject(why instanceof Error ? why : new Error(String(why)));
    const noError = Symbol("no error");
    create({
      arguments: [],
      noInitialRun: asleep,
      thisProgram: "python",
      noImageDecoding: true,
      noAudioDecoding: true,
      noWasmDecoding: true,
      API: { config: { jsglobals: globalThis }, runtimeEnv },
      print: (line) => console.log(line),
      printErr: (line) => console.error(line),
      onAbort: (what) => refuse(`aborted: ${what}`),
      onExit: (code) => refuse(`Python left with code ${code}`),
      preRun: [(python) => furnish(python, stdlib, others)],
      instantiateWasm(imports, done) {
        // What the glue wants to know of errors that pass through Pyodide's object layer, which is never entered here.
        imports.env.Jsv_GetError_import = () => noError;
        imports.env.JsvError_Check = (value) => (value === noError ? 1 : 0);
        // Addresses of OpenGL and console functions, which only libraries loaded later could call. The glue would compile a little module for
        // each of the 280 to give it an address; left at nowhere, Python starts a fifth sooner.
        const nowhere = new WebAssembly.Global({ value: "i32", mutable: true }, 0);
        imports["GOT.func"] = new Proxy({}, { get: () => nowhere });
        let first;
        const fetch = () => {
          new WebAssembly.Instance(rest(), { ...imports, first: sharedOf(first) });
          first.rest_is_here.value = 1;
        };
        WebAssembly.instantiate(module, { ...imports, rest: { fetch } }).then((instance) => {
          first = instance.exports;
          done(instance, module);
        }, refuse);
        return {};
      },
    }).then(resolve, refuse);
  });
}

/** What the first half of the interpreter shares with the rest. Its exports are named for that. */
function sharedOf(exports) {
  const named = Object.entries(exports).filter(([name]) => name.startsWith("first."));
  return Object.fromEntries(named.map(([name, value]) => [name.slice("first.".length), value]));
}

/** The file system as the interpreter expects to find it. */
function furnish(python, stdlib, others) {
  const version = python.HEAPU32[python._Py_Version >>> 2];
  const [major, minor] = [(version >>> 24) & 0xff, (version >>> 16) & 0xff];
  // Python looks for this folder to know where it lives, and complains where it is missing.
  python.FS.mkdirTree(`/lib/python${major}.${minor}/lib-dynload`);
  python.FS.writeFile(`/lib/python${major}${minor}.zip`, stdlib, { canOwn: true });
  const paths = Object.entries(others).map(([name, data]) => {
    python.FS.writeFile(`/lib/${name}.zip`, data, { canOwn: true });
    return `/lib/${name}.zip`;
  });
  Object.assign(python.ENV, {
    HOME: "/",
    PYTHONPATH: paths.join(":"),
    // Two steps of optimisation: no docstrings and no asserts, as the bytecode was compiled.
    PYTHONOPTIMIZE: "2",
    // Keeps a SystemExit from ending the interpreter.
    PYTHONINSPECT: "1",
    // Complaints end in logs.
    PYTHON_COLORS: "0",
  });
}

/** A function of a Python module, as its address, which stays the same: nobody lets go of it. */
export function importFunction(python, moduleName, functionName) {
  const module = made(python, withText(python, moduleName, python._PyImport_ImportModule), `import ${moduleName}`);
  const find = (name) => python._PyObject_GetAttrString(module, name);
  return made(python, withText(python, functionName, find), `find ${functionName}`);
}

/** The Python function at this address, from str to str, as a JavaScript function. Each call makes two Python strings and lets go of both. */
export function textFunction(python, address) {
  return (text) => {
    const request = made(python, withText(python, text, python._PyUnicode_FromString), "read the request");
    const reply = python._PyObject_CallOneArg(address, request);
    python._Py_DecRef(request);
    made(python, reply, "answer");
    const answer = python.UTF8ToString(made(python, python._PyUnicode_AsUTF8(reply), "write the answer"));
    python._Py_DecRef(reply);
    return answer;
  };
}

function withText(python, text, use) {
  const pointer = python.stringToNewUTF8(text);
  try {
    return use(pointer);
  } finally {
    python._free(pointer);
  }
}

/** What Python made, or its complaint. */
function made(python, pointer, what) {
  if (pointer !== 0) return pointer;
  python._PyErr_Print();
  throw new Error(`Python could not ${what}`);
}
