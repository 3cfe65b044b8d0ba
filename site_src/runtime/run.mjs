// Runs a Python function inside the runtime, under Node: the build and the tests see what a visitor's browser will see.
//
// Reads {glue, wasm, rest, archives: {name: file}, folders: {place: folder}, environment: {name: value}, module, function, texts: […]} from
// standard input, prints {replies, called} as JSON: `called` are the numbers of the functions that were called, of an interpreter that marks
// them (split_wasm.py). `rest` is null where `wasm` is whole. `stdlib` among the archives is the standard library; the others go on sys.path. No
// browser has folders of this machine, nor an environment: they are for the tools that build and test.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { importFunction, startPython, textFunction } from "../browser/worker/python.js";

// Standard output belongs to the replies.
console.log = console.error;

const asked = JSON.parse(readFileSync(0, "utf8"));
const { default: create } = await import(pathToFileURL(asked.glue).href);
const module = await WebAssembly.compile(readFileSync(asked.wasm));
const archives = Object.fromEntries(Object.entries(asked.archives).map(([name, file]) => [name, new Uint8Array(readFileSync(file))]));
const rest = () => new WebAssembly.Module(readFileSync(asked.rest));
let exported;
const python = await startPython(createHere, { module, rest }, archives, { IN_NODE: true, IN_NODE_ESM: true });
const call = textFunction(python, importFunction(python, asked.module, asked.function));
const replies = asked.texts.map((text) => call(text));
process.stdout.write(JSON.stringify({ replies, called: exported.called ? indicesOf(exported.called) : [] }));

function createHere(options) {
  const preRun = options.preRun.map((mountFiles) => (python) => {
    mountFiles(python);
    for (const [place, root] of Object.entries(asked.folders)) {
      python.FS.mkdirTree(place);
      python.FS.mount(python.FS.filesystems.NODEFS, { root }, place);
    }
    Object.assign(python.ENV, asked.environment);
  });
  const instantiateWasm = (imports, done) =>
    options.instantiateWasm(imports, (instance, wasm) => {
      exported = instance.exports;
      done(instance, wasm);
    });
  return create({ ...options, preRun, instantiateWasm });
}

/** Where a table holds something. */
function indicesOf(table) {
  return Array.from({ length: table.length }, (_, at) => at).filter((at) => table.get(at) !== null);
}
