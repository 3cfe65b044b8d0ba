// The memory of a Python that has started, and how another comes to stand where that one stood, without starting: the same wasm, given the
// same memory, goes on in the same way. What is outside the memory (the function table, the file system) the glue makes the same each time.

const NUMBERS = 6;
const BYTES = Uint32Array.BYTES_PER_ELEMENT * NUMBERS;

/** What must be equal in two interpreters that can have the same memory. */
const shape = (python) => [python.HEAPU8.length, python.wasmTable.length, python._emscripten_stack_get_end()];

/**
 * All that this Python has in memory, while none of its functions runs: what lies below the stack, and what lies above. The stack itself,
 * ten megabytes, holds nothing then. `address` is that of a Python function, for whoever uses the image.
 */
export function takeImage(python, address) {
  const [size, functions, below] = shape(python);
  const above = python._emscripten_stack_get_current();
  const end = python.HEAPU32[python._emscripten_get_sbrk_ptr() >>> 2];
  const image = new Uint8Array(BYTES + below + end - above);
  new Uint32Array(image.buffer, 0, NUMBERS).set([size, functions, below, above, end, address]);
  image.set(python.HEAPU8.subarray(0, below), BYTES);
  image.set(python.HEAPU8.subarray(above, end), BYTES + below);
  return image;
}

/** Have a Python that was not started (`asleep`) go on from an image. Gives back the address. */
export function putImage(python, image) {
  const [size, functions, below, above, end, address] = new Uint32Array(image.buffer, image.byteOffset, NUMBERS);
  if (String([size, functions, below]) !== String(shape(python))) throw new Error("the image is of another interpreter");
  if (image.length !== BYTES + below + end - above) throw new Error("the image is not whole");
  python.HEAPU8.set(image.subarray(BYTES, BYTES + below));
  python.HEAPU8.set(image.subarray(BYTES + below), above);
  python.__emscripten_stack_restore(above);
  return address;
}
