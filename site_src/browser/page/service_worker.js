// What pages and their service worker do when a new version takes over.

/** Resolves to the state of a service worker, once it is one of these. */
export function reachState(worker, ...states) {
  return new Promise((resolve) => {
    const look = () => states.includes(worker.state) && resolve(worker.state);
    worker.addEventListener("statechange", look);
    look();
  });
}

/** The version that waits, if there is one, takes over. Another tab may have seen to that already. @param {ServiceWorkerRegistration} registration */
export async function takeOver({ waiting }) {
  if (!waiting) return;
  waiting.postMessage(JSON.stringify({ do: "take-over" }));
  await reachState(waiting, "activated", "redundant");
}
