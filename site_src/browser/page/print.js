// Prints the page at the press of a button. Every browser has a menu for that, but on a phone it is hard to find. The browsers of some apps
// cannot print: then the page says what can.

import { find } from "./ui/find.js";

const button = find("button[data-print]");
button.addEventListener("click", () => window.print());
button.hidden = !("print" in window);
find("[data-no-print]").hidden = !button.hidden;
