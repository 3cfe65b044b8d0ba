// Shows what is in a spreadsheet of past scores before anything is added: which scores are new, which are there already, and what was not
// understood. Another tab may change the history meanwhile, so the plan is made again from what is there then.

import { record } from "../storage/undo.js";
import { copyTemplate, find, findAll } from "../ui/find.js";
import { formatDay, formatExact, formatShortDay } from "../ui/format.js";
import { announce, formatNumber, formatPoints, say, sayCount } from "../ui/messages.js";
import { fillList } from "./list.js";
import { planSheet } from "./sheet_plan.js";

/**
 * @import {SheetColumn, SheetReport, SheetRowFault} from "../engine/wire.js"
 * @import {Store, StoredPoint} from "../storage/store.js"
 * @import {Undo} from "../storage/undo.js"
 * @import {Clash, PlannedRow, SheetPlan} from "./sheet_plan.js"
 */

/** @typedef {{isSaved: boolean, undo?: Undo, words: string[]}} SheetOutcome `words`: what was added */

// A browser takes seconds to lay out thousands of rows.
const FIRST = 50;

/**
 * @param {Store} store
 * @param {(outcome: SheetOutcome) => void} onAdded
 * @param {() => void} onLeft called when the visitor adds nothing
 * @returns {{hide: () => void, refresh: () => void, show: (report: SheetReport, name: string) => void}} `refresh` makes the plan again, because
 *   the history was changed elsewhere; `name`: of the file
 */
export function createSheetPreview(store, onAdded, onLeft) {
  const section = find("[data-sheet]");
  const form = find("form", section);
  /** @type {SheetReport | undefined} */
  let report;
  let most = FIRST;

  /** @param {string} name */
  const readChoice = (name) => findAll("input[type=radio]", form).find((radio) => radio.name === name && radio.checked)?.value ?? "";
  const readClash = () => /** @type {Clash} */ (readChoice("sheet-clash"));
  const plan = (history = store.load().history) =>
    planSheet(/** @type {SheetReport} */ (report), readChoice("sheet-order"), readClash(), history);

  function update() {
    if (!report) return;
    const isUnsure = readChoice("sheet-order") === "";
    for (const each of findAll("[data-sheet-planned]", section)) each.hidden = isUnsure;
    find("[data-sheet-ask]", section).hidden = !isUnsure;
    if (!isUnsure) showPlan(section, report, plan(), most, readClash());
  }

  function hide() {
    report = undefined;
    section.hidden = true;
  }

  form.addEventListener("change", update);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!report || readChoice("sheet-order") === "") return;
    const outcome = addScores(store, plan);
    hide();
    onAdded(outcome);
  });
  find("[data-sheet-cancel]", section).addEventListener("click", () => {
    hide();
    onLeft();
  });
  find("[data-sheet-more]", section).addEventListener("click", () => {
    most = Infinity;
    update();
    find("[data-sheet-title]", section).focus({ preventScroll: true });
  });

  return {
    hide,
    refresh: update,
    show(found, name) {
      report = found;
      most = FIRST;
      form.reset();
      find("[data-sheet-title]", section).textContent = say("sheet.title", { name });
      showOrders(section, found);
      section.hidden = false;
      update();
      find("[data-sheet-title]", section).focus();
      announce(find(readChoice("sheet-order") === "" ? "[data-sheet-ask]" : "[data-sheet-summary]", section));
    },
  };
}

/**
 * Add the scores to the history, as a plan for it says.
 * @param {Store} store
 * @param {(history: StoredPoint[]) => SheetPlan} plan
 * @returns {SheetOutcome}
 */
function addScores(store, plan) {
  /** @type {SheetPlan | undefined} */
  let done;
  const { isSaved, undo } = record(store, () =>
    store.update(({ history }) => {
      done = plan(history);
      return { history: done.history };
    }),
  );
  return { isSaved, undo, words: done ? describeOutcome(done) : [] };
}

/**
 * Show what adding the scores would do.
 * @param {HTMLElement} section
 * @param {SheetReport} report
 * @param {SheetPlan} plan
 * @param {number} most of its rows
 * @param {Clash} clash
 */
function showPlan(section, report, plan, most, clash) {
  find("[data-sheet-summary]", section).textContent = summarise(plan);
  const clashes = plan.rows.filter(({ state }) => state === "clash").length;
  find("[data-sheet-clash]", section).hidden = clashes === 0;
  find("[data-sheet-clash-words]", section).textContent = sayCount("sheet.clashes", clashes);
  showColumns(section, report);
  showRows(section, plan.rows, most, clash);
  showLeftOut(section, report, plan);
  const changes = plan.added + plan.replaced;
  const add = find("[data-sheet-add]", section);
  add.hidden = changes === 0;
  add.textContent = sayCount("sheet.add", changes);
}

/**
 * Offer both ways to read the dates, where both are possible. The example is a date that they read differently.
 * @param {HTMLElement} section
 * @param {SheetReport} report
 */
