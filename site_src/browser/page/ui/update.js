// Offers a new version of the site. It waits until the visitor agrees, and does not ask while a quiz is running in any tab.

import { find } from "./find.js";
import { takeOver } from "./service_worker.js";

/** @type {HTMLElement | null} */
const bar = document.querySelector("[data-update]");
/** @type {HTMLElement | null} */
const box = document.querySelector("[data-service]");
const quiz = document.querySelector("form[data-quiz]");

/** Check whether a quiz is running: from the first answer until the result is shown. */
const isRunning = () => quiz?.querySelector("input:checked") != null && find('[data-part="result"]', quiz).hidden;

// Every tab with a running quiz shares this lock; whichever tab has it alone knows that no quiz is running. The name holds the site's
// address, because a host may have several sites.
const LOCK = `${new URL(".", new URL(box?.dataset.service ?? "", document.baseURI)).href} quiz`;

let offered = false;
/** @type {((value?: unknown) => void) | undefined} ends this tab's share of the lock */
let release;

/** Hold the lock while the quiz is running, and only then. */
function updateLock() {
  if (isRunning() === Boolean(release)) return;
  if (release) {
    release();
    release = undefined;
    if (offered) void offer();
  } else {
    hideBar();
    const over = new Promise((resolve) => (release = resolve));
    void navigator.locks?.request(LOCK, { mode: "shared" }, () => over);
  }
}

function hideBar() {
  if (bar) bar.hidden = true;
}

if (quiz && bar) {
  // The quiz's own scripts handle these events first.
  for (const event of ["change", "click", "hashchange"]) window.addEventListener(event, () => setTimeout(updateLock));
  updateLock();
}

/** Ask the visitor, as soon as no quiz is running. */
async function offer() {
  offered = true;
  await navigator.locks?.request(LOCK, () => {});
  if (isRunning() || !bar) return;
  bar.hidden = false;
  find("[data-update-announce]").textContent = find("[data-update-text]", bar).textContent;
}

/**
 * Have the waiting version take over, and show it.
 * @param {ServiceWorkerRegistration} registration
 */
async function follow(registration) {
  await takeOver(registration);
  location.reload();
}

/** @param {ServiceWorkerRegistration} registration */
export function watchUpdates(registration) {
  find("[data-update-accept]").addEventListener("click", () => {
    if (!navigator.locks) return follow(registration);
    return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
      if (lock) return follow(registration);
      // A quiz was begun in another tab meanwhile.
      hideBar();
      void offer();
      return undefined;
    });
  });
  find("[data-update-later]").addEventListener("click", hideBar);

  /** @param {ServiceWorker | null} worker */
  const watch = (worker) => {
    worker?.addEventListener("statechange", () => {
      // Without an active worker this is the first version, which replaces none.
      if (worker.state === "installed" && registration.active) void offer();
    });
  };
  if (registration.waiting) void offer();
  watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
}
