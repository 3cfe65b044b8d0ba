// What the quiz does for some visitors only, as one script (quiz_extras.js). The page fetches it when there is time for it, not when it is
// wanted: by then another version of the site may have taken the place of this one.

let extras;
let failures = 0;

/** Rejects where it cannot be fetched; another call tries again. @returns {Promise<typeof import("./quiz_extras.js")>} */
export function loadExtras() {
  extras ??= fetchExtras().catch((error) => {
    extras = undefined;
    failures += 1;
    throw error;
  });
  return extras;
}

/** Many browsers never ask again for a module that once failed, so another try has another address. */
function fetchExtras() {
  return failures === 0 ? import("./quiz_extras.js") : import(new URL(`./quiz_extras.js?${failures}`, import.meta.url).href);
}
