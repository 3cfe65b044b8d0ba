// Prints the page at the press of a button. Every browser has a menu for that, but on a phone it is hard to find.

import { find } from "./ui/find.js";

const button = find("button[data-print]");
button.addEventListener("click", () => window.print());
button.hidden = false;
