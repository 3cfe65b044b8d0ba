// A file is edited in one tab at a time, so that no tab writes over what another one keeps.

/**
 * Wait until no other tab edits a file, and keep the others out as long as this page is open.
 * @param {string} file
 * @param {() => void} onWait another tab has it
 * @returns {Promise<void>}
 */
export function lockFile(file, onWait) {
  const name = `editor:${file}`;
  return new Promise((resolve) => {
    const hold = () => {
      resolve();
      return new Promise(() => {});
    };
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock) return hold();
      onWait();
      navigator.locks.request(name, hold);
    });
  });
}
