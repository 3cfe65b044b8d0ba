// Tells a screen reader what came out, politely and seldom: while codes come in, only what stays for a while.

const QUIET_MS = 1500;

/**
 * @param {HTMLElement} region
 * @returns {(words: string) => void} what it is called with first is known already
 */
export function createTeller(region) {
  /** @type {string | undefined} */
  let told;
  /** @type {number | undefined} */
  let timer;
  return (words) => {
    told ??= words;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (told !== words) region.textContent = words;
      told = words;
    }, QUIET_MS);
  };
}
