// The example archive that the page offers.

import { find } from "../ui/find.js";
import { announce } from "../ui/messages.js";
import { offerRenewal } from "../ui/renewal.js";

const NAME = "Complete_LinkedInDataExport_06-10-2026.zip";

/** @param {string} url */
async function fetchExample(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return new File([await response.blob()], NAME, { lastModified: 0 });
}

/**
 * @param {HTMLElement} root
 * @param {(file: File) => void} onChoose
 */
export function startExample(root, onChoose) {
  const button = find("[data-example]", root);
  const missing = find("[data-no-example]", root);
  /** @type {Promise<File> | undefined} */
  let example;

  /** Fetch the example once. After a failure, another call tries again. */
  function load() {
    example ??= fetchExample(button.dataset.example).catch((error) => {
      example = undefined;
      throw error;
    });
    return example;
  }

  button.addEventListener("click", async () => {
    try {
      onChoose(await load());
    } catch {
      missing.hidden = await offerRenewal(missing);
      if (!missing.hidden) announce(missing);
    }
  });

  return {
    /** Fetch the example before it is wanted. Another version of the site may not have it. */
    prefetch: () => void load().catch(() => {}),
    hideMissing: () => (missing.hidden = true),
  };
}
