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
  const wrong = find("[data-camera-wrong]", root);
  /** @type {MediaStream | undefined} */
  let stream;
  let isOpening = false;

  /** @param {string} reason */
  function fail(reason) {
    wrong.textContent = say(`camera.${reason}`);
    wrong.hidden = false;
    announce(wrong);
    button.focus();
    if (reason === "not_fetched") void offerRenewal(wrong);
  }

  /** @param {string} [reason] to say, where it stopped by itself */
  function stop(reason) {
    if (!stream) return;
    for (const track of stream.getTracks()) track.stop();
    stream = undefined;
    find("video", box).srcObject = null;
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
    if (!scanner) return stop("not_fetched");
    if (document.hidden) return stop();
    for (const track of opened.getTracks()) track.addEventListener("ended", () => stop("ended"));
    button.hidden = true;
    await showVideo(box, opened);
    return watch(box, scanner.createScanner(), take, () => stream === opened);
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
 * @param {HTMLElement} box
 * @param {MediaStream} stream
 */
async function showVideo(box, stream) {
  const video = find("video", box);
  const said = find("[data-camera-said]", box);
  said.textContent = say("camera.point");
  delete said.dataset.state;
  video.srcObject = stream;
  box.hidden = false;
  find("[data-camera-stop]", box).focus();
  announce(said);
  await video.play().catch(() => {});
}

/**
 * Look at one picture of the video after another, and take the codes in them.
 * @param {HTMLElement} box
 * @param {(video: HTMLVideoElement) => string | undefined} scan
 * @param {Take} take
 * @param {() => boolean} isOpen
 */
function watch(box, scan, take, isOpen) {
  const video = find("video", box);
  const said = find("[data-camera-said]", box);
  let last = "";

  function forget() {
    last = "";
  }

  async function look() {
    if (!isOpen()) return;
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
    setTimeout(() => void look(), EVERY_MS);
  }

  return look();
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
