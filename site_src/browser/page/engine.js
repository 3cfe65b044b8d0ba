// The page's side of the engine: requests to the worker and replies from it, with a watch on the clock. A worker that says nothing has failed.

import { EngineFailed, launch, takeEarly } from "./launch.js";
import { CHARACTERS_A_SECOND, POLICY_MS, REPLY_SECONDS, STALL_SECONDS, TICKS } from "./patience.js";

// What the page's security policy has refused, by address.
const refused = new Set();
document.addEventListener("securitypolicyviolation", ({ blockedURI }) => refused.add(blockedURI));

/**
 * Start Python in a worker. `manifest` is the address of the runtime's manifest. `onChange({state, loaded, total, reason, detail})` is
 * called at every change: state is "loading", "ready" (then with `resumed`: from what an earlier visit kept) or "failed". Both times can be
 * shortened with `data-stall-seconds` on the element that carries `data-runtime`; the worker's address can be given there as `data-worker`, and
 * `data-worker-type="classic"` for one without static imports, because Chromium runs no module workers on a page opened from disk.
 *
 * `ask(request)` resolves to the reply; it waits for a loading engine, and rejects with EngineFailed when the engine fails.
 * `read(files, onNews)` has LinkedIn's archive read: {reply, stop}, where `reply` resolves as above, to {stopped} after `stop()`.
 * `retry()` begins anew with a fresh worker. `forget()` has this one keep nothing on the device for a later visit.
 */
export function startEngine(manifest, onChange) {
  const hooks = document.querySelector("[data-runtime]")?.dataset ?? {};
  const workerUrl = new URL(hooks.worker ?? new URL("../worker/worker.js", import.meta.url).href, document.baseURI).href;
  const manifestUrl = new URL(manifest, document.baseURI).href;
  const stallSeconds = Number(hooks.stallSeconds) || STALL_SECONDS;
  const replySeconds = Math.min(stallSeconds, REPLY_SECONDS);

  let status;
  let worker;
  let clock;
  let lastId = 0;
  const waiting = new Map(); // id → {text, files?, onNews?, resolve, reject}

  function change(next) {
    status = { ...status, ...next };
    document.documentElement.dataset.engine = status.state;
    onChange(status);
  }

  function expect(seconds, reason) {
    clearInterval(clock);
    let ticks = 0;
    clock = setInterval(() => {
      ticks += 1;
      if (ticks >= TICKS) fail(reason, `nothing for ${seconds} seconds`);
    }, (seconds * 1000) / TICKS);
  }

  function expectReply() {
    const characters = [...waiting.values()].reduce((sum, { text }) => sum + text.length, 0);
    expect(replySeconds + characters / CHARACTERS_A_SECOND, "crashed");
  }

  function fail(reason, detail) {
    if (status.state === "failed") return;
    clearInterval(clock);
    worker?.end();
    worker = undefined;
    const left = [...waiting.values()];
    waiting.clear();
    change({ state: "failed", reason, detail });
    for (const { reject } of left) reject(new EngineFailed(reason, detail));
  }

  function send(id) {
    const { text, files } = waiting.get(id);
    worker.post({ id, text, ...(files && { files }) });
    expectReply();
  }

  function receive({ id, text }) {
    const said = JSON.parse(text);
    if (id === 0) hearBoot(said);
    else hearReply(id, said);
  }

  function hearReply(id, reply) {
    const request = waiting.get(id);
    if (!reply.news) waiting.delete(id);
    if (waiting.size > 0) expectReply();
    else clearInterval(clock);
    if (reply.news) request?.onNews(reply.news);
    else request?.resolve(reply);
  }

  function hearBoot(news) {
    if (news.failed) fail(news.failed, news.detail);
    else if (news.ready) {
      clearInterval(clock);
      change({ state: "ready", loaded: status.total, resumed: news.resumed });
      for (const each of waiting.keys()) send(each);
    } else {
      expect(stallSeconds, "stalled");
      change(news);
    }
  }

  /** `cache`: every address belongs to one content, so a kept copy will do, however old; but after a failure the server is asked again. */
  function start(cache) {
    change({ state: "loading", loaded: 0, total: 0, reason: null, detail: "" });
    expect(stallSeconds, "stalled");
    if (typeof WebAssembly !== "object") return fail("no-wasm", "WebAssembly is not there");
    const mine = takeEarly(workerUrl, manifestUrl, cache) ?? launch(workerUrl, hooks.workerType ?? "module", manifestUrl, cache);
    worker = mine;
    const ifStillMine = (act) => worker === mine && act();
    /** A file is to blame. */
    const blame = ({ url, reason, message }) =>
      setTimeout(() => ifStillMine(() => fail(refused.has(url) ? "blocked" : reason, message)), POLICY_MS);
    const hear = {
      message: ({ data }) => receive(data),
      messageerror: () => fail("crashed", "a message could not be read"),
      error({ message }) {
        if (status.state === "ready") return fail("crashed", message ?? "");
        // Of an address that the page made, as the worker's is, a policy that refuses it names no more than the kind.
        return blame({ url: "blob", reason: "start", message: message ?? "the worker's script would not run" });
      },
      unread: blame,
    };
    return mine.listen((kind, event) => ifStillMine(() => hear[kind](event)));
  }

  function put(request) {
    if (status.state === "failed") return Promise.reject(new EngineFailed(status.reason, status.detail));
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { ...request, resolve, reject });
      if (status.state === "ready") send(id);
    });
  }

  start("force-cache");
  return {
    ask: (request) => put({ text: JSON.stringify(request) }),
    read(files, onNews) {
      const reply = put({ text: "", files, onNews });
      const id = lastId;
      const stop = () => {
        if (status.state === "ready" && waiting.has(id)) return worker.post({ id, text: "" });
        waiting.get(id)?.resolve({ stopped: true });
        return waiting.delete(id);
      };
      return { reply, stop };
    },
    retry() {
      if (status.state === "failed") start("no-cache");
    },
    forget: () => worker?.post({ id: 0, text: JSON.stringify({ forget: true }) }),
  };
}
