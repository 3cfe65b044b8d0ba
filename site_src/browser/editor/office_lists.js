// Lists as word processors put them on the clipboard, as lists of HTML.

/**
 * Make lists of HTML of all that is a list to its reader.
 * @param {HTMLElement} body
 */
export function nestLists(body) {
  nestWordLists(body);
  joinLists(body);
  for (const item of body.querySelectorAll("li")) {
    // Word processors put a paragraph in every item, which Markdown would set apart by blank lines.
    for (const paragraph of item.querySelectorAll(":scope > p")) {
      if (paragraph.nextElementSibling?.tagName === "P") paragraph.append(document.createElement("br"));
      paragraph.replaceWith(...paragraph.childNodes);
    }
  }
  // LibreOffice and old HTML put a nested list beside the item that it belongs to.
  for (const list of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    const before = list.previousElementSibling;
    if (before?.tagName === "LI") before.append(list);
  }
}

/**
 * Word writes an item as a paragraph that names its list and level, with the bullet or number as text.
 * @param {HTMLElement} body
 */
function nestWordLists(body) {
  /** @type {{list: Element, level: number}[]} */
  let open = [];
  /** @type {Element | null} */
  let last = null;
  for (const paragraph of /** @type {HTMLElement[]} */ ([...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, table, ul, ol")])) {
    const found = /mso-list:\s*l\d+\s+level(\d+)/i.exec(paragraph.dataset.style ?? "");
    if (!found) {
      // Anything else than white space between two items ends the list.
      if (!last?.contains(paragraph)) open = [];
      continue;
    }
    const level = Number(found[1]);
    const marker = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*Ignore/i.test(span.dataset.style ?? ""));
    const mark = (marker?.textContent ?? "").trim();
    const number = /^\(?(\d+|[a-z]{1,4})[.)]/i.exec(mark)?.[1];
    marker?.remove();
    while ((open.at(-1)?.level ?? 0) > level) open.pop();
    let current = open.at(-1);
    if (!current || current.level < level) {
      const list = document.createElement(number ? "ol" : "ul");
      if (number && Number(number) > 1) list.setAttribute("start", number);
      if (current) (current.list.lastElementChild ?? current.list).append(list);
      else paragraph.before(list);
      current = { list, level };
      open.push(current);
    }
    const item = document.createElement("li");
    item.append(...paragraph.childNodes);
    current.list.append(item);
    paragraph.remove();
    last = open[0]?.list ?? null;
  }
}

/**
 * Word on the web puts each item in a list of its own, with its level as `aria-level`.
 * @param {HTMLElement} body
 */
function joinLists(body) {
  for (const wrapper of body.querySelectorAll("div.ListContainerWrapper")) wrapper.replaceWith(...wrapper.childNodes);
  /** @type {Element | null} */
  let top = null;
  for (const list of [...body.querySelectorAll("ul, ol")]) {
    const items = list.querySelectorAll(":scope > li[data-aria-level]");
    if (!items.length) continue;
    const level = Number(items[0]?.getAttribute("data-aria-level"));
    const before = list.previousElementSibling;
    if (!top || before !== top || (level === 1 && top.tagName !== list.tagName)) {
      top = list;
      continue;
    }
    let place = top;
    for (let depth = 1; depth < level; depth++) {
      const parent = place.lastElementChild ?? place;
      place = parent.querySelector(":scope > :is(ul, ol)") ?? parent.appendChild(document.createElement(list.tagName));
    }
    place.append(...items);
    list.remove();
  }
}
