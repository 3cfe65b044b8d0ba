// What is kept on the device: one JSON document, {version, answers, role, target, step}. Read again before every write, so that two open tabs
// do not lose each other's answers. A browser that refuses storage keeps nothing, and everything else works.

const KEY = "ssi";
const VERSION = 1;

/** @typedef {{answers: Record<string, string>, role: string, target: number | null, step: string}} Kept */

const EMPTY = Object.freeze({ answers: {}, role: "", target: null, step: "" });
const isMapping = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const numeral = (value) => (Number.isFinite(value) ? value : null);
const text = (value) => (typeof value === "string" ? value : "");

/** Whether this browser keeps anything: some have storage and refuse it at the first write. */
export function keeps() {
  try {
    const probe = `${KEY}-probe`;
    localStorage.setItem(probe, "");
    localStorage.removeItem(probe);
    return true;
  } catch {
    return false;
  }
}

/** What is kept, and whether it could be read. The form still has to say which of the answers it knows. @returns {Kept & {damaged: boolean}} */
export function load() {
  let raw = null;
  try {
    raw = localStorage.getItem(KEY);
    if (raw === null) return { ...EMPTY, damaged: false };
    const found = JSON.parse(raw);
    if (!isMapping(found) || found.version !== VERSION || !isMapping(found.answers)) return { ...EMPTY, damaged: true };
    return { answers: found.answers, role: text(found.role), target: numeral(found.target), step: text(found.step), damaged: false };
  } catch {
    return { ...EMPTY, damaged: raw !== null };
  }
}

/** Change what is kept. `change` gets it as it stands now, perhaps written by another tab. @returns {boolean} whether it is kept */
export function update(change) {
  const { damaged, ...now } = load();
  const next = { version: VERSION, ...now, ...change(now) };
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
    return true;
  } catch {
    return false;
  }
}

export function erase() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing could be kept, so there is nothing to erase.
  }
}

/** Tell of changes from another tab, and of those missed while this one was asleep. */
export function onElsewhere(changed) {
  window.addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) changed();
  });
  window.addEventListener("pageshow", (event) => event.persisted && changed());
}
