// The lines between the dashes: where they end, and which key a line of them belongs to.

/**
 * Return the lines between the dashes, dashes included; empty where there are none.
 * @param {string} text
 */
export const readHead = (text) => /^---\n(?:(?!---\n).*\n)*---(?:\n|$)/.exec(text)?.[0] ?? "";

/** @param {string} text */
export const countLines = (text) => text.split("\n").length - 1;

/**
 * Find the key that a line belongs to, such as `title` or `levels.none`.
 * @param {string} head
 * @param {number} number of the line, from 1
 */
export function findKey(head, number) {
  /** @type {{depth: number, name: string}[]} the keys that the line is in */
  const path = [];
  for (const line of head.split("\n").slice(0, number)) {
    const [, indent, name] = /^(\s*)([\w-]+):/.exec(line) ?? [];
    if (indent === undefined || !name) continue;
    while (path.length && (path.at(-1)?.depth ?? 0) >= indent.length) path.pop();
    path.push({ depth: indent.length, name });
  }
  return path.map((each) => each.name).join(".");
}

/**
 * Replace words in one line of a text.
 * @param {string} text
 * @param {import("./api.js").Fix} fix
 */
export const mendLine = (text, fix) =>
  text
    .split("\n")
    .map((line, index) => (index + 1 === fix.line ? line.replace(fix.old, () => fix.new) : line))
    .join("\n");
