// A button that prints the page. The browsers of some apps cannot print: then words say what can.

/**
 * @param {HTMLElement} button
 * @param {HTMLElement} words in its place
 */
export function startPrintButton(button, words) {
  button.addEventListener("click", () => window.print());
  button.hidden = !("print" in window);
  words.hidden = !button.hidden;
}
