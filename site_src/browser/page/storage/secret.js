// The random part of a code for a trainer. It comes from a secret number on this device, so that the same score gets the same code all day,
// and nobody can tell that two codes are one person's.

const KEY = "ssi-secret";
const FORM = /^[0-9a-f]{64}$/;
const BYTES = 32;

/** @type {string | undefined} where the device saves nothing, it lasts as long as this page */
let unsaved;
/** @type {Map<string, number>} by the text it is of; a browser has no crypto.subtle on a page without https */
const drawn = new Map();

const draw = () => Array.from(crypto.getRandomValues(new Uint8Array(BYTES)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function readSecret() {
  try {
    const saved = localStorage.getItem(KEY);
    if (saved && FORM.test(saved)) return saved;
    const secret = unsaved ?? draw();
    localStorage.setItem(KEY, secret);
    unsaved = undefined;
    return secret;
  } catch {
    unsaved ??= draw();
    return unsaved;
  }
}

/**
 * Make a number below `CODE_RANDOMS` of a text: the same for the same text, and otherwise any.
 * @param {string} text
 * @returns {Promise<number>}
 */
export async function makeRandom(text) {
  if (!crypto.subtle) {
    const [number] = crypto.getRandomValues(new Uint32Array(1));
    drawn.set(text, drawn.get(text) ?? number % CODE_RANDOMS);
    return /** @type {number} */ (drawn.get(text));
  }
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(readSecret()), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const digest = new DataView(await crypto.subtle.sign("HMAC", key, encoder.encode(text)));
  return digest.getUint32(0) % CODE_RANDOMS;
}
