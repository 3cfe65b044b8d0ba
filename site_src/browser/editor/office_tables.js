// Tables as spreadsheets and word processors put them on the clipboard, as tables that Markdown can hold.

/**
 * Give every table a row of headings, and every row as many cells.
 * @param {HTMLElement} body
 */
export function squareTables(body) {
  for (const table of body.querySelectorAll("table")) {
    const rows = [...table.rows].filter((row) => row.cells.length);
    const lines = rows.map((row) =>
      [...row.cells].flatMap((cell) => [readCell(cell), ...Array.from({ length: cell.colSpan - 1 }, () => [])]),
    );
    // A cell over several rows stands in the first of them; the others get an empty one.
    rows.forEach((row, index) => {
      for (const cell of row.cells) {
        const column = [...row.cells].slice(0, cell.cellIndex).reduce((sum, each) => sum + each.colSpan, 0);
        for (let more = 1; more < cell.rowSpan; more++) lines[index + more]?.splice(column, 0, []);
      }
    });
    while (lines.length && lines.at(-1)?.every(isEmpty)) lines.pop();
    const width = Math.max(0, ...lines.map((cells) => cells.findLastIndex((cell) => !isEmpty(cell)) + 1));
    if (!width) {
      table.remove();
      continue;
    }
    if (width === 1) {
      // Markdown has no table of one column; it is a list to its reader.
      const list = document.createElement("ul");
      for (const [cell] of lines) list.appendChild(document.createElement("li")).append(...(cell ?? []));
      table.replaceWith(list);
      continue;
    }
    const square = document.createElement("table");
    const head = square.createTHead();
    const rest = square.createTBody();
    lines.forEach((cells, index) => {
      const row = (index ? rest : head).insertRow();
      for (let column = 0; column < width; column++) {
        const cell = document.createElement(index ? "td" : "th");
        cell.append(...(cells[column] ?? []));
        // Headings are bold by themselves.
        if (!index) for (const bold of cell.querySelectorAll("b, strong")) bold.replaceWith(...bold.childNodes);
        row.append(cell);
      }
    });
    table.replaceWith(square);
  }
}

/**
 * Read a cell's content on one line.
 * @param {HTMLTableCellElement} cell
 */
function readCell(cell) {
  for (const end of cell.querySelectorAll("br")) end.replaceWith(" ");
  for (const block of cell.querySelectorAll("p, div, li, h1, h2, h3, h4, h5, h6, blockquote, pre"))
    block.replaceWith(...block.childNodes, " ");
  for (const list of cell.querySelectorAll("ul, ol")) list.replaceWith(...list.childNodes);
  return [...cell.childNodes];
}

/** @param {Node[]} cell */
const isEmpty = (cell) => cell.every((node) => !node.textContent?.trim());
