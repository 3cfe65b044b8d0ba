// The page for a trainer's group: joins the codes, the engine, and the numbers. Each of them is a module of its own.

import { startEngine } from "./engine/engine.js";
import { resultOf } from "./engine/wire.js";
import { startPairs } from "./group/pairs.js";
import { createResults } from "./group/results.js";
import { find } from "./ui/find.js";
import { showEngine } from "./ui/status.js";

const PAUSE_MS = 250;

const root = find("[data-group]");
const codes = find("textarea[data-codes]", root);
const engine = startEngine(root.dataset.runtime, (status) => showEngine(root, status));
const results = createResults(find("[data-results]", root));
const readRounds = () => [{ name: "", text: codes.value }];
const pairs = startPairs(find("[data-pairs]", root), engine.ask, readRounds);
let latest = 0;

async function read() {
  latest += 1;
  const mine = latest;
  try {
    await engine.read([], () => {}).reply;
    const { rounds } = resultOf(await engine.ask({ do: "group", rounds: readRounds() }));
    if (mine !== latest) return;
    results.show(rounds);
    pairs.refresh(rounds);
  } catch {
    // The engine failed, and the page shows that already.
  }
}

/** @type {number | undefined} */
let timer;
codes.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => void read(), PAUSE_MS);
});
find("[data-retry]", root).addEventListener("click", () => {
  engine.retry();
  void read();
});
void read();
root.dataset.started = "";
