// Loads a script that only some visitors need. The page fetches it when there is time, not when it is wanted: by then another version of
// the site may have replaced this one.

/**
 * Create what fetches a script once. It rejects where the script cannot be fetched; another call tries again.
 * @template T
 * @param {() => Promise<T>} first imports it
 * @param {(failures: number) => Promise<T>} again imports it from another address, because many browsers never ask again for a module that
 *   failed once
 * @returns {() => Promise<T>}
 */
export function createLoader(first, again) {
  /** @type {Promise<T> | undefined} */
  let loaded;
  let failures = 0;
  return () => {
    loaded ??= (failures === 0 ? first() : again(failures)).catch((error) => {
      loaded = undefined;
      failures += 1;
      throw error;
    });
    return loaded;
  };
}
