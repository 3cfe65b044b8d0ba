// How a page asks the service worker something, and has a new version's take over.

/**
 * @typedef {{site?: boolean, engine?: boolean, repaired?: number, failed?: string, size?: number, pages?: string[], leftOut?: Record<string, string>}} Report
 *   the service worker's reply; an earlier version's lacks the last two
 */

// A service worker gets five minutes for one request, and then ends without a reply.
const REPLY_MS = 5 * 60 * 1000;

/**
 * @param {ServiceWorker | null} worker
 * @param {"keep" | "state" | "repair" | "again"} request
 * @returns {Promise<Report>}
 */
export function ask(worker, request) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const late = setTimeout(() => resolve({ failed: "network" }), REPLY_MS);
    port1.onmessage = ({ data }) => {
      clearTimeout(late);
      port1.close();
      resolve(JSON.parse(data));
    };
    worker?.postMessage(JSON.stringify({ do: request }), [port2]);
  });
}

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
