// The link to the same page in another language takes along, behind its #, what that page could not know: somebody else's result that is
// being looked at, or the visitor's own where nothing is kept. Packing is done by the engine, so a click may have to wait for that.

// An engine that fails may take longer to say so, and the visitor wants to go on.
const LONGEST_MS = 8000;

/**
 * @param {(request: object) => Promise<{ok: {code: string}}>} ask
 * @returns {(kind: string, given: import("./sharing.js").Given, part: string) => void} `kind`: "code" for somebody else's answers, "own" for
 *   the visitor's, "" for none that have to travel, or a fragment that the next page is to read as it is
 */
export function createLanguageLink(ask) {
  const links = [...document.querySelectorAll("a[data-language]")];
  let wanted = "";
  let packing; // While the links are not right yet.

  function setFragment(fragment) {
    for (const link of links) link.hash = fragment;
  }

  async function pack(kind, given, part) {
    const mine = wanted;
    let fragment = "";
    try {
      const { ok } = await ask({ do: "pack", ...given });
      fragment = `${kind}=${ok.code}${kind === "own" ? `&${part}` : ""}`;
    } catch {
      // The engine failed, and says so itself.
    }
    if (wanted !== mine) return packing;
    setFragment(fragment);
    packing = undefined;
    return undefined;
  }

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-language]");
    // Where it opens elsewhere, this page stays.
    if (!link || !packing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await Promise.race([packing, new Promise((go) => setTimeout(go, LONGEST_MS))]);
    location.assign(link.href);
  });

  return (kind, given, part) => {
    const isPacked = kind.startsWith("#");
    const isNothing = kind === "" || Object.keys(given.answers).length === 0;
    const now = isPacked ? kind : isNothing ? "" : JSON.stringify([kind, given, part]);
    if (now === wanted) return;
    wanted = now;
    if (isPacked || isNothing) setFragment(now);
    packing = isPacked || isNothing ? undefined : pack(kind, given, part);
  };
}
