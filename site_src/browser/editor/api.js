// Asks the server of `make serve`. Its answers and its faults are text at most.

/** @typedef {{label: string, line: number, old: string, new: string}} Fix a remedy that a button can apply */
/** @typedef {{file: string, line: number, what: string, remedy: string, level: "fault" | "warning", fix: Fix | null}} Problem */
/**
 * @typedef {{key: string, label: string, type: "text" | "long" | "date" | "list" | "choice" | "flag" | "number", value: unknown,
 *   choices: string[], help: string, required: boolean}} Field
 */
/**
 * @typedef {{file: string, kind: string, language: string | null, text: string, hash: string, fields: Field[],
 *   twins: {file: string, language: string | null}[], matches: boolean | null, address: string | null, problems: Problem[]}} OpenedFile
 */
/** @typedef {{file: string, kind: string, language: string | null, title: string, twins: string[], problems: number}} ListedFile */
/**
 * @typedef {object} Answers by name of the request
 * @property {{files: ListedFile[]}} files
 * @property {OpenedFile} open
 * @property {{fields: Field[]}} fields
 * @property {{text: string}} set_field
 * @property {{problems: Problem[]}} check
 * @property {{hash: string, saved: true}} save
 * @property {{done: true}} translated
 * @property {{path: string, markdown: string}} picture
 * @property {{files: string[]}} new
 * @property {{changed: string[]}} rename
 */

const { token } = /** @type {{token: string}} */ (/** @type {unknown} */ (document.documentElement.dataset));

/** An answer that is a refusal; `status` is 0 where the server did not answer. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {{text?: string, hash?: string}} [disk] the file as it is, where it changed elsewhere
   */
  constructor(status, message, disk) {
    super(message);
    this.status = status;
    this.disk = typeof disk?.text === "string" && typeof disk.hash === "string" ? { text: disk.text, hash: disk.hash } : null;
  }
}

/**
 * Ask the server for one thing.
 * @template {keyof Answers} Name
 * @param {Name} name
 * @param {Record<string, unknown>} body
 * @returns {Promise<Answers[Name]>}
 */
export async function ask(name, body) {
  const request = { method: "POST", headers: { "Content-Type": "application/json", "X-Serve-Token": token }, body: JSON.stringify(body) };
  const response = await fetch(`/.serve/api/${name}`, request).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (response?.ok && answer) return answer;
  throw new Refusal(response?.status ?? 0, typeof answer?.error === "string" ? answer.error : "", answer ?? undefined);
}

/**
 * Ask how the site's build is doing.
 * @returns {Promise<{building: boolean, faults: unknown[], count: number} | null>} null where the server does not answer
 */
export async function readState() {
  const response = await fetch("/.serve/state").catch(() => null);
  return response?.ok ? response.json().catch(() => null) : null;
}
