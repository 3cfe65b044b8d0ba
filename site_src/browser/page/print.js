// Prints the page at the press of a button. Every browser has a menu for that, but on a phone it is hard to find.

import { find } from "./ui/find.js";
import { startPrintButton } from "./ui/print_button.js";

startPrintButton(find("button[data-print]"), find("[data-no-print]"));
