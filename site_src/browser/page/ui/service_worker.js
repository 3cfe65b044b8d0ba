// How a page has a new version's service worker take over.

/**
 * Wait until a service worker reaches one of these states.
 * @param {ServiceWorker} worker
 * @param {...ServiceWorkerState} states
 * @returns {Promise<ServiceWorkerState>}
 */
export function reachState(worker, ...states) {
  return new Promise((resolve) => {
    const check = () => states.includes(worker.state) && resolve(worker.state);
    worker.addEventListener("statechange", check);
    check();
  });
}

/**
 * Have the waiting version take over. Another tab may have done so already: then none waits.
 * @param {ServiceWorkerRegistration} registration
 */
export async function takeOver({ waiting }) {
  if (!waiting) return;
  waiting.postMessage(JSON.stringify({ do: "take-over" }));
  await reachState(waiting, "activated", "redundant");
}
