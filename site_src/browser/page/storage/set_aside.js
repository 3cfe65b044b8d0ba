// Sets aside what cannot be read on the device, before anything is written in its place.

/**
 * Move a damaged document under another name. There may be no room for a copy, and then it stays. What was set aside before stays.
 * @param {string} name of the document
 * @param {string} text its content
 */
export function setAside(name, text) {
  let aside = "ssi-damaged";
  for (let n = 2; ![null, text].includes(localStorage.getItem(aside)); n += 1) aside = `ssi-damaged-${n}`;
  localStorage.removeItem(name);
  try {
    localStorage.setItem(aside, text);
  } catch (error) {
    localStorage.setItem(name, text);
    throw error;
  }
}
