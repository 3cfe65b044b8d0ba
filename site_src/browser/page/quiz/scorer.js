// From answers to a score without a button: at most one request to the engine a frame, and only the reply to the latest counts.

/**
 * @param {(request: object) => Promise<object>} ask
 * @param {(reply: {ok?: object, faults?: object[]}, request: object) => void} onReply
 * @returns {(request: object) => void}
 */
export function createScorer(ask, onReply) {
  let wanted;
  let scheduled = false;
  let latest;

  async function send() {
    scheduled = false;
    const request = wanted;
    latest = request;
    let reply;
    try {
      reply = await ask(request);
    } catch {
      return; // The engine failed, and says so itself.
    }
    if (request === latest && !scheduled) onReply(reply, request);
  }

  return (request) => {
    wanted = request;
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(send);
  };
}
