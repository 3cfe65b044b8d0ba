// Which pages are saved although a host or a network changed their HTML: those that are this site's, of this version, under this site's
// policy. The policy makes the browser block whatever was added, so it must apply before anything else in the page does.

/**
 * @typedef {"altered" | "foreign" | "version"} Fault why a file is not saved: it was changed so that it is not safe or does not work;
 *   something else came, such as a network's login page, or only a part; it is another version's
 */

// A page's mark stands in its last script. One that was cut short has none.
const MARKED = /<script\b([^<>]*)\sdata-page=["']?(\w+)([^<>]*)>[\s\S]*?<\/script/gi;
// Some hosts keep a page's scripts from running, by another type, until a script of theirs runs them, which the policy blocks.
const STOPPED = /\btype=(?!["']?module\b)/i;
// What may precede the policy: nothing that runs, loads, or has the browser end the head. Anything that browsers might read otherwise does
// not fit.
const BEFORE_POLICY =
  /[ \t\n\f\r]*(?:<!doctype[ \t\n\f\r][^<>]*>|<!--[^<>]*-->|<(html|head|meta)((?:[ \t\n\f\r]+[\w:-]+(?:=(?:"[^"]*"|'[^']*'|[^ \t\n\f\r"'`=<>]+))?)*)[ \t\n\f\r]*\/?>)/iy;
const ATTRIBUTE = /([\w:-]+)(?:=(?:"([^"]*)"|'([^']*)'|([^ \t\n\f\r"'`=<>]+)))?/g;

/**
 * Check a page that has not the very bytes that the build made.
 * @param {string} path
 * @param {string} text
 * @returns {"" | Fault}
 */
function findFault(path, text) {
  const [, , mark, policy = -1] = FILES[path];
  const marked = [...text.matchAll(MARKED)].at(-1);
  if (!marked) return "foreign";
  // Some hosts answer with their home page where they do not find another.
  if (marked[2] !== mark) return Object.values(PRECACHE.site).some((each) => each[2] === marked[2]) ? "foreign" : "version";
  const runs = !STOPPED.test(marked[1] + marked[3]);
  return runs && !mayLeadAway(text) && carriesPolicy(text, PRECACHE.policies[policy]) ? "" : "altered";
}

/**
 * Check whether a page may lead away by itself, which no policy forbids: by a refresh, also one whose name is written in another way.
 * @param {string} text
 */
function mayLeadAway(text) {
  const token = new RegExp(BEFORE_POLICY);
  return [...text.matchAll(/<meta\b/gi)].some(({ index }) => {
    token.lastIndex = index;
    const found = token.exec(text);
    const name = found && (readAttributes(found[2] ?? "").get("http-equiv") ?? "none");
    return !name || !/^[a-z-]+$/i.test(name) || name.toLowerCase() === "refresh";
  });
}

/**
 * Check whether a policy applies to everything in a page.
 * @param {string} text
 * @param {string} policy
 */
function carriesPolicy(text, policy) {
  const token = new RegExp(BEFORE_POLICY);
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const attributes = readAttributes(found[2] ?? "");
    // The policy does not apply to handlers that are there before it.
    if ([...attributes.keys()].some((name) => name.startsWith("on"))) return false;
    const isPolicy = found[1]?.toLowerCase() === "meta" && attributes.get("http-equiv")?.toLowerCase() === "content-security-policy";
    if (isPolicy && attributes.get("content")?.replace(/&(#39|#x27|apos);/gi, "'") === policy) return true;
  }
  return false;
}

/**
 * Read a tag's attributes. Of two with one name, browsers see the first.
 * @param {string} text
 * @returns {Map<string, string>}
 */
function readAttributes(text) {
  const all = [...text.matchAll(ATTRIBUTE)].map(([, name, ...values]) => /** @type {const} */ ([name.toLowerCase(), values.join("")]));
  return new Map(all.reverse());
}
