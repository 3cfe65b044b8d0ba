// Reads QR codes with the camera, one after another. The camera is asked for at the press of the button, and stops when it is no longer
// seen. No picture leaves the video that shows it.

import { find } from "../ui/find.js";
import { announce, say } from "../ui/messages.js";
import { offerRenewal } from "../ui/renewal.js";
import { loadScanner } from "./load_scanner.js";

/**
 * @typedef {(text: string) => Promise<{words: string, isAdded: boolean, isUnread?: boolean}>} Take takes a text, and says what became of it;
 *   `isUnread`: nothing, because the engine failed
 */

// Faster than anybody changes the code before the camera, and slow enough for an old phone.
const EVERY_MS = 150;
// Meanwhile somebody may have started the engine again.
const AGAIN_MS = 2000;
const REASONS = /** @type {Record<string, string>} */ ({
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "in_use",
  AbortError: "in_use",
});

/**
 * @param {HTMLElement} root
 * @param {Take} take
 */
export function startCamera(root, take) {
  const button = find("[data-camera-start]", root);
  const box = find("[data-camera]", root);
  const video = find("video", box);
  const said = find("[data-camera-said]", box);
  const wrong = find("[data-camera-wrong]", root);
  /** @type {MediaStream | undefined} */
  let stream;
  let isOpening = false;
  let last = "";

  /** @param {string} reason */
  function fail(reason) {
    wrong.textContent = say(`camera.${reason}`);
    wrong.hidden = false;
    announce(wrong);
    button.focus();
  }

  /** @param {string} [reason] to say, where it stopped by itself */
  function stop(reason) {
    if (!stream) return;
    for (const track of stream.getTracks()) track.stop();
    stream = undefined;
    video.srcObject = null;
    box.hidden = true;
    button.hidden = false;
    if (reason) fail(reason);
  }

  async function start() {
    wrong.hidden = true;
    if (isOpening || stream) return;
    if (!navigator.mediaDevices?.getUserMedia) return fail("insecure");
    isOpening = true;
    const [scanner, opened] = await Promise.all([loadScanner().catch(() => undefined), openCamera()]);
    isOpening = false;
    if (typeof opened === "string") return fail(opened);
    stream = opened;
    if (scanner) return void show(opened, scanner.createScanner());
    stop("not_fetched");
    return void offerRenewal(wrong);
  }

  /**
   * @param {MediaStream} opened
   * @param {(video: HTMLVideoElement) => string | undefined} scan
   */
  async function show(opened, scan) {
    if (document.hidden) return stop();
    for (const track of opened.getTracks()) track.addEventListener("ended", () => stop("ended"));
    last = "";
    said.textContent = say("camera.point");
    delete said.dataset.state;
    video.srcObject = opened;
    box.hidden = false;
    button.hidden = true;
    find("[data-camera-stop]", box).focus();
    announce(said);
    await video.play().catch(() => {});
    return look(opened, scan);
  }

  /**
   * Look at one picture, and at the next after a while.
   * @param {MediaStream} mine
   * @param {(video: HTMLVideoElement) => string | undefined} scan
   */
  async function look(mine, scan) {
    if (stream !== mine) return;
    const text = scan(video);
    // The same code is before the camera for a while.
    if (text !== undefined && text !== last) {
      last = text;
      const { words, isAdded, isUnread } = await take(text);
      if (said.textContent !== words) announce(words);
      said.textContent = words;
      said.dataset.state = isAdded ? "added" : "other";
      if (isUnread) setTimeout(forget, AGAIN_MS);
    }
    setTimeout(() => void look(mine, scan), EVERY_MS);
  }

  function forget() {
    last = "";
  }

  button.addEventListener("click", () => void start());
  find("[data-camera-stop]", box).addEventListener("click", () => {
    stop();
    button.focus();
    announce(say("camera.stopped"));
  });
  document.addEventListener("visibilitychange", () => document.hidden && stop("hidden"));
  window.addEventListener("pagehide", () => stop());
}

/**
 * Ask for the camera.
 * @returns {Promise<MediaStream | string>} the reason, where there is none to be had
 */
async function openCamera() {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
  } catch (error) {
    return REASONS[/** @type {Error} */ (error).name] ?? "failed";
  }
}
