// Snapshots of the memory of a started Python. Another Python with the same wasm and the same memory goes on in the same way, without
// starting. The glue makes everything outside the memory (the function table, the file system) the same each time.

/** @import {Python} from "./python.js" */

const NUMBERS = 6;
const HEADER_BYTES = Uint32Array.BYTES_PER_ELEMENT * NUMBERS;

/**
 * List what must be equal in two interpreters that can have the same memory.
 * @param {Python} python
 */
const shapeOf = (python) => [python.HEAPU8.length, python.wasmTable.length, python._emscripten_stack_get_end()];

/**
 * Copy the memory of a Python, while none of its functions runs: the part below the stack, and the part above. The stack itself, ten
 * megabytes, holds nothing then.
 * @param {Python} python
 * @param {number} address of a Python function, which the snapshot keeps
 */
export function takeSnapshot(python, address) {
  const [size, functions, below] = shapeOf(python);
  const above = python._emscripten_stack_get_current();
  const end = python.HEAPU32[python._emscripten_get_sbrk_ptr() >>> 2];
  const snapshot = new Uint8Array(HEADER_BYTES + below + end - above);
  new Uint32Array(snapshot.buffer, 0, NUMBERS).set([size, functions, below, above, end, address]);
  snapshot.set(python.HEAPU8.subarray(0, below), HEADER_BYTES);
  snapshot.set(python.HEAPU8.subarray(above, end), HEADER_BYTES + below);
  return snapshot;
}

/**
 * Have a Python that was not started (`skipInit`) go on from a snapshot. Throws where the snapshot is not whole, or of another interpreter.
 * @param {Python} python
 * @param {Uint8Array} snapshot
 * @returns {number} the address of the Python function
 */
export function restoreSnapshot(python, snapshot) {
  const [size, functions, below, above, end, address] = new Uint32Array(snapshot.buffer, snapshot.byteOffset, NUMBERS);
  if (String([size, functions, below]) !== String(shapeOf(python))) throw new Error("the snapshot is of another interpreter");
  if (snapshot.length !== HEADER_BYTES + below + end - above) throw new Error("the snapshot is not whole");
  python.HEAPU8.set(snapshot.subarray(HEADER_BYTES, HEADER_BYTES + below));
  python.HEAPU8.set(snapshot.subarray(HEADER_BYTES + below), above);
  python.__emscripten_stack_restore(above);
  return address;
}