function showOrders(section, { possible, likely, scores }) {
  const group = find("[data-sheet-order]", section);
  group.hidden = possible.length < 2;
  const example = scores.find(({ days }) => days.day && days.month && days.day !== days.month) ?? scores[0];
  for (const radio of findAll('input[name="sheet-order"]', group)) {
    const order = radio.value;
    radio.checked = order === (possible.length < 2 ? possible[0] : likely);
    const day = example?.days[order];
    find(`[data-sheet-example="${order}"]`, group).textContent = day ? say("sheet.example", { day: formatDay(`${day}T12:00:00`) }) : "";
  }
}

/** @param {SheetPlan} plan */
function summarise({ rows, same, noRoom }) {
  const count = rows.filter(({ state }) => state === "new").length;
  const words = [count === 0 ? say("sheet.none_new") : sayCount("sheet.new", count)];
  if (same > 0) words.push(sayCount("files.same", same));
  if (noRoom > 0) words.push(sayCount("files.no_room", noRoom));
  return `${words.join(" ")} ${say("sheet.unchanged")}`;
}

/** @param {SheetPlan} plan */
const describeOutcome = ({ added, replaced, same, stayed, noRoom }) =>
  /** @type {[key: string, n: number][]} */ ([
    ["files.added", added],
    ["sheet.replaced", replaced],
    ["files.same", same],
    ["sheet.stayed", stayed],
    ["files.no_room", noRoom],
  ])
    .filter(([, n]) => n > 0)
    .map(([key, n]) => sayCount(key, n));

/**
 * Say which column is which pillar, in the order of the table's numbers: in a file without a header it was a guess.
 * @param {HTMLElement} section
 * @param {SheetReport} report
 */
function showColumns(section, { columns }) {
  const lists = columns.map(({ pillars }) => Object.entries(pillars).map(describeColumn).join(" · "));
  const isAlike = new Set(lists).size === 1;
  const lines = lists.map((list, at) => say(isAlike ? "sheet.columns" : "sheet.columns_of", { list, sheet: columns[at].sheet }));
  const box = find("[data-sheet-columns]", section);
  box.hidden = lines.length === 0;
  fillList(box, isAlike ? lines.slice(0, 1) : lines);
}

/** @param {[pillar: string, column: SheetColumn | null]} pair */
function describeColumn([pillar, column]) {
  const where = column ? say(column.name === "" ? "sheet.column" : "sheet.column_named", { ...column }) : say("sheet.no_column");
  return say(`sheet.pillar_${pillar}`, { where });
}

/**
 * @param {HTMLElement} section
 * @param {PlannedRow[]} rows
 * @param {number} most
 * @param {Clash} clash
 */
function showRows(section, rows, most, clash) {
  find("table", section).hidden = rows.length === 0;
  find("tbody", section).replaceChildren(...rows.slice(0, most).map((row) => createRow(section, row, clash)));
  const more = find("[data-sheet-more]", section);
  more.hidden = rows.length <= most;
  more.textContent = sayCount("sheet.more", rows.length - most);
}

/**
 * @param {HTMLElement} section
 * @param {PlannedRow} row
 * @param {Clash} clash
 */
function createRow(section, { score, date, state, old }, clash) {
  const { kind, total, pillars } = score;
  const row = copyTemplate("template[data-sheet-row]", section);
  /** @param {string} name @param {string} text */
  const set = (name, text) => (find(`[data-cell="${name}"]`, row).textContent = text);
  set("day", formatShortDay(date));
  set("place", describePlace(score));
  set("total", kind === "real" ? formatNumber(total) : formatPoints(total));
  set("kind", kind === "estimate" ? say("kinds.estimate") : "");
  const known = Object.values(pillars).some((value) => value !== null);
  set(
    "pillars",
    known
      ? Object.values(pillars)
          .map((value) => (value === null ? "–" : formatExact(value)))
          .join(" · ")
      : "–",
  );
  const words = state === "clash" ? `sheet.clash_${clash}` : `sheet.state_${state}`;
  set("state", say(words, { total: old ? formatNumber(old.total) : "" }));
  row.dataset.state = state;
  return row;
}

/** @param {{sheet: string, row: number}} place */
const describePlace = ({ sheet, row }) =>
  sheet === "" ? say("sheet.row", { row: formatNumber(row) }) : say("sheet.row_of", { row: formatNumber(row), sheet });

/**
 * List the rows that are left out, each with its reason.
 * @param {HTMLElement} section
 * @param {SheetReport} report
 * @param {SheetPlan} plan
 */
function showLeftOut(section, { left_out: leftOut, left_out_count: count }, { undated }) {
  const all = count + undated.length;
  /** @type {SheetRowFault[]} */
  const faults = [...leftOut, ...undated.map(({ sheet, row }) => ({ sheet, row, column: "", value: "", problem: "no_such_date" }))];
  const box = find("[data-sheet-left]", section);
  box.hidden = all === 0;
  find("summary", box).textContent = sayCount("sheet.left_out", all);
  const lines = faults.map((fault) => {
    const { column, value } = fault;
    const where = column === "" ? describePlace(fault) : say("sheet.cell", { row: describePlace(fault), column });
    return say("fault.place", { where, words: say(`sheet.fault_${fault.problem}`, { value }) });
  });
  fillList(find("ul", box), all > lines.length ? [...lines, say("fault.more")] : lines);
}
