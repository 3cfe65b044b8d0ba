// The page for trainers: makes the link for a group, its QR code, and what else goes by that link. It needs no engine and asks nobody
// anything: the link is put together here.

import { shrinkLogo } from "./trainers/logo.js";
import { saveQr } from "./trainers/save_qr.js";
import { closest, find, findAll } from "./ui/find.js";
import { loadQr } from "./ui/load_qr.js";
import { say } from "./ui/messages.js";
import { formatOffer, showOffer } from "./ui/offer.js";
import { parseNumber } from "./ui/parse_number.js";
import { cleanName, formatPreset, MOST_TARGET } from "./ui/preset.js";

/** @typedef {{role: HTMLSelectElement, target: HTMLInputElement, group: HTMLInputElement, by: HTMLInputElement, colour: HTMLInputElement,
 *   logo: HTMLInputElement}} Fields */

const form = find("form[data-maker]");
const fields = /** @type {HTMLFormControlsCollection & Fields} */ (form.elements);
const wrong = find("[data-target-wrong]", form);
const preview = find("[data-offer]", form);
const qrPlace = find("[data-qr]", form);
const qrState = find("[data-qr-state]", form);
const removal = find("button[data-logo-remove]", form);
const logoState = find("[data-logo-state]", form);

/** @type {Uint8Array<ArrayBuffer> | null} */
let logo = null;

function readForm() {
  const typed = parseNumber(fields.target.value, MOST_TARGET);
  const isTarget = typed !== null && !Number.isNaN(typed);
  // In tenths, as links with answers have it.
  const target = isTarget ? Math.round(typed * 10) / 10 : null;
  const colour = fields.colour.value === fields.colour.defaultValue ? "" : fields.colour.value.slice(1);
  return {
    isWrong: Number.isNaN(typed),
    preset: { role: fields.role.value, target, group: cleanName(fields.group.value) },
    offer: { by: cleanName(fields.by.value), colour, logo },
  };
}

/**
 * @param {string} href relative to this page
 * @param {string[]} parts of what stands behind the #
 */
function makeLink(href, ...parts) {
  const link = new URL(href, document.baseURI);
  link.hash = parts.filter((part) => part !== "").join("&");
  return link.href;
}

/** Update all that depends on what is filled in. */
function update() {
  const { isWrong, preset, offer } = readForm();
  wrong.hidden = !isWrong;
  fields.target.setAttribute("aria-invalid", String(isWrong));
  fields.target.setAttribute("aria-describedby", isWrong ? "maker-target-wrong maker-target-hint" : "maker-target-hint");
  const { quiz, handout, frame } = find("input[name=language]:checked", form).dataset;
  const words = formatPreset(preset);
  const link = makeLink(quiz, words);
  for (const place of findAll("[data-group-link]")) place.textContent = link;
  find("a[data-handout-link]", form).href = makeLink(handout, words, formatOffer(offer));
  find("[data-frame-link]").textContent = makeLink(frame, words, formatOffer(offer)).replaceAll("&", "&amp;");
  showOffer(preview, offer);
  void drawQr(link);
}

/** @param {string} link */
async function drawQr(link) {
  try {
    const qr = await loadQr();
    // Somebody may have typed on in the meantime.
    if (find("#group-link").textContent !== link) return;
    qrPlace.replaceChildren(qr.drawQr(link, say("qr")));
    qrState.textContent = "";
  } catch {
    qrPlace.replaceChildren();
    qrState.textContent = say("qr_failed");
  }
}

async function chooseLogo() {
  const [file] = fields.logo.files ?? [];
  logo = null;
  logoState.textContent = "";
  if (file) {
    // Where it is a picture but not one that a browser reads, it cannot be made small either.
    logo = await shrinkLogo(file).catch(() => null);
    logoState.textContent = say(logo ? "logo_taken" : "logo_refused");
  }
  removal.hidden = !logo;
  update();
}

form.addEventListener("input", ({ target }) => {
  if (target !== fields.logo) update();
});
form.addEventListener("submit", (event) => event.preventDefault());
fields.logo.addEventListener("change", () => void chooseLogo());
removal.addEventListener("click", () => {
  fields.logo.value = "";
  fields.logo.focus();
  void chooseLogo();
});
form.addEventListener("click", ({ target }) => {
  const button = closest(target, "button[data-qr-save]");
  const drawing = qrPlace.querySelector("svg");
  if (button && drawing) void saveQr(drawing, button.dataset.qrSave);
});

update();
form.hidden = false;
find("[data-maker-absent]").hidden = true;
