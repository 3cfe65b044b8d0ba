// The sheet for participants: fills in the group's name and link, its QR code, and who offers it. All of it comes with the address.

import { find, findAll } from "./ui/find.js";
import { loadQr } from "./ui/load_qr.js";
import { say } from "./ui/messages.js";
import { readOffer, showOffer } from "./ui/offer.js";
import { formatPreset, readPreset } from "./ui/preset.js";

const link = find("a[data-quiz-link]");
const { href } = link;
const place = find("[data-qr]");

async function update() {
  const preset = readPreset(location.hash);
  showOffer(find("[data-offer]"), readOffer(location.hash));
  find("[data-group-name]").textContent = preset.group;
  find("[data-group]").hidden = preset.group === "";
  const quiz = new URL(href);
  quiz.hash = formatPreset(preset);
  link.href = quiz.href;
  // Nobody types what stands behind the #, so the paper shows the address without it.
  link.textContent = href;
  try {
    const { drawQr } = await loadQr();
    place.replaceChildren(drawQr(quiz.href, say("qr"), 4));
  } catch {
    place.replaceChildren(); // The address beside it leads to the quiz, too.
  }
}

window.addEventListener("hashchange", () => void update());
void update();
for (const each of findAll("[data-with-script]")) each.hidden = false;
