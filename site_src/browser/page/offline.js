// Keeps the site on the device, for use without a network, and says how far that is. The service worker does the keeping; see ../service/.
// Where a browser has none (an old one, a page opened from disk, an address without https) nothing happens and nothing is said.

import { say, size } from "./messages.js";
import { trustScriptUrl } from "./trusted_types.js";
import { watchUpdates } from "./update.js";

// A service worker gets five minutes for one request, and says nothing when they are over.
const REPLY_MS = 5 * 60 * 1000;

const box = document.querySelector("[data-offline-box]");
const root = document.documentElement;

/** What the service worker answers: {site, engine, repaired, failed, size}. */
function ask(worker, what) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const late = setTimeout(() => resolve({ failed: "network" }), REPLY_MS);
    port1.onmessage = ({ data }) => {
      clearTimeout(late);
      port1.close();
      resolve(JSON.parse(data));
    };
    worker.postMessage(JSON.stringify({ do: what }), [port2]);
  });
}

/** Show one state of: kept, pages, keeping, failed, full; or none. */
function show(state) {
  for (const each of box.querySelectorAll("[data-offline-state]")) each.hidden = !each.dataset.offlineState.split(" ").includes(state);
  root.dataset.offline = state;
}

function stateOf({ site, engine, failed }, asked) {
  if (failed === "full") return "full";
  if (site && engine) return "kept";
  if (failed && asked) return "failed";
  return site ? "pages" : "";
}

/** A screen reader hears only what the visitor asked for; the rest is there to be found. */
function announce() {
  const words = [...box.querySelectorAll("p[data-offline-state]:not([hidden])")].map((each) => each.textContent);
  box.querySelector("[data-offline-announce]").textContent = words.join(" ");
}

function settled() {
  return root.dataset.engine === "ready" || root.dataset.engine === "failed";
}

/** Calls back whenever the quiz's engine is ready or has failed. */
function onEngine(act) {
  new MutationObserver(() => settled() && act(root.dataset.engine)).observe(root, { attributeFilter: ["data-engine"] });
  if (settled()) act(root.dataset.engine);
}

async function start() {
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener("message", ({ data }) => JSON.parse(data).failed === "full" && show("full"));
  const registration = await serviceWorker.register(trustScriptUrl(box.dataset.service), { updateViaCache: "none" });
  watchUpdates(registration);
  await serviceWorker.ready;

  const tell = async (what, asked) => {
    // A new version may have taken over since.
    const reply = await ask(registration.active, what);
    if ("size" in reply) box.querySelector("[data-offline-size]").textContent = say("offline.size", { size: size(reply.size) });
    show(stateOf(reply, asked));
    return reply;
  };

  for (const button of box.querySelectorAll("[data-offline-keep]")) {
    button.addEventListener("click", async () => {
      show("keeping");
      // The button is gone, and the focus must be somewhere.
      box.focus({ preventScroll: true });
      announce();
      // Browsers throw away what nobody asked them to keep. This visitor asks; whether it is granted changes nothing here.
      navigator.storage?.persist?.().catch(() => {});
      await tell("keep", true);
      announce();
    });
  }

  if (!document.querySelector("[data-runtime]")) return tell("state", false);
  // Whoever takes the quiz has fetched the engine already, so keeping it costs a copy. One that fails may have been damaged on the device.
  let repaired = false;
  return onEngine(async (state) => {
    const { repaired: count } = await tell(state === "ready" ? "keep" : "repair", false);
    if (state === "ready" || repaired || !count) return;
    repaired = true;
    document.querySelector("[data-retry]").click();
  });
}

/** Nothing competes with the page, nor on the quiz with the engine. */
async function whenQuiet() {
  if (document.readyState !== "complete") await new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
  if (document.querySelector("[data-runtime]") && !settled()) await new Promise(onEngine);
}

if (box?.dataset.service && "serviceWorker" in navigator) {
  // A browser may refuse: in a private window, by its settings, for want of room. The site works as well without.
  whenQuiet().then(start).catch((error) => console.info(String(error)));
}
