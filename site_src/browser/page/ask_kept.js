// Asks the engine about what is kept. ssi_core refuses what it does not know; but what is kept may be older than its model, or newer. So what
// it names in its faults is left out of the question, and stays on the device.

const MAPPINGS = ["answers", "done", "measured"];

// Any other key is not told as it is.
const KEY = /^\w+$/;

/** The same request without what the faults name: an answer by its factor, "done.groups", "role". */
function without(request, faults) {
  const wrong = new Set(faults.map(({ key }) => key));
  const sound = { ...request };
  for (const name of MAPPINGS) {
    const isSound = ([factor]) => KEY.test(factor) && !wrong.has(`${name}.${factor}`) && !(name === "answers" && wrong.has(factor));
    if (sound[name]) sound[name] = Object.fromEntries(Object.entries(sound[name]).filter(isSound));
  }
  for (const name of ["role", "target"]) if (wrong.has(name)) delete sound[name];
  return sound;
}

/**
 * @param {(request: object) => Promise<{ok?: object, faults?: {key: string}[]}>} ask
 * @returns {Promise<{ok?: object, faults?: object[]}>} rejects where the engine failed
 */
export async function askAboutKept(ask, request) {
  const reply = await ask(request);
  return reply.ok ? reply : ask(without(request, reply.faults));
}
