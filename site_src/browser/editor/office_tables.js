// Tables as spreadsheets and word processors put them on the clipboard, as tables that Markdown can hold.

/**
 * Give every table a row of headings, and every row as many cells.
 * @param {HTMLElement} body
 */
export function squareTables(body) {
  for (const table of body.querySelectorAll("table")) {
    const lines = readLines(table);
    const width = Math.max(0, ...lines.map((cells) => cells.findLastIndex((cell) => !isEmpty(cell)) + 1));
    if (!width) table.remove();
    // Markdown has no table of one column; it is a list to its reader.
    else table.replaceWith(width === 1 ? drawList(lines) : drawTable(lines, width));
  }
}

/**
 * Read the cells of each row, up to the last row that says something.
 * @param {HTMLTableElement} table
 */
function readLines(table) {
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
  return lines;
}

/** @param {Node[][][]} lines */
function drawList(lines) {
  const list = document.createElement("ul");
  for (const [cell] of lines) list.appendChild(document.createElement("li")).append(...(cell ?? []));
  return list;
}

/**
 * @param {Node[][][]} lines
 * @param {number} width
 */
function drawTable(lines, width) {
  const table = document.createElement("table");
  const head = table.createTHead();
  const rest = table.createTBody();
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
  return table;
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
