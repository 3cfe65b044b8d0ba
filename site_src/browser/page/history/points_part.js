// The part of the page with the dated points: what is kept is shown at once, what ssi_core makes of it as soon as it has.

import { startChange } from "./points_edit.js";
import { day } from "../format.js";
import { download, fileName } from "../download.js";
import { tellFaults } from "./files.js";
import { fillList } from "./list.js";
import { announce, count, say } from "../messages.js";
import { createCharts, shown } from "./points_chart.js";
import { createTable } from "./points_table.js";
import { remove } from "../points.js";

const KINDS = ["real", "estimate"];
const isNumber = (value) => typeof value === "number" && value >= 0;
const isNumberOrNothing = (value) => value === null || isNumber(value);

/** Whether something kept can be shown before ssi_core has judged it. */
function looksRight(point) {
  const { id, kind, date, total, pillars } = Object(point);
  const values = Object.values(Object(pillars));
  return typeof id === "string" && KINDS.includes(kind) && !Number.isNaN(Date.parse(date)) && isNumber(total) && values.length === 4 && values.every(isNumberOrNothing);
}

/**
 * @param {(request: object) => Promise<{ok: object}>} ask
 * @param {import("../points.js").Store} store
 * @param {() => void} onChanged the visitor changed what is kept
 * @returns {{show: (history: unknown[]) => Promise<void>, forget: () => void}} `forget`: what was removed does not come back
 */
export function createPoints(ask, store, onChanged) {
  const section = document.querySelector("[data-points]");
  const undo = section.querySelector("[data-removed]");
  const drawCharts = createCharts(section);
  const startEdit = startChange(store, onChanged);
  let current = [];
  let unreadable = [];
  let removed;
  let latest = 0;

  const byId = (id) => current.find((point) => point.id === id);
  const showTable = createTable(section, (id) => startEdit(byId(id)), takeAway);

  function takeAway(id) {
    removed = store.load().history.find((point) => point?.id === id);
    remove(store, id);
    const { kind, date } = byId(id);
    undo.querySelector("[data-removed-words]").textContent = say("points.removed", { kind: say(`kinds.${kind}`), day: day(date) });
    undo.hidden = false;
    announce(undo.querySelector("[data-removed-words]").textContent);
    // The focus comes last: what stands above may go with the point.
    onChanged();
    undo.querySelector("[data-undo]").focus();
  }

  section.querySelector("[data-undo]").addEventListener("click", () => {
    const back = removed;
    store.update(({ history }) => ({ history: [...history.filter((point) => point?.id !== back.id), back] }));
    forget();
    announce(say("points.restored"));
    onChanged();
    section.focus();
  });

  section.querySelector("[data-unreadable-save]").addEventListener("click", () => {
    download(fileName("txt"), JSON.stringify(unreadable, null, 1), "text/plain");
  });
  section.querySelector("[data-unreadable-remove]").addEventListener("click", () => {
    const texts = unreadable.map((each) => JSON.stringify(each));
    store.update(({ history }) => ({ history: history.filter((each) => !texts.includes(JSON.stringify(each))) }));
    onChanged();
    section.focus();
  });

  /** @param {import("./points_table.js").Changed[]} points oldest first */
  function show(points) {
    current = points;
    section.querySelector("[data-points-empty]").hidden = points.length > 0;
    section.querySelector("[data-points-there]").hidden = points.length === 0;
    showTable([...points].reverse());
    drawCharts(points);
    for (const kind of KINDS) showLatest(section.querySelector(`[data-latest="${kind}"]`), points.filter((point) => point.kind === kind));
  }

  function showUnreadable(history, places, faults) {
    unreadable = places.map((place) => history[place]);
    const box = section.querySelector("[data-unreadable]");
    box.hidden = unreadable.length === 0;
    if (box.hidden) return;
    box.querySelector("[data-unreadable-words]").textContent = count("points.unreadable", unreadable.length);
    fillList(box.querySelector("[data-unreadable-list]"), tellFaults(faults));
  }

  async function showKept(history) {
    latest += 1;
    const mine = latest;
    // Until then without changes, and without what may turn out to be no point.
    const before = history.filter(looksRight).sort((one, other) => (one.date < other.date ? -1 : 1));
    const known = new Map(current.map((point) => [point.id, point.change]));
    show(before.map((point) => ({ ...point, change: known.get(point.id) })));
    // Where the engine failed, it says so itself; what is kept is shown.
    const { ok } = await ask({ do: "history", points: history }).catch(() => ({}));
    if (!ok || mine !== latest) return;
    show(ok.points);
    showUnreadable(history, ok.left_out, ok.faults);
  }

  function forget() {
    removed = undefined;
    undo.hidden = true;
  }

  return { show: showKept, forget };
}

/** The newest of a kind, and what came of it since the one before. */
function showLatest(line, points) {
  const last = points.at(-1);
  line.hidden = !last;
  if (!last) return;
  const values = { total: shown(last.total, "total", last.kind), day: day(last.date) };
  const words = [say(`points.latest_${last.kind}`, values)];
  const { change } = last;
  if (change) {
    const by = shown(Math.abs(change.total), "total", last.kind);
    words.push(say(`points.${change.total > 0 ? "more" : change.total < 0 ? "less" : "same"}`, { by, since: day(change.since) }));
    if (!change.same_model) words.push(say("points.other_model"));
  }
  line.textContent = words.join(" ");
}
