// A link that carries the answers behind its #, which browsers send to nobody.

/** @param {HTMLElement} section carries where the quiz is, in `data-address` @param {import("./sharing.js").Given} given */
async function makeLink(section, given, ask) {
  const { ok } = await ask({ do: "pack", ...given });
  const link = new URL(section.dataset.address, document.baseURI);
  link.hash = `code=${ok.code}`;
  section.querySelector("[data-share-field]").value = link.href;
  section.querySelector("[data-share-link]").hidden = false;
  return link.href;
}

/** @returns {Promise<"copied" | "select">} where the browser does not copy, the link is selected for the visitor to do so */
export async function copyLink(section, given, ask) {
  const link = await makeLink(section, given, ask);
  try {
    await navigator.clipboard.writeText(link);
    return "copied";
  } catch {
    const field = section.querySelector("[data-share-field]");
    field.focus();
    field.select();
    return "select";
  }
}

/** With what the device has for sharing. */
export async function shareLink(section, given, ask) {
  const url = await makeLink(section, given, ask);
  try {
    await navigator.share({ title: document.querySelector("h1").textContent.trim(), url });
  } catch (error) {
    // The visitor thought better of it.
    if (error.name !== "AbortError") throw error;
  }
}
