"""The camera of the page for a group: a real video with QR codes in it, and every reason why there is none."""

import io
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

from tests.support import browser as installed
from tests.support.group_page import CODES, GROUP, TYPO, expect_read, expect_text, open_group, say
from tests.support.host_rules import join_headers, read_rules
from tests.support.server import serve

SIZE = (640, 480)
FRAMES = 40
"""Pictures of a code, one after another: at the camera's rate, more than a second."""
SHOWN = (f"https://ssi.example/nl/groep.html#code={CODES[0]}", CODES[1], "https://other.example/", TYPO, CODES[0])
NO_CAMERA = """(name) => {
    const refuse = () => Promise.reject(new DOMException("", name));
    Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: name ? { getUserMedia: refuse } : undefined });
}"""
HELD = """async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
    const draw = () => canvas.getContext("2d").drawImage(bitmap, 0, 0);
    draw();
    setInterval(draw, 100);
    const getUserMedia = async () => canvas.captureStream();
    Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: { getUserMedia } });
}"""
"""A camera before which one picture is held."""
REASONS = {
    "NotAllowedError": "refused",
    "NotFoundError": "none",
    "OverconstrainedError": "none",
    "NotReadableError": "in_use",
    "TypeError": "failed",
    "": "insecure",
}
"""The browser's word → the page's; "" where the page has no camera to ask for, as without https."""


def draw_frame(text: str) -> bytes:
    """Draw a QR code as a camera sees it: grey, a bit turned, and not in the middle. A JPEG."""
    code = Image.fromarray(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=6))
    frame = Image.new("L", SIZE, 200)
    turned = code.convert("L").rotate(7, expand=True, fillcolor=200)
    frame.paste(turned, (SIZE[0] - turned.width - 60, 40))
    data = io.BytesIO()
    frame.convert("RGB").save(data, "jpeg", quality=90)
    return data.getvalue()


@pytest.fixture(scope="module")
def camera(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A whole Chromium, because the headless shell has no camera. Its camera shows one QR code after another, over and over."""
    video = tmp_path_factory.mktemp("camera") / "codes.mjpeg"
    video.write_bytes(b"".join(draw_frame(text) * FRAMES for text in SHOWN))
    flags = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={video}"]
    chromium = installed.launch(playwright, [*installed.FLEETING, *flags])
    assert chromium is not None, installed.ADVICE
    yield chromium
    chromium.close()


@pytest.fixture
def scanned(camera: Browser) -> Iterator[BrowserContext]:
    context = camera.new_context(service_workers="block", reduced_motion="reduce")
    context.set_default_timeout(30_000)
    yield context
    context.close()


def test_codes_before_the_camera_are_read_one_after_another(scanned: BrowserContext, site_url: str) -> None:
    scanned.grant_permissions(["camera"], origin=site_url)
    page = scanned.new_page()
    open_group(page, site_url)
    words = page.locator("[data-camera-said]")
    wanted = [
        say(page, "camera.added", n=1), say(page, "camera.added", n=2), say(page, "camera.strange"),
        say(page, "unread.typo_in", group=2), say(page, "camera.known"),
    ]  # fmt: skip
    # A word may pass before anybody looks, so the page says when all were said.
    page.evaluate(
        """(wanted) => {
            const place = document.querySelector("[data-camera-said]");
            const said = new Set();
            new MutationObserver(() => {
                said.add(place.textContent);
                if (wanted.every((words) => said.has(words))) document.body.dataset.allSaid = "";
            }).observe(place, { childList: true });
        }""",
        wanted,
    )
    page.locator("[data-camera-start]").click()
    expect(page.locator("[data-camera-stop]")).to_be_focused()
    expect(page.locator("[data-camera] video")).to_be_visible()
    expect(page.locator("[data-all-said]")).to_be_attached()
    expect_read(page, 2)
    assert sorted(page.locator("[data-codes]").input_value().split()) == sorted(CODES[:2])
    expect(page.locator("[data-announce]")).to_have_text(words.inner_text())
    # It is really off, not just hidden.
    page.evaluate("self.track = document.querySelector('video').srcObject.getTracks()[0]")
    page.locator("[data-camera-stop]").click()
    assert page.evaluate("track.readyState") == "ended"
    expect(page.locator("[data-camera-start]")).to_be_focused()
    expect(page.locator("[data-camera]")).to_be_hidden()


def test_a_code_that_could_not_be_read_is_read_once_it_can(page: Page, site_url: str) -> None:
    page.route("**/runtime/group.*.zip", lambda route: route.abort())
    open_group(page, site_url)
    page.evaluate(HELD, b64encode(draw_frame(CODES[0])).decode())
    page.locator("[data-camera-start]").click()
    expect(page.locator("[data-camera-said]")).to_have_text(say(page, "camera.not_now"))
    page.unroute_all()
    page.locator("[data-reload-part]").click()
    # It has been before the camera all the time.
    expect(page.locator("[data-camera-said]")).to_have_text(say(page, "camera.added", n=1))
    expect_text(page, CODES[0])


def test_it_stops_by_itself_when_the_page_is_not_seen(scanned: BrowserContext, site_url: str) -> None:
    scanned.grant_permissions(["camera"], origin=site_url)
    page = scanned.new_page()
    open_group(page, site_url, "nl")
    page.locator("[data-camera-start]").click()
    expect(page.locator("[data-camera]")).to_be_visible()
    page.evaluate("self.track = document.querySelector('video').srcObject.getTracks()[0]")
    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { value: true, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
            delete document.hidden;
        }"""
    )
    expect(page.locator("[data-camera-wrong]")).to_have_text(say(page, "camera.hidden"))
    assert page.evaluate("track.readyState") == "ended"
    expect(page.locator("[data-camera]")).to_be_hidden()
    page.locator("[data-camera-start]").click()
    expect(page.locator("[data-camera]")).to_be_visible()
    expect(page.locator("[data-camera-wrong]")).to_be_hidden()


def test_why_there_is_no_camera_is_one_clear_sentence(page: Page, site_url: str) -> None:
    open_group(page, site_url)
    button = page.locator("[data-camera-start]")
    wrong = page.locator("[data-camera-wrong]")
    # What this browser says itself: there is no camera, or nobody allowed it.
    button.click()
    expect(wrong).to_be_visible()
    for name, reason in REASONS.items():
        page.evaluate(NO_CAMERA, name)
        button.click()
        expect(wrong).to_have_text(say(page, f"camera.{reason}"))
        expect(page.locator("[data-camera]")).to_be_hidden()
    expect_text(page)


def test_no_other_page_may_use_the_camera(scanned: BrowserContext, dist: Path) -> None:
    """On a host that sends the headers of `_headers`, even where the visitor has allowed the camera."""
    rules = read_rules(dist)
    with serve(dist) as url:
        scanned.grant_permissions(["camera"], origin=url)
        page = scanned.new_page()

        def answer(route: Route) -> None:
            response = route.fetch()
            path = "/" + response.url.removeprefix(url)
            route.fulfill(response=response, headers=response.headers | dict(join_headers(rules, path)))

        page.route("**/*.html", answer)
        asked = "() => navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'opened', (error) => error.name)"
        for address, outcome in ((GROUP["nl"], "opened"), ("nl/quiz.html", "NotAllowedError"), ("en/embed.html", "NotAllowedError")):
            page.goto(url + address)
            assert page.evaluate(asked) == outcome, address
