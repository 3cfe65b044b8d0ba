// What is pasted from Word, Excel and other programs, as this site's Markdown.

import { tables } from "@joplin/turndown-plugin-gfm";
import TurndownService from "turndown";
import { nestLists } from "./office_lists.js";
import { squareTables } from "./office_tables.js";

/** @typedef {"word" | "excel" | "other"} Source */
/** @typedef {{markdown: string, source: Source, pictures: boolean}} PasteResult `pictures`: whether some were left out */

/** A link from a text to its note, and back. */
const FOOTNOTE = /^#_ftn(ref)?(\d+)$/;
const STRUCTURE = "ul, ol, table, h1, h2, h3, h4, h5, h6, a[href], b, strong, i, em, blockquote, p[data-style*='mso-list']";

/**
 * Convert what is on the clipboard. Returns null where its plain text says as much.
 * @param {DataTransfer} data
 * @returns {PasteResult | null}
 */
export function convert(data) {
  const html = data.getData("text/html");
  const plain = data.getData("text/plain");
  const { body } = new DOMParser().parseFromString(hideForbidden(html), "text/html");
  const source =
    /Excel\.Sheet|<google-sheets|LibreOffice[^>]*>[\s\S]*<table/i.test(html) && body.querySelector("table") ? "excel" : "other";
  for (const element of body.querySelectorAll("script, style, meta, link, title, xml, template, o\\:p:empty")) element.remove();
  const cells = body.querySelectorAll("td, th");
  if (cells.length === 1 && !body.querySelector("li")) return null;
  if (!body.querySelector(STRUCTURE)) return html ? null : convertCells(plain);
  const isWord = /class="?Mso|mso-list|Word\.Document/i.test(html);
  const pictures = Boolean(body.querySelector("img"));
  for (const element of body.querySelectorAll("img, v\\:shape, svg, object, iframe")) element.remove();
  unwrap(body);
  nestLists(body);
  squareTables(body);
  const markdown = tidy(create(body).turndown(body));
  return markdown ? { markdown, source: isWord ? "word" : source, pictures } : null;
}

/**
 * Rename the attributes that this page's policy forbids even in a text that is only read. Styles say what is a list, and what is bold.
 * @param {string} html
 */
const hideForbidden = (html) =>
  html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(\s)(style|on\w+)(?=\s*=)/gi, "$1data-$2"));

/**
 * Convert cells that arrive as text with tabs.
 * @param {string} text
 * @returns {PasteResult | null}
 */
function convertCells(text) {
  const rows = text
    .replace(/\r/g, "")
    .replace(/\n+$/, "")
    .split("\n")
    .map((line) => line.split("\t"));
  const width = rows[0]?.length ?? 0;
  if (rows.length < 2 || width < 2 || rows.some((row) => row.length !== width)) return null;
  const lines = rows.map((row) => `| ${row.map((cell) => cell.trim().replace(/\|/g, "\\|")).join(" | ")} |`);
  lines.splice(1, 0, `|${"---|".repeat(width)}`);
  return { markdown: lines.join("\n"), source: "excel", pictures: false };
}

/**
 * Take away elements that say nothing in Markdown, or the wrong thing.
 * @param {HTMLElement} body
 */
function unwrap(body) {
  for (const element of /** @type {Iterable<HTMLElement>} */ (body.querySelectorAll("b, strong, i, em, span, font, a"))) {
    const style = element.dataset.style ?? "";
    const isBold = /font-weight:\s*(bold|[6-9]00)/i.test(style);
    const isPlain = /font-weight:\s*(normal|[1-4]00)/i.test(style);
    if (/^(B|STRONG)$/.test(element.tagName) && isPlain) element.replaceWith(...element.childNodes);
    else if (/^(SPAN|FONT)$/.test(element.tagName)) {
      const name = isBold && !element.closest("h1, h2, h3, h4, h5, h6, th") ? "strong" : /font-style:\s*italic/i.test(style) ? "em" : "";
      // An empty one may be a mark that Word puts before the text of a list's item.
      if (name && element.textContent?.trim() && !/mso-list/i.test(style)) wrap(element, name);
    } else if (element.tagName === "A" && !/^(https?:|mailto:|#_ftn)/i.test(element.getAttribute("href") ?? "")) {
      element.replaceWith(...element.childNodes);
    }
  }
}

/**
 * @param {Element} element
 * @param {string} name
 */
function wrap(element, name) {
  const around = document.createElement(name);
  around.append(...element.childNodes);
  element.replaceWith(around);
}

/** @param {HTMLElement} body */
function create(body) {
  const service = new TurndownService({ headingStyle: "atx", bulletListMarker: "-", emDelimiter: "*", codeBlockStyle: "fenced" });
  service.use(tables);
  // Words that look like a tag are words all the same.
  const escapeMarkdown = service.escape.bind(service);
  service.escape = (text) => escapeMarkdown(text).replace(/<(?=[a-z/!?])/gi, "&lt;");
  const highest = Math.min(...[...body.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => Number(heading.tagName[1])));
  // The page's own title is its first heading, so that those of the text begin at the second.
  service.addRule("heading", {
    filter: ["h1", "h2", "h3", "h4", "h5", "h6"],
    replacement: (content, node) => {
      const words = content.replace(/\*\*/g, "").trim();
      return words ? `\n\n${"#".repeat(Math.min(6, Number(node.nodeName[1]) - highest + 2))} ${words}\n\n` : "";
    },
  });
  // Four spaces are what this site's lists need before what belongs to an item.
  service.addRule("item", {
    filter: "li",
    replacement: (content, node) => {
      const list = /** @type {Element} */ (node.parentNode);
      const number = Number(list.getAttribute("start") ?? 1) + [...list.children].indexOf(/** @type {Element} */ (node));
      const mark = list.nodeName === "OL" ? `${number}. ` : "- ";
      return `${mark}${content
        .trim()
        .replace(/\n{2,}(?=\s*(?:- |\d+\. ))/g, "\n")
        .replace(/\n(?=.)/g, "\n    ")}\n`;
    },
  });
  service.addRule("footnote", {
    filter: (node) => FOOTNOTE.test(node.getAttribute("href") ?? ""),
    replacement: (_content, node) => {
      const [, back, number] = FOOTNOTE.exec(/** @type {Element} */ (node).getAttribute("href") ?? "") ?? [];
      return back ? `[^${number}]:` : `[^${number}]`;
    },
  });
  // Word draws a line above the footnotes, and a page makes its own.
  service.addRule("line", { filter: "hr", replacement: () => "" });
  service.addRule("strike", { filter: ["s", "del", "strike"], replacement: (content) => `<s>${content}</s>` });
  for (const tag of /** @type {const} */ (["sub", "sup"])) {
    service.addRule(tag, { filter: tag, replacement: (content) => (content.trim() ? `<${tag}>${content}</${tag}>` : "") });
  }
  service.addRule("break", { filter: "br", replacement: () => "\n" });
  return service;
}

/**
 * Clean up what conversion leaves behind.
 * @param {string} markdown
 */
const tidy = (markdown) =>
  markdown
    .replace(/\u00a0/g, " ")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
