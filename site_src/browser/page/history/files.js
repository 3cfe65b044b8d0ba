// The history and the answers as a file, out and in. What is in such a file, and what of it can be used, ssi_core says.

import { askAboutKept } from "../ask_kept.js";
import { download, fileName } from "../download.js";
import { fillList } from "./list.js";
import { announce, count, number, say, size } from "../messages.js";
import { tomorrow, written } from "../points.js";

// Faults that are told one by one; a file of rubbish may have thousands.
const MOST_TOLD = 10;
const TRIES = 5;
// As the reply has it, and as the page calls it.
const REFUSALS = ["not_ours", "newer_version", "too_many"];
const POINT = /^points\.(\d+)\.?/;
const COUNTS = { added: "added", updated: "updated", same: "same", differing: "differing", no_room: "no_room", taken: "taken_answers", stayed: "stayed" };

/** Where a fault is: the points are counted from 1, as people count. */
function placeOf(key) {
  const [start, place] = POINT.exec(key) ?? [""];
  const rest = key.slice(start.length);
  return start === "" ? key : [say("fault.entry", { n: number(Number(place) + 1) }), ...(rest === "" ? [] : [rest])].join(", ");
}

/** What is wrong, in the page's words: at most a few, and whether there is more. How many points that spoils is said elsewhere. @returns {string[]} */
export function tellFaults(faults) {
  const told = faults.slice(0, MOST_TOLD).map(({ key, problem, value }) => {
    const known = document.querySelector(`template[data-message="fault.${problem}"]`) !== null;
    const words = say(`fault.${known ? problem : "other"}`, { value: value ?? "" });
    return key === "" ? words : say("fault.place", { where: placeOf(key), words });
  });
  return faults.length > told.length ? [...told, say("fault.more")] : told;
}

/**
 * @param {(request: object) => Promise<{ok?: object, faults?: object[]}>} ask
 * @param {{load: Function, update: Function}} store
 * @param {() => void} onImported
 * @returns {() => void} takes back what was said of files
 */
export function startFiles(ask, store, onImported) {
  const section = document.querySelector("[data-files]");
  const input = section.querySelector("[data-import]");
  const box = section.querySelector("[data-imported]");

  function tell(words, list = []) {
    box.querySelector("[data-imported-words]").textContent = words;
    const place = box.querySelector("[data-imported-list]");
    place.hidden = list.length === 0;
    fillList(place, list);
    box.hidden = false;
    announce([words, ...list].join(" "));
  }

  /**
   * What is kept, as a request for it has it, and apart from that the points that cannot be read: ssi_core wants to have seen them first.
   */
  async function kept() {
    const { answers, role, target, done, measured, history } = store.load();
    const { points, left_out: places } = (await ask({ do: "history", points: history })).ok;
    return { request: { answers, role: role || null, target, done, measured, points }, unreadable: places.map((place) => history[place]) };
  }

  const EXPORTS = {
    json: async () => [(await askAboutKept(ask, { do: "export", ...(await kept()).request })).ok.text, "application/json"],
    csv: async () => {
      const words = Object.fromEntries([...section.querySelectorAll("[data-csv]")].map(({ dataset, content }) => [dataset.csv, content.textContent]));
      const points = (await kept()).request.points;
      for (const point of points) words[point.date] = written(point);
      const request = { do: "history", points, words, decimal: section.dataset.decimal };
      // The mark at the start tells spreadsheets that this is UTF-8.
      return [`\ufeff${(await ask(request)).ok.csv}`, "text/csv"];
    },
  };

  for (const button of section.querySelectorAll("[data-export]")) {
    button.addEventListener("click", async () => {
      const ending = button.dataset.export;
      try {
        const [text, type] = await EXPORTS[ending]();
        download(fileName(ending), text, type);
        tell(say("files.saved", { name: fileName(ending) }));
      } catch {
        tell(say("files.not_now"));
      }
    });
  }

  /** Another tab may write while the engine thinks: then it has to think again. @returns {Promise<object>} its reply */
  async function merge(text) {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const before = JSON.stringify(store.load());
      const { request, unreadable } = await kept();
      const reply = await askAboutKept(ask, { do: "import", text, before: tomorrow(), ...request });
      if (!reply.ok) return reply;
      if (JSON.stringify(store.load()) === before) return { ...reply, written: store.update((now) => together(now, reply.ok, unreadable)) };
    }
    throw new Error("another tab never rests");
  }

  async function take(file) {
    const most = Number(input.dataset.most);
    if (file.size > most) return tell(say("files.huge", { size: size(file.size), most: size(most) }));
    tell(say("files.reading"));
    let reply;
    try {
      reply = await merge(await file.text());
    } catch {
      return tell(say("files.not_now"));
    }
    const { ok, faults, written } = reply;
    const [refusal] = faults ?? [];
    if (!ok) return tell(say(`files.${REFUSALS.includes(refusal.problem) ? refusal.problem : "not_json"}`, { n: number(Number(refusal.value)) }));
    const counts = Object.entries(COUNTS).filter(([name]) => ok[name] > 0).map(([name, words]) => count(`files.${words}`, ok[name]));
    const refused = ok.left_out.length > 0 ? [count("files.left_out", ok.left_out.length)] : [];
    tell(say(written ? "files.taken" : "files.taken_not_kept"), [...counts, ...refused, ...tellFaults(ok.faults)]);
    return onImported();
  }

  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    await take(file);
    // The same file can be chosen again.
    input.value = "";
  });

  return () => (box.hidden = true);
}

/** What is kept, with what came in. What ssi_core could not use of what is kept stays too. */
function together(now, { answers, role, target, done, measured, points }, unreadable) {
  const plain = points.map(({ change, ...point }) => point);
  return {
    answers: { ...now.answers, ...answers },
    role: role ?? now.role,
    target: target ?? now.target,
    done: { ...now.done, ...done },
    measured: { ...now.measured, ...measured },
    history: [...plain, ...unreadable],
  };
}
