// Copies the text of an element. Where the browser refuses the clipboard, the text is selected instead, ready to be copied by hand.

/**
 * @param {Element} element
 * @returns {Promise<"copied" | "selected">}
 */
export async function copyText(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    return "copied";
  } catch {
    // The visitor or the site around a frame may not allow it, and an insecure page has no clipboard at all.
    /** @type {Selection} */ (window.getSelection()).selectAllChildren(element);
    return "selected";
  }
}
