// Asks the engine about saved data, leniently. Saved data may be older or newer than ssi_core's model, and ssi_core refuses what it does
// not know. The second request leaves that out; it stays on the device.

/** @import {Ask, Fault, Reply, Results} from "./wire.js" */

const MAPPINGS = ["answers", "done", "measured", "before", "after"];

// A fault names a key only if the key looks like this.
const KEY = /^\w+$/;

/**
 * Copy a request without what its faults name: an answer by its factor, "done.groups", "role", and "over_time" as a whole.
 * @template {Record<string, unknown>} T
 * @param {T} request
 * @param {Fault[]} faults
 * @returns {T}
 */
function removeFaulty(request, faults) {
  const wrong = new Set(faults.map(({ key }) => key));
  /** @type {Record<string, unknown>} */
  const sound = { ...request };
  for (const name of MAPPINGS) {
    /** @param {[factor: string, level: unknown]} entry */
    const isSound = ([factor]) => KEY.test(factor) && !wrong.has(`${name}.${factor}`) && !(name === "answers" && wrong.has(factor));
    const mapping = sound[name];
    // An import has a date before which its points must lie.
    if (mapping && typeof mapping === "object") sound[name] = Object.fromEntries(Object.entries(mapping).filter(isSound));
  }
  for (const name of ["role", "target"]) if (wrong.has(name)) delete sound[name];
  if (faults.some(({ key }) => /^over_time\b/.test(key))) delete sound.over_time;
  return /** @type {T} */ (sound);
}

/**
 * Ask about saved data; where it is refused, ask again without what is wrong.
 * @template {keyof Results} K
 * @param {Ask} ask
 * @param {{do: K} & Record<string, unknown>} request
 * @returns {Promise<Reply<Results[K]>>} rejects where the engine failed
 */
export async function askLenient(ask, request) {
  const reply = await ask(request);
  return reply.faults ? ask(removeFaulty(request, reply.faults)) : reply;
}
