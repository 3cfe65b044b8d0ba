// The page's one policy for Trusted Types. The page's security policy has the browser refuse all HTML and script addresses without it.

/**
 * @typedef {{createHTML: (text: string) => string, createScriptURL: (url: string) => string}} Rules
 * @typedef {{trustedTypes?: {createPolicy: (name: string, rules: Rules) => Rules}}} TrustedTypesGlobal TypeScript's library lacks it
 */

/** @param {string} url */
function requireSameOrigin(url) {
  const { origin, href } = new URL(url, document.baseURI);
  // Not location.origin, which some browsers give another value on a page opened from disk.
  if (origin !== self.origin) throw new TypeError(`${href} is not of this site`);
  return href;
}

/** @type {Rules} */
const rules = {
  // The HTML is that of the site's own pages. A document that is only parsed runs nothing.
  createHTML: (text) => text,
  createScriptURL: requireSameOrigin,
};

const { trustedTypes } = /** @type {TrustedTypesGlobal} */ (/** @type {unknown} */ (globalThis));
// Browsers without Trusted Types take the text itself. Browsers refuse a second policy of this name.
const policy = trustedTypes?.createPolicy("ssi", rules) ?? rules;

/**
 * Mark the text of a page of this site as HTML to parse.
 * @param {string} text
 */
export const trustHtml = (text) => policy.createHTML(text);

/**
 * Mark the address of a worker's script as safe. Throws where it is not of this site.
 * @param {string} url
 */
export const trustScriptUrl = (url) => policy.createScriptURL(url);
