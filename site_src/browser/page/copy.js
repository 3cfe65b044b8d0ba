// Copies an example's text.

import { copyText } from "./ui/copy_text.js";
import { closest, find, findAll } from "./ui/find.js";
import { say } from "./ui/messages.js";

document.addEventListener("click", async ({ target }) => {
  const button = closest(target, "button[data-copy]");
  if (!button) return;
  const message = await copyText(find(`#${button.dataset.copy}`));
  for (const state of findAll(".example [role=status]")) state.textContent = "";
  find(`#${button.dataset.copy} + .example-foot [role=status]`).textContent = say(message);
});

for (const button of findAll("button[data-copy]")) button.hidden = false;
