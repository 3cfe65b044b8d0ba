// A new version of the site waits until the visitor agrees, and does not even ask while a quiz is running, in this tab or another.

import { takeOver } from "./service_worker.js";

const bar = document.querySelector("[data-update]");
const service = document.querySelector("[data-service]")?.dataset.service ?? "";
const quiz = document.querySelector("form[data-quiz]");

/** A quiz is running from the first answer until the result is looked at. */
const isRunning = () => quiz?.querySelector("input:checked") != null && quiz.querySelector('[data-part="result"]').hidden;

// Every tab with a running quiz shares this lock; whoever can have it alone knows that there is none. One for each site on this host.
const LOCK = `${new URL(".", new URL(service, document.baseURI)).href} quiz`;

let offered = false;
let release; // Ends this tab's share of the lock.

/** Bring the lock in line with the quiz. */
function look() {
  if (isRunning() === Boolean(release)) return;
  if (release) {
    release();
    release = undefined;
    if (offered) void offer();
  } else {
    bar.hidden = true;
    const over = new Promise((resolve) => (release = resolve));
    void navigator.locks?.request(LOCK, { mode: "shared" }, () => over);
  }
}

if (quiz && bar) {
  // The quiz's own scripts go first.
  for (const event of ["change", "click", "hashchange"]) window.addEventListener(event, () => setTimeout(look));
  look();
}

/** Ask, as soon as no quiz is running. */
async function offer() {
  offered = true;
  await navigator.locks?.request(LOCK, () => {});
  if (isRunning()) return;
  bar.hidden = false;
  document.querySelector("[data-update-announce]").textContent = bar.querySelector("[data-update-text]").textContent;
}

/** The waiting version takes over, and this page shows it. */
async function follow(registration) {
  await takeOver(registration);
  location.reload();
}

/** @param {ServiceWorkerRegistration} registration */
export function watchUpdates(registration) {
  bar.querySelector("[data-update-accept]").addEventListener("click", () => {
    if (!navigator.locks) return follow(registration);
    return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
      if (lock) return follow(registration);
      // Meanwhile a quiz was begun in another tab.
      bar.hidden = true;
      void offer();
      return undefined;
    });
  });
  bar.querySelector("[data-update-later]").addEventListener("click", () => (bar.hidden = true));

  const watch = (worker) => {
    worker?.addEventListener("statechange", () => {
      // Without an active one this is the first version, and nobody need be asked.
      if (worker.state === "installed" && registration.active) void offer();
    });
  };
  if (registration.waiting) void offer();
  watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
}
