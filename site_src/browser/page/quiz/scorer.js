// Scores answers without a button: at most one request to the engine in a frame, and only the reply to the latest counts.

/**
 * @template Request, Reply
 * @param {(request: Request) => Promise<Reply>} ask
 * @param {(reply: Reply, request: Request) => void} onReply
 * @returns {(request: Request) => void}
 */
export function createScorer(ask, onReply) {
  /** @type {Request} */
  let wanted;
  /** @type {Request} */
  let latest;
  let scheduled = false;

  async function send() {
    scheduled = false;
    const request = wanted;
    latest = request;
    let reply;
    try {
      reply = await ask(request);
    } catch {
      return; // The engine failed, and the page shows that already.
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
