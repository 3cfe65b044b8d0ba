// A list of texts.

/**
 * Fill a list with one item for each text.
 * @param {HTMLElement} list
 * @param {string[]} texts
 */
export function fillList(list, texts) {
  list.replaceChildren(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}
