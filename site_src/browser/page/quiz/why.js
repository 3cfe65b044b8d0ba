// Why a factor counts and how to go about it, in full: shown beside a step when somebody opens it. The words stand on the factor's own page,
// a quarter of what the quiz would weigh with them, and are fetched from there. The quiz as one file holds them already.

import { trustHtml } from "../trusted_types.js";

/** @type {Map<string, Promise<Document>>} four at most: one for each pillar */
const pages = new Map();

async function read(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: status ${response.status}`);
  const page = new DOMParser().parseFromString(trustHtml(await response.text()), "text/html");
  // Addresses in it count from where it stood.
  for (const link of page.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), url).href;
  return page;
}

function pageOf(url) {
  if (!pages.has(url)) pages.set(url, read(url));
  const page = pages.get(url);
  page.catch(() => pages.delete(url));
  return page;
}

/** What a page says of a factor, from its why up to its sources. */
function partsOf(page, factor) {
  const parts = [];
  for (let part = page.getElementById(`${factor}-why`); part && part.id !== `${factor}-source`; part = part.nextElementSibling) parts.push(part);
  if (parts.length === 0) throw new Error(`nothing about ${factor}`);
  return parts;
}

/** As part of a step: its headings one below the step's, and no anchors, which belong to the page. */
function fitted(part) {
  const fit = document.importNode(part, true);
  for (const each of [fit, ...fit.querySelectorAll("[id]")]) each.removeAttribute("id");
  if (fit.localName !== "h3") return fit;
  const heading = document.createElement("h5");
  heading.append(...fit.childNodes);
  return heading;
}

/** Fill an opened step. Rejects where its words cannot be had; another opening tries again. @param {HTMLDetailsElement} step */
export async function fillWhy(step) {
  const place = step.querySelector("[data-why-words]");
  if (place.dataset.whyWords === "full") return;
  const { href, hash } = step.closest("li").querySelector("h4 a");
  const held = [...place.children];
  const parts = held.length > 0 ? held : partsOf(await pageOf(href.slice(0, -hash.length)), hash.slice(1));
  place.replaceChildren(...parts.map(fitted));
  place.dataset.whyWords = "full";
}
