// Fetching a file of the runtime: what went wrong has a name, and every byte that arrives is told.

/** Why the engine could not start. `reason` is one of a few words that the page has a message for; `message` is for developers. */
export class Fault extends Error {
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

export const isWasm = (type) => type === "application/wasm";
export const isScript = (type) => type === "text/javascript" || type === "application/javascript";
// Hosts have many types for an archive, and none of them is text.
export const isArchive = (type) => !type.startsWith("text/");

/** Ask for a file, and refuse what is certainly not that file: hosts like to answer with a page where a file is missing. */
export async function open(url, isRightType, cache) {
  let response;
  try {
    // Nobody else has our files, and "only-if-cached" may be said in this mode only.
    response = await fetch(url, { cache, ...(cache === "only-if-cached" && { mode: "same-origin" }) });
  } catch (error) {
    throw new Fault("network", `${url}: ${error.message}`);
  }
  if (!response.ok) throw new Fault("http", `${url}: status ${response.status}`);
  const type = (response.headers.get("content-type") ?? "").split(";")[0].trim().toLowerCase();
  if (!isRightType(type)) throw new Fault("wrong-type", `${url}: content type “${type}”`);
  return response;
}

/** Read a body to its end, handing over each chunk with its place. A body of another length than the manifest says is not our file. */
export async function drain(response, size, onChunk) {
  const reader = response.body.getReader();
  let at = 0;
  for (;;) {
    let step;
    try {
      step = await reader.read();
    } catch (error) {
      throw new Fault("network", `${response.url}: ${error.message} after ${at} of ${size} bytes`);
    }
    const end = at + (step.done ? 0 : step.value.length);
    if (step.done ? end < size : end > size) throw new Fault("truncated", `${response.url}: ${end} bytes, expected ${size}`);
    if (step.done) return;
    onChunk(step.value, at);
    at = end;
  }
}

/** A whole file as bytes. */
export async function bytes(response, size, onBytes) {
  const whole = new Uint8Array(size);
  await drain(response, size, (chunk, at) => {
    whole.set(chunk, at);
    onBytes(chunk.length);
  });
  return whole;
}
