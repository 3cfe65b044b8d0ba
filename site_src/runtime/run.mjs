// Runs a Python function inside the runtime, under Node: the build and the tests see what a visitor's browser will see.
//
// Reads {glue, wasm, rest, archives: {name: file}, folders: {place: folder}, environment: {name: value}, module, function, texts: […], poison:
// [[start, end], …]} from standard input, prints {replies, called, read, changed} as JSON: all but the replies is what an instrumented
// interpreter tells (instrument.py). `rest` is null where `wasm` is whole. `stdlib` among the archives is the standard library; the others go
// on sys.path. `poison` are addresses that hold nonsense at the start. No browser has folders of this machine, nor an environment: they are for
// the tools that build and test.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { importFunction, startPython, textFunction } from "../browser/worker/python.js";

// Of a structure that the glue reads, as many bytes are marked; no structure that it gets is larger. A word has four.
const MOST_READ = 256;
const WORD = 4;
const POISON = 0xa5;

// Standard output belongs to the replies.
console.log = console.error;

const asked = JSON.parse(readFileSync(0, "utf8"));
const { default: create } = await import(pathToFileURL(asked.glue).href);
const module = await WebAssembly.compile(readFileSync(asked.wasm));
const archives = Object.fromEntries(Object.entries(asked.archives).map(([name, file]) => [name, new Uint8Array(readFileSync(file))]));
const rest = () => new WebAssembly.Module(readFileSync(asked.rest));
const isMarking = WebAssembly.Module.exports(module).some(({ name }) => name === "words_read");
let exported;
let untouched;
const python = await startPython(createHere, { module, rest }, archives, { IN_NODE: true, IN_NODE_ESM: true });
const call = textFunction(python, importFunction(python, asked.module, asked.function));
const replies = asked.texts.map((text) => call(text));
process.stdout.write(JSON.stringify({ replies, ...(isMarking ? listMarks() : { called: [], read: [], changed: 0 }) }));

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
    options.instantiateWasm(isMarking ? markReads(imports) : imports, (instance, wasm) => {
      exported = instance.exports;
      const memory = new Uint8Array(exported.memory.buffer);
      for (const [start, end] of asked.poison) memory.fill(POISON, start, end);
      if (isMarking) untouched = memory.slice(0, exported.words_read.buffer.byteLength * WORD);
      done(instance, wasm);
    });
  return create({ ...options, preRun, instantiateWasm });
}

function listMarks() {
  const [called, read] = [exported.called, exported.words_read].map(({ buffer }) =>
    Array.from(new Uint8Array(buffer), (mark, at) => (mark ? at : -1)).filter((at) => at >= 0),
  );
  const memory = new Uint8Array(exported.memory.buffer);
  return { called, read, changed: untouched.findIndex((byte, at) => byte !== memory[at]) };
}

/** Have the glue's functions mark what they may read: each text, or structure, whose address they get. */
function markReads(imports) {
  const mark = (address) => {
    const marks = new Uint8Array(exported.words_read.buffer);
    const end = new Uint8Array(exported.memory.buffer).indexOf(0, address);
    if (address < marks.length * WORD) marks.fill(1, Math.floor(address / WORD), Math.ceil(Math.max(end, address + MOST_READ) / WORD));
  };
  const watch =
    (act) =>
    (...given) => {
      for (const each of given) if (typeof each === "number" && each > 0) mark(each);
      return act(...given);
    };
  const env = Object.fromEntries(Object.entries(imports.env).map(([name, act]) => [name, typeof act === "function" ? watch(act) : act]));
  return { ...imports, env, wasi_snapshot_preview1: env };
}
