// A code in the page's own address, as a QR code on somebody's result has it. It is added when the trainer agrees. A phone opens a tab for
// every code that its camera reads, so another open tab with a group can take it instead.

import { find } from "../ui/find.js";
import { announce, say } from "../ui/messages.js";
import { describeFirst } from "./unread_lines.js";

/**
 * @import {GroupRound} from "../engine/wire.js"
 */

/**
 * @typedef {object} Host the page
 * @property {(text: string) => Promise<GroupRound | undefined>} read reads codes; undefined where the engine failed
 * @property {(code: string) => "added" | "known"} add adds a code to the round that is being filled
 * @property {() => boolean} hasCodes
 * @property {() => boolean} isKept whether other tabs share what this one has
 */

const LINK = /^#code=/i;
// Longer than a code with its link.
const LONGEST = 200;
// A tab that is awake replies in a few milliseconds.
const REPLY_MS = 1500;

/**
 * @param {HTMLElement} root
 * @param {Host} host
 */
export function startLink(root, host) {
  const box = find("[data-link]", root);
  const words = find("[data-link-words]", box);
  const code = find("[data-link-code]", box);
  const [add, leave] = [find("[data-link-add]", box), find("[data-link-leave]", box)];
  const tabs = openTabs(root, host, (outcome) => announce(say(`link.${outcome}`)));
  let offered = "";

  /**
   * @param {string} key
   * @param {boolean} isOpen whether there is still something to agree to
   */
  function show(key, isOpen = false) {
    words.textContent = say(key);
    finish(isOpen);
  }

  /** @param {boolean} isOpen */
  function finish(isOpen) {
    code.textContent = offered;
    code.hidden = !isOpen;
    for (const button of [add, leave]) button.hidden = !isOpen;
    find("[data-link-tip]", box).hidden = isOpen || host.isKept();
    box.hidden = false;
    box.focus();
    announce(words);
  }

  async function open() {
    const text = takeFromAddress();
    if (text === undefined) return;
    const found = await host.read(text);
    const problem = found && describeFirst(found);
    if (found?.members === 1) {
      [offered] = found.codes;
      find("[data-link-tip]", box).hidden = true;
      show((await tabs.find()) ? "link.offer_other" : "link.offer", true);
    } else if (problem) {
      words.textContent = say("link.unread", { problem });
      finish(false);
    } else if (!found) show("link.failed");
  }

  add.addEventListener("click", async () => {
    for (const button of [add, leave]) button.hidden = true;
    // Another link may be opened before the other tab replies.
    const agreed = offered;
    const outcome = await tabs.send(agreed);
    const key = outcome ? `link.${outcome}_other` : `link.${host.add(agreed)}`;
    if (agreed === offered) show(key);
    else announce(say(key));
  });
  leave.addEventListener("click", () => {
    box.hidden = true;
    find("textarea[data-codes]", root).focus();
    announce(say("link.left"));
  });
  window.addEventListener("hashchange", () => void open());
  return open;
}

/** Take what may be a code out of the address, so that it is not offered again when the page is loaded anew. */
function takeFromAddress() {
  const text = location.hash;
  if (!LINK.test(text) || text.length > LONGEST) return undefined;
  history.replaceState(history.state, "", location.pathname);
  return text;
}

/**
 * Speak with the other open tabs of this page. Every message is text, and of a code only what the engine reads in it is taken.
 * @param {HTMLElement} root
 * @param {Host} host
 * @param {(outcome: "added" | "known") => void} onAdded called when another tab has brought a code
 */
function openTabs(root, host, onAdded) {
  // A host may have several sites.
  const name = `${new URL("../", new URL(root.dataset.runtime ?? "", document.baseURI)).href} group`;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(name) : undefined;
  const mine = crypto.getRandomValues(new Uint32Array(2)).join("-");
  /** @type {string | undefined} the tab that has a group */
  let other;
  /** @type {((reply: string) => void) | undefined} */
  let hear;

  /** @param {Record<string, string>} message */
  const post = (message) => channel?.postMessage(JSON.stringify({ from: mine, ...message }));
  /** @returns {Promise<string | undefined>} the next reply, if there is one in time */
  const waitForReply = () =>
    new Promise((resolve) => {
      hear = resolve;
      setTimeout(resolve, REPLY_MS);
    });

  channel?.addEventListener("message", async ({ data }) => {
    const { from, to, say: what, code } = parse(data);
    if (what === "who" && host.hasCodes()) post({ to: from, say: "here" });
    if (to !== mine) return;
    if (what === "here") {
      other ??= from;
      hear?.("here");
    }
    if (what === "added" || what === "known") hear?.(what);
    if (what !== "add") return;
    const found = await host.read(code.slice(0, LONGEST));
    if (found?.members !== 1) return;
    const outcome = host.add(found.codes[0]);
    post({ to: from, say: outcome });
    onAdded(outcome);
  });

  return {
    /** Find another tab with a group. There is no need for one where tabs share what is kept. */
    async find() {
      other = undefined;
      if (!channel || host.isKept()) return false;
      post({ say: "who" });
      await waitForReply();
      return other !== undefined;
    },
    /**
     * Have the other tab take a code.
     * @param {string} code
     * @returns {Promise<string | undefined>} "added" or "known"; undefined where no tab took it
     */
    async send(code) {
      if (other === undefined) return undefined;
      post({ to: other, say: "add", code });
      return waitForReply();
    },
  };
}

/**
 * Parse a message of another tab.
 * @param {unknown} data
 * @returns {Record<"from" | "to" | "say" | "code", string>}
 */
function parse(data) {
  let found;
  try {
    found = Object(JSON.parse(String(data)));
  } catch {
    found = {};
  }
  const [from, to, what, code] = [found.from, found.to, found.say, found.code].map((value) => (typeof value === "string" ? value : ""));
  return { from, to, say: what, code };
}
