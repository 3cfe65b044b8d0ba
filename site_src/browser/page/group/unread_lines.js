// Lists the lines of a text that were not read, each with what is wrong with it and what to do.

import { copyTemplate, find } from "../ui/find.js";
import { formatNumber, say, sayCount } from "../ui/messages.js";

/** @import {GroupRound, UnreadLine} from "../engine/wire.js" */

const NO_CODE = "no_code";

/**
 * Say what is wrong with a line.
 * @param {UnreadLine} line
 */
const describe = ({ problem, group }) =>
  group === null ? say(`unread.${problem}`) : say(`unread.${problem}_in`, { group: String(group) });

/**
 * Say what is wrong with the first line that seems to hold a code.
 * @param {Pick<GroupRound, "unread">} found
 * @returns {string | undefined} undefined where no line does
 */
export function describeFirst({ unread }) {
  const line = unread.find(({ problem }) => problem !== NO_CODE);
  return line && describe(line);
}

/**
 * @param {HTMLElement} box `[data-unread-box]`
 * @param {(line: number) => void} [onJump] shows a line, where the text is in a field
 * @returns {(found: Pick<GroupRound, "unread" | "unread_lines">) => void} shows the lines
 */
export function createUnread(box, onJump) {
  const empty = find("details[data-unread-empty]", box);
  const more = find("[data-unread-more]", box);

  /** @param {UnreadLine} line */
  function createItem(line) {
    const item = copyTemplate("template[data-unread-line]", box);
    const place = say("unread.line", { n: formatNumber(line.line) });
    const jump = find("button", item);
    jump.hidden = !onJump;
    jump.textContent = place;
    jump.addEventListener("click", () => onJump?.(line.line));
    const plain = find("[data-unread-place]", item);
    plain.hidden = onJump !== undefined;
    plain.textContent = place;
    find("code", item).textContent = line.text;
    find("[data-unread-words]", item).textContent = line.problem === NO_CODE ? "" : describe(line);
    return item;
  }

  return ({ unread, unread_lines: count }) => {
    const faulty = unread.filter(({ problem }) => problem !== NO_CODE);
    const others = unread.filter(({ problem }) => problem === NO_CODE);
    box.hidden = count === 0;
    find("[data-unread-title]", box).hidden = faulty.length === 0;
    find("[data-unread-title]", box).textContent = sayCount("unread.title", faulty.length);
    find("ul[data-unread-faulty]", box).replaceChildren(...faulty.map(createItem));
    empty.hidden = others.length === 0;
    find("summary", empty).textContent = sayCount("unread.empty", others.length);
    find("ul", empty).replaceChildren(...others.map(createItem));
    more.hidden = count <= unread.length;
    more.textContent = sayCount("unread.more", count - unread.length);
  };
}
