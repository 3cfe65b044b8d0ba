// Looks up elements of the page's own markup. The selector's tag name gives their type.

/**
 * @typedef {HTMLElementTagNameMap & Omit<SVGElementTagNameMap, keyof HTMLElementTagNameMap>} Tags
 */

/**
 * @template {Element} [T=HTMLElement]
 * @typedef {T & {dataset: Record<string, string>}} Hook an element that scripts attach to: the markup gives it its data attributes
 */

/**
 * @template {string} S
 * @typedef {S extends `${string} ${infer Rest}` ? ElementOf<Rest>
 *   : S extends keyof Tags ? Hook<Tags[S]>
 *   : S extends `${infer Tag extends keyof Tags}${"[" | "." | ":"}${string}` ? Hook<Tags[Tag]>
 *   : Hook} ElementOf what a selector finds: the element of its tag name, or else an HTMLElement
 */

/**
 * Find the first element that a selector fits. Throws where there is none, which is a fault of the markup.
 * @template {string} S
 * @param {S} selector
 * @param {ParentNode} [root]
 */
export function find(selector, root = document) {
  const found = root.querySelector(selector);
  if (found) return /** @type {ElementOf<S>} */ (found);
  throw new Error(`no ${selector}`);
}

/**
 * Find all elements that a selector fits.
 * @template {string} S
 * @param {S} selector
 * @param {ParentNode} [root]
 */
export const findAll = (selector, root = document) => /** @type {ElementOf<S>[]} */ ([...root.querySelectorAll(selector)]);

/**
 * Find the element at or around the target of an event.
 * @template {string} S
 * @param {EventTarget | null} target the document, too, may be one
 * @param {S} selector
 */
export const closest = (target, selector) =>
  /** @type {ElementOf<S> | null | undefined} */ (/** @type {Partial<Element> | null} */ (target)?.closest?.(selector));

/**
 * Copy the element in a template.
 * @param {`template[${string}`} selector
 * @param {ParentNode} [root]
 */
export const copyTemplate = (selector, root) => /** @type {Hook} */ (find(selector, root).content.firstElementChild?.cloneNode(true));
