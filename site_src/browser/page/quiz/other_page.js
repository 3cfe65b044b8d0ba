// Takes parts of the site's other pages. The quiz as one file has what it needs itself.

import { findAll } from "../ui/find.js";
import { trustHtml } from "../ui/trusted_types.js";

/** @type {Map<string, Promise<Document>>} by address; a handful at most */
const pages = new Map();

/**
 * @param {string} url
 * @param {string[]} wanted
 */
async function fetchPage(url, wanted) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: status ${response.status}`);
  const page = new DOMParser().parseFromString(trustHtml(await response.text()), "text/html");
  // A network that wants a login answers with a page of its own, and another version of the site may lack a part.
  const missing = wanted.find((selector) => !page.querySelector(selector));
  if (missing) throw new Error(`${url}: no ${missing}`);
  resolveLinks(page, url);
  return page;
}

/**
 * Make links absolute, because they are relative to the address of their own page. Those in templates, too.
 * @param {ParentNode} root
 * @param {string} url
 */
function resolveLinks(root, url) {
  for (const link of findAll("a[href]", root)) link.href = new URL(link.getAttribute("href") ?? "", url).href;
  for (const { content } of findAll("template", root)) resolveLinks(content, url);
}

/**
 * Fetch a page of the site once. Rejects where it cannot be fetched; another call tries again.
 * @param {string} url
 * @param {string[]} wanted the selectors of what it must hold
 */
export function pageOf(url, wanted) {
  const page = pages.get(url) ?? fetchPage(url, wanted);
  pages.set(url, page);
  page.catch(() => pages.delete(url));
  return page;
}
