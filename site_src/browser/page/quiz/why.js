// Why a factor counts and how to work on it, for an opened step. The words are on the factor's own page, a quarter of the weight
// of a quiz with them, and are fetched from there. The quiz as one file has them already.

import { find } from "../ui/find.js";
import { pageOf } from "./other_page.js";

/**
 * Take the elements about a factor from a page: from its why until its sources.
 * @param {Document} page
 * @param {string} factor
 */
function partsOf(page, factor) {
  const parts = [];
  /** @type {Element | null} */
  let part = page.getElementById(`${factor}-why`);
  for (; part && !part.matches(".source"); part = part.nextElementSibling) parts.push(part);
  if (parts.length === 0) throw new Error(`nothing about ${factor}`);
  return parts;
}

/**
 * Adapt an element to a step: headings one level below the step's own, and no ids, which belong to its page.
 * @param {Element} part
 */
function adapt(part) {
  const copy = document.importNode(part, true);
  for (const each of [copy, ...copy.querySelectorAll("[id]")]) each.removeAttribute("id");
  if (copy.localName !== "h3") return copy;
  const heading = document.createElement("h5");
  heading.append(...copy.childNodes);
  return heading;
}

/**
 * Fill an opened step. Rejects where its words cannot be fetched; another opening tries again.
 * @param {HTMLDetailsElement} step
 */
export async function fillWhy(step) {
  const place = find("[data-why-words]", step);
  if (place.dataset.whyWords === "full") return;
  const { href, hash } = find("a[data-link]", step);
  const key = hash.slice(1);
  const own = document.querySelector(`template[data-about="${key}"]`);
  const parts =
    own instanceof HTMLTemplateElement
      ? [...own.content.children]
      : partsOf(await pageOf(href.slice(0, -hash.length), [`${hash}-why`]), key);
  place.replaceChildren(...parts.map(adapt));
  place.dataset.whyWords = "full";
}
