// From a manifest to a Python that answers. Pyodide's own loader is left out: its JavaScript layer makes objects cross between the two
// languages, and only text crosses here. What is used instead is CPython's documented C API, which the glue (pyodide.asm.mjs) exports.

import { bytes, drain, Fault, open } from "./download.js";

const isWasm = (type) => type === "application/wasm";
const isScript = (type) => type === "text/javascript" || type === "application/javascript";
const isArchive = (type) => !type.startsWith("text/");

// The smallest WebAssembly module: the magic number and the version.
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** Fetch everything, start Python, and resolve to a function from text to text. `onBytes(n)` is told of each arrival. */
export async function boot(manifest, base, onBytes) {
  requireWasm();
  const { glue, wasm, stdlib, core } = manifest.files;
  const url = (file) => new URL(file.path, base).href;
  const [create, module, stdlibBytes, coreBytes] = await allOrFirstFault([
    loadGlue(url(glue), glue.size, onBytes),
    compile(url(wasm), wasm.size, onBytes),
    open(url(stdlib), isArchive).then((response) => bytes(response, stdlib.size, onBytes)),
    open(url(core), isArchive).then((response) => bytes(response, core.size, onBytes)),
  ]);
  const python = await start(create, module, stdlibBytes, coreBytes);
  return importHandle(python);
}

/** Some browsers have no WebAssembly, and some settings and policies forbid it. Both show before a byte is fetched. */
function requireWasm() {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (error) {
    throw new Fault("no-wasm", String(error));
  }
}

/** Like Promise.all, but a file that is plainly missing is told before what follows from it. */
async function allOrFirstFault(promises) {
  const settled = await Promise.allSettled(promises);
  const failures = settled.filter((one) => one.status === "rejected").map((one) => one.reason);
  if (failures.length > 0) throw failures.find((failure) => failure instanceof Fault) ?? failures[0];
  return settled.map((one) => one.value);
}

/** The browser tells nothing about a module that would not load, so the file is asked for once more to find out why. */
async function loadGlue(url, size, onBytes) {
  try {
    const { default: create } = await import(url);
    onBytes(size);
    return create;
  } catch (error) {
    await drain(await open(url, isScript), size, () => {});
    throw error;
  }
}

/** Compile while downloading. The response itself goes to the browser, untouched, because only then may it keep the compiled code. */
async function compile(url, size, onBytes) {
  const response = await open(url, isWasm);
  const counted = drain(response.clone(), size, (chunk) => onBytes(chunk.length));
  const [count, module] = await Promise.allSettled([counted, WebAssembly.compileStreaming(response)]);
  if (count.status === "rejected") throw count.reason;
  if (module.status === "rejected") throw module.reason;
  return module.value;
}

/** Run CPython's main(), which initialises the interpreter and returns. */
function start(create, module, stdlib, core) {
  return new Promise((resolve, reject) => {
    const refuse = (why) => reject(why instanceof Error ? why : new Error(String(why)));
    const noError = Symbol("no error");
    create({
      arguments: [],
      thisProgram: "python",
      noImageDecoding: true,
      noAudioDecoding: true,
      noWasmDecoding: true,
      API: { config: { jsglobals: self }, runtimeEnv: { IN_BROWSER: true, IN_BROWSER_WEB_WORKER: true } },
      print: (line) => console.log(line),
      printErr: (line) => console.warn(line),
      onAbort: (what) => refuse(`aborted: ${what}`),
      onExit: (code) => refuse(`Python left with code ${code}`),
      preRun: [(python) => furnish(python, stdlib, core)],
      instantiateWasm(imports, done) {
        // What the glue wants to know of errors that pass through Pyodide's object layer, which is never entered here.
        imports.env.Jsv_GetError_import = () => noError;
        imports.env.JsvError_Check = (value) => (value === noError ? 1 : 0);
        WebAssembly.instantiate(module, imports).then((instance) => done(instance, module), refuse);
        return {};
      },
    }).then(resolve, refuse);
  });
}

/** The file system as the interpreter expects to find it: the standard library and ssi_core, both as archives. */
function furnish(python, stdlib, core) {
  const version = python.HEAPU32[python._Py_Version >>> 2];
  const [major, minor] = [(version >>> 24) & 0xff, (version >>> 16) & 0xff];
  python.API.pyVersionTuple = [major, minor, (version >>> 8) & 0xff];
  python.API.sitePackages = `/lib/python${major}.${minor}/site-packages`;
  // Python looks for this folder to know where it lives, and complains where it is missing.
  python.FS.mkdirTree(`/lib/python${major}.${minor}/lib-dynload`);
  python.FS.writeFile(`/lib/python${major}${minor}.zip`, stdlib, { canOwn: true });
  python.FS.writeFile("/lib/ssi_core.zip", core, { canOwn: true });
  // PYTHONINSPECT keeps a SystemExit from ending the interpreter.
  Object.assign(python.ENV, { HOME: "/", PYTHONINSPECT: "1", PYTHONPATH: "/lib/ssi_core.zip" });
}

/** ssi_core.wire.handle as a JavaScript function. Each call makes two Python strings and lets go of both. */
function importHandle(python) {
  const withText = (text, use) => {
    const pointer = python.stringToNewUTF8(text);
    try {
      return use(pointer);
    } finally {
      python._free(pointer);
    }
  };
  const must = (pointer, what) => {
    if (pointer !== 0) return pointer;
    python._PyErr_Print();
    throw new Error(`Python could not ${what}`);
  };
  const wire = must(withText("ssi_core.wire", (name) => python._PyImport_ImportModule(name)), "import ssi_core.wire");
  const handle = must(withText("handle", (name) => python._PyObject_GetAttrString(wire, name)), "find ssi_core.wire.handle");
  return (text) => {
    const request = must(withText(text, (pointer) => python._PyUnicode_FromString(pointer)), "read the request");
    const reply = python._PyObject_CallOneArg(handle, request);
    python._Py_DecRef(request);
    must(reply, "answer");
    const answer = python.UTF8ToString(must(python._PyUnicode_AsUTF8(reply), "write the answer"));
    python._Py_DecRef(reply);
    return answer;
  };
}
