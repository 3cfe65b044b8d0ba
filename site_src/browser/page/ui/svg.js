// Makes the elements of drawings that are drawn in the page.

const NS = "http://www.w3.org/2000/svg";

/**
 * Add an element to a drawing.
 * @param {Element} parent
 * @param {string} name
 * @param {Record<string, string | number>} attributes numbers are written in tenths
 * @param {string} [text]
 */
export function addShape(parent, name, attributes, text) {
  const element = parent.appendChild(document.createElementNS(NS, name));
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, typeof value === "number" ? value.toFixed(1) : value);
  if (text !== undefined) element.textContent = text;
  return element;
}
