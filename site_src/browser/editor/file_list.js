// The list of all files that can be edited: one row for all languages of a page.

import { find } from "../page/ui/find.js";
import { ask } from "./api.js";
import { language, say, sayCount, sayLanguage } from "./words.js";

/** @typedef {import("./api.js").ListedFile} ListedFile */

const KINDS = /** @type {const} */ (["page", "factor", "texts", "settings", "data"]);

/**
 * Show the list.
 * @param {HTMLElement} place
 */
export async function showFiles(place) {
  const { files } = await ask("files", {});
  const groups = groupTwins(files);
  find("[data-groups]", place).replaceChildren(
    ...KINDS.flatMap((kind) => {
      const rows = groups.filter(([first]) => first?.kind === kind);
      if (!rows.length) return [];
      const section = document.createElement("section");
      section.append(Object.assign(document.createElement("h2"), { textContent: say(`files.${kind}`) }));
      section.appendChild(document.createElement("ul")).append(...rows.map(draw));
      return [section];
    }),
  );
  const query = find("input[data-query]", place);
  query.addEventListener("input", () => filter(place, query.value.trim()));
  place.hidden = false;
  query.focus();
}

/**
 * Put the languages of one text together, the author's own first.
 * @param {ListedFile[]} files
 * @returns {ListedFile[][]}
 */
function groupTwins(files) {
  /** @type {Map<string, ListedFile[]>} */
  const groups = new Map();
  for (const file of files) {
    const key = [file.file, ...file.twins].sort()[0] ?? file.file;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()].map((group) =>
    group.sort((one, other) => Number(other.language === language) - Number(one.language === language)),
  );
}

/** @param {ListedFile[]} group */
function draw(group) {
  const item = document.createElement("li");
  const [first] = group;
  if (!first) return item;
  const link = Object.assign(document.createElement("a"), { href: `/.serve/edit?file=${encodeURIComponent(first.file)}` });
  link.textContent = first.title || first.file;
  if (first.title && first.language) link.lang = first.language;
  const names = group.map(({ file }) => file.replace(/^content\//, "")).join(" · ");
  const languages = group
    .map((each) => (each.language ? sayLanguage(each.language) : ""))
    .filter(Boolean)
    .join(", ");
  const path = Object.assign(document.createElement("code"), { textContent: names, title: languages });
  item.append(link, " ", path);
  const problems = group.reduce((sum, each) => sum + each.problems, 0);
  if (problems)
    item.append(
      " ",
      Object.assign(document.createElement("span"), { className: "count", textContent: sayCount("files.problems", problems) }),
    );
  item.dataset.text = group
    .map(({ title, file }) => `${title} ${file}`)
    .join(" ")
    .toLowerCase();
  return item;
}

/**
 * Show only the files with these words.
 * @param {HTMLElement} place
 * @param {string} query
 */
function filter(place, query) {
  const words = query.toLowerCase().split(/\s+/);
  let found = 0;
  for (const section of place.querySelectorAll("section")) {
    let inside = 0;
    for (const item of section.querySelectorAll("li")) {
      item.hidden = !words.every((word) => item.dataset.text?.includes(word));
      if (!item.hidden) inside++;
    }
    section.hidden = !inside;
    found += inside;
  }
  const nothing = find("[data-nothing]", place);
  nothing.hidden = found > 0;
  nothing.textContent = found ? "" : say("files.nothing", { query });
}
