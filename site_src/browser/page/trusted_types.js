// The page's one policy for Trusted Types. The page's security policy has the browser refuse HTML to parse and addresses of scripts that did
// not come through here.

const sameOrigin = (url) => {
  const { origin, href } = new URL(url, document.baseURI);
  // On a page opened from disk location.origin is another than this, by browser.
  if (origin !== self.origin) throw new TypeError(`${href} is not of this site`);
  return href;
};
// The HTML is that of the site's own pages, and a document that is only parsed runs nothing.
const rules = { createHTML: (text) => text, createScriptURL: sameOrigin };
// Browsers that know no Trusted Types take the text itself. A second policy of this name the browser refuses.
const policy = globalThis.trustedTypes?.createPolicy("ssi", rules) ?? rules;

/** @param {string} text a page of this site */
export const trustHtml = (text) => policy.createHTML(text);

/** The address of a worker's script; throws where it is not of this site. @param {string} url */
export const trustScriptUrl = (url) => policy.createScriptURL(url);
