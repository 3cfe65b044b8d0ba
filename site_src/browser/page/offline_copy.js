// Shows on the page about offline use what this device keeps of the site, what it does not, and why.

import { find, findAll } from "./ui/find.js";
import { formatNumber, say } from "./ui/messages.js";

/** @import {Report} from "./ui/service_worker.js" */

const box = find("[data-offline-copy]");
const site = new URL(".", new URL(find("[data-service]").dataset.service, document.baseURI));

/**
 * Find a file's title, or else its path. The menu at the foot of the page has the titles of this language's pages.
 * @param {string} href
 * @param {string} path
 */
function findTitle(href, path) {
  const link = findAll(".site-footer nav a").find((each) => each.href === href);
  return link?.textContent.trim() || path;
}

/**
 * @param {string} path
 * @param {string} fault
 */
function createItem(path, fault) {
  const item = document.createElement("li");
  const { href } = new URL(encodeURI(path), site);
  item.append(Object.assign(document.createElement("a"), { href, textContent: findTitle(href, path) }), `: ${say(`copy.${fault}`)}`);
  return item;
}

/** @param {Report} report */
function show({ site: isSaved, engine, pages, leftOut }) {
  // An earlier version's service worker does not say.
  if (!isSaved || !pages || !leftOut) return;
  const kept = pages.filter((path) => !(path in leftOut));
  const numbers = { kept: formatNumber(kept.length), all: formatNumber(pages.length) };
  find("[data-copy-state]", box).textContent = `${say("copy.pages", numbers)} ${say(engine ? "copy.engine" : "copy.no_engine")}`;
  const items = Object.entries(leftOut).map(([path, fault]) => createItem(path, fault));
  const rest = find("[data-copy-rest]", box);
  const hadFocus = rest.contains(document.activeElement);
  find("ul", rest).replaceChildren(...items);
  rest.hidden = items.length === 0;
  box.hidden = false;
  if (hadFocus && rest.hidden) box.focus();
}

window.addEventListener("offline-report", (event) => show(/** @type {CustomEvent<Report>} */ (event).detail));
