// Tells which requests may be answered before the interpreter's second half is there. Until then some of its static data is missing
// (site_src/runtime/late_data.py), which nothing reads that scores these requests. Another might read it, and get a wrong answer.

// Numbers as people give them: a share, or points.
const NUMBER = /^\d{1,4}(\.\d{1,4})?$/;

/**
 * Make the test of a request's text. It lets nothing through but a request to score, whose strings are all words of the model and whose text is
 * exactly what the page makes of it: each key once, and no number or character in another form.
 * @param {readonly string[]} words the keys of the model and of requests to score, as listed by the build
 * @returns {(text: string) => boolean}
 */
export function createPlainTest(words) {
  const known = new Set(words);
  /** @param {unknown} value */
  const isPlain = (value) =>
    typeof value === "string"
      ? known.has(value)
      : typeof value === "number"
        ? NUMBER.test(String(value))
        : value === null || typeof value === "boolean";
  /** @param {[key: string, value: unknown]} entry */
  const isPlainEntry = ([key, value]) => known.has(key) && isPlain(value);
  /** @param {[key: string, value: unknown]} entry */
  const isPlainPart = ([key, value]) =>
    isPlainEntry([key, value]) || (known.has(key) && isMapping(value) && Object.entries(/** @type {object} */ (value)).every(isPlainEntry));
  return (text) => {
    try {
      const request = JSON.parse(text);
      return isMapping(request) && request.do === "score" && Object.entries(request).every(isPlainPart) && JSON.stringify(request) === text;
    } catch {
      return false;
    }
  };
}

/** @param {unknown} value */
const isMapping = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
