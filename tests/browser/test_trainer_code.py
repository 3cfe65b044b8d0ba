"""A code of one's score for a trainer: made in the browser, offline too, as text and as a QR code that another decoder reads."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from ssi_core.answers import read_answers
from ssi_core.group.code import CodedScore, make_code, read_code, to_tenths
from ssi_core.group.members import find_codes
from ssi_core.model import MODEL, VERSION
from ssi_core.share_code import pack
from tests.support.axe import violations
from tests.support.host import Host
from tests.support.keyboard import tab_to
from tests.support.qr import read_qr_codes
from tests.support.quiz_page import LANGUAGES, SOME, TYPICAL, dump_answers, save_before_load, score_in_cpython
from tests.support.your_ssi_page import ESTIMATE, PILLARS, REAL, YOURS, dump_points

GROUP = {"nl": "groep", "en": "group"}
ROUNDS = 3
A_ROUND = 24
"""As many scores as the page offers at once."""
VISITORS = 3

# Chooses every score in turn, as a visitor would, and returns the texts. The drawings are put side by side, for one picture of them all.
MAKE_ALL = """async () => {
    const box = document.querySelector("#trainer");
    const select = box.querySelector("[data-trainer-score]");
    const place = box.querySelector("[data-trainer-qr]");
    const grid = document.createElement("div");
    grid.id = "drawn";
    grid.style.cssText = "position: absolute; inset: 0 auto auto 0; width: 1240px; display: grid; gap: 8px; background: #fff;"
      + "grid-template-columns: repeat(5, 240px)";
    const made = [];
    // The first is shown already, and is drawn anew only after another.
    const [first, ...others] = select.options;
    for (const option of [...others, first]) {
      const drawn = new Promise((resolve) => new MutationObserver((_, watcher) => {
        const drawing = place.querySelector("svg");
        if (!drawing) return;
        watcher.disconnect();
        resolve(drawing);
      }).observe(place, { childList: true }));
      select.value = option.value;
      select.dispatchEvent(new Event("change"));
      grid.append((await drawn).cloneNode(true));
      made.push({ id: option.value, code: box.querySelector("[data-code]").textContent });
    }
    document.body.append(grid);
    return made;
}"""


def make_points(number: int) -> list[dict[str, Any]]:
    """Make the saved scores of a round: all different, half of them estimates, on different days."""
    points = []
    for place in range(A_ROUND):
        pillars = dict(zip(MODEL.pillars, (5 + place / 10, 4 + number, 2.05 + place / 4, 12.949), strict=True))
        day = f"2025-{1 + place % 12:02}-{10 + number:02}T12:00:00Z"
        kind = ESTIMATE if place % 2 else REAL
        points.append({**kind, "id": f"p{number}-{place}", "date": day, "pillars": pillars, "total": round(sum(pillars.values()), 1)})
    return points


def to_coded(point: dict[str, Any], random: int) -> CodedScore:
    pillars = tuple(to_tenths(point["pillars"][key]) for key in MODEL.pillars)
    return CodedScore(point["kind"], pillars, date.fromisoformat(point["date"][:10]), random)


def make_round(page: Page, language: str, number: int, url: str) -> dict[str, str]:
    """Have the page make the codes of a round: the code of each point, by its id."""
    points = make_points(number)
    # As another tab would: the page shows what is there, and its engine goes on.
    page.evaluate(
        "text => { localStorage.setItem('ssi', text); dispatchEvent(new StorageEvent('storage', { key: 'ssi' })); }", dump_points(points)
    )
    expect(page.locator(f'[data-trainer-score] option[value="p{number}-0"]')).to_be_attached()
    made = {each["id"]: each["code"] for each in page.evaluate(MAKE_ALL)}
    assert set(made) == {point["id"] for point in points}
    for point in points:
        score = read_code(made[point["id"]])
        assert score == to_coded(point, score.random), "nothing else is in it"
        assert make_code(score) == made[point["id"]]
    grid = page.locator("#drawn")
    assert sorted(read_qr_codes(grid.screenshot())) == sorted(
        f"{url}{language}/{GROUP[language]}.html#code={code}" for code in made.values()
    )
    grid.evaluate("each => each.remove()")
    return made


def open_yours(page: Page, url: str, language: str) -> Locator:
    """Open the page of your own SSI with saved scores, and its part for trainers."""
    save_before_load(page, dump_points([REAL, ESTIMATE], TYPICAL))
    page.goto(f"{url}{language}/{YOURS[language]}.html")
    box = page.locator("#trainer")
    box.locator("summary").click()
    return expect_code(box)


def expect_code(box: Locator) -> Locator:
    expect(box.locator("svg.qr")).to_be_visible()
    expect(box.locator("[data-code]")).not_to_be_empty()
    return box


@pytest.fixture
def visitors(browser: Browser) -> Iterator[list[BrowserContext]]:
    """Browsers of several people, each with storage of its own."""
    contexts = [browser.new_context(locale="en-GB", timezone_id="UTC", viewport={"width": 1280, "height": 900}) for _ in range(VISITORS)]
    for context in contexts:
        context.set_default_timeout(20_000)
    yield contexts
    for context in contexts:
        context.close()


def test_two_hundred_codes_made_offline_are_read_as_text_and_as_pictures(visitors: list[BrowserContext], host: Host, url: str) -> None:
    codes: list[dict[str, str]] = []
    for language, visitor in zip(("nl", "en", "en"), visitors, strict=True):
        page = visitor.new_page()
        if not codes:
            # Whatever this visitor needs was saved by the service worker, the code of the group included, which was never asked for.
            page.goto(f"{url}{language}/quiz.html")
            expect(page.locator("html")).to_have_attribute("data-offline", "kept")
            host.stop()
            open_yours(page, url, language)
            host.start()
        else:
            open_yours(page, url, language)
            visitor.set_offline(True)
        made: dict[str, str] = {}
        for number in range(ROUNDS):
            made |= make_round(page, language, number, url)
        codes.append(made)
        page.close()
    everyones = [code for made in codes for code in made.values()]
    assert len(everyones) == VISITORS * ROUNDS * A_ROUND > 200
    assert len(set(everyones)) == len(everyones), "equal scores of different people have different codes"
    for made in codes:
        randoms = {read_code(code).random for code in made.values()}
        assert len(randoms) > len(made) - 2, "different scores of one person have nothing in common"
    found = find_codes("\n".join([*everyones, *everyones]))
    assert (len(found.members), found.repeated, found.unread) == (len(everyones), len(everyones), ())


@pytest.mark.parametrize(("language", "width", "scheme"), [("nl", 390, "light"), ("en", 320, "dark"), ("en", 1440, "light")])
def test_the_result_has_a_code_for_whoever_wants_one(
    context: BrowserContext, page: Page, site_url: str, language: str, width: int, scheme: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    save_before_load(page, dump_answers(TYPICAL, "hr", "result", 60))
    page.goto(f"{site_url}{language}/quiz.html")
    box = page.locator("details.trainer-box")
    expect(box).to_be_visible()
    # By keyboard alone.
    tab_to(page, ".trainer-box > summary")
    page.keyboard.press("Enter")
    expect_code(box)
    tab_to(page, "[data-trainer-copy]")
    page.keyboard.press("Enter")
    state, both_state = box.locator("[data-trainer-state]"), box.locator("[data-trainer-both-state]")
    expect(state).not_to_be_empty()
    # Whoever copies on a phone sees that it worked.
    expect(state).to_be_in_viewport()
    code = box.locator("[data-code]").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == code
    score = score_in_cpython(TYPICAL, role="hr", target=60)
    pillars = tuple(to_tenths(score["pillars"][key]["points"]) for key in MODEL.pillars)
    coded = read_code(code)
    assert coded == CodedScore("estimate", pillars, date.fromisoformat(page.evaluate("new Date().toLocaleDateString('sv')")), coded.random)
    assert read_qr_codes(box.locator("svg.qr").screenshot()) == [f"{site_url}{language}/{GROUP[language]}.html#code={code}"]
    assert code in (box.locator("svg.qr").get_attribute("aria-label") or "")

    # The line of work only where it is ticked, and the answers only where they are copied.
    tab_to(page, "[data-trainer-tick]")
    page.keyboard.press("Space")
    expect(box.locator("[data-code]")).not_to_have_text(code)
    with_role = expect_code(box).locator("[data-code]").inner_text()
    assert read_code(with_role) == coded._replace(role="hr")
    tab_to(page, "[data-trainer-copy-both]")
    page.keyboard.press("Enter")
    expect(box.locator("[data-trainer-both]")).to_be_visible()
    expect(both_state).not_to_be_empty()
    expect(both_state).to_be_in_viewport()
    expect(state).to_be_empty()
    line = page.evaluate("navigator.clipboard.readText()")
    assert line == f"{with_role} {site_url}{language}/quiz.html#code={pack(read_answers({'answers': TYPICAL, 'role': 'hr'}))}"
    (member,) = find_codes(line).members
    assert (member.code, member.role) == (with_role, "hr")
    assert member.answers is not None
    assert dict(member.answers.given) == TYPICAL
    box.locator("[data-trainer-tick]").uncheck()
    expect(box.locator("[data-code]")).to_have_text(code)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert violations(page) == []


def test_nobody_gets_a_code_of_too_little_or_of_somebody_elses_answers(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers({key: SOME[key] for key in list(SOME)[:2]}, step="result"))
    page.goto(f"{site_url}en/quiz.html")
    box = page.locator("details.trainer-box")
    box.locator("summary").click()
    expect(box.locator('[data-trainer-fault="unsure"]')).to_be_visible()
    expect(box.locator("[data-code]")).to_be_hidden()
    page.goto(f"{site_url}en/quiz.html#code={pack(read_answers({'answers': TYPICAL}))}")
    expect(page.locator("[data-quiz][data-guest]")).to_be_attached()
    expect(page.locator('[data-score="total"]')).to_be_visible()
    expect(box).to_be_hidden()


def test_a_saved_score_has_the_same_code_all_day_in_both_languages_until_all_is_erased(page: Page, site_url: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 800})
    box = open_yours(page, site_url, "en")
    code = box.locator("[data-code]").inner_text()
    score = read_code(code)
    assert score == to_coded(REAL, score.random)
    expect(box.locator("[data-trainer-total]")).to_contain_text("33")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    # Beside LinkedIn's score go the answers of now: the two together show how good the estimate is.
    box.locator("[data-trainer-copy-both]").click()
    expect(box.locator("[data-trainer-both]")).to_have_text(
        f"{code} {site_url}en/quiz.html#code={pack(read_answers({'answers': TYPICAL}))}"
    )
    box.locator("[data-trainer-score]").select_option("e1")
    expect(box.locator("[data-code]")).not_to_have_text(code)
    older = read_code(expect_code(box).locator("[data-code]").inner_text())
    assert older == to_coded(ESTIMATE, older.random)._replace(version=VERSION)
    assert open_yours(page, site_url, "nl").locator("[data-code]").inner_text() == code

    # The device says what it keeps for this, and erases it with the rest.
    assert len(page.evaluate("localStorage.getItem('ssi-secret')")) == 64
    secret = page.locator('template[data-message="device.secret"]').evaluate("each => each.content.textContent")
    expect(page.locator("[data-device-list]")).to_contain_text(secret)
    page.locator("[data-erase]").click()
    page.locator("[data-erase-confirm]").click()
    expect(page.locator("[data-erased]")).to_be_visible()
    assert page.evaluate("localStorage.getItem('ssi-secret')") is None
    expect(page.locator("[data-trainer-none]")).to_be_visible()

    # Of a total alone there is no code, and no choice between scores either.
    page.locator("#real-total").fill("41")
    page.locator("#real-total").press("Enter")
    expect(box.locator('[data-trainer-fault="unsure"]')).to_be_visible()
    expect(box.locator("[data-trainer-score]")).to_be_hidden()


BARE = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
Object.defineProperty(Crypto.prototype, "subtle", { value: undefined });
"""


def test_without_storage_and_in_a_bare_browser_a_score_has_one_code_while_the_page_is_open(page: Page, site_url: str) -> None:
    page.add_init_script(BARE)
    page.add_init_script(f"sessionStorage.setItem('ssi-unkept', JSON.stringify([null, {dump_answers(TYPICAL, 'hr', 'result')!r}]))")
    page.goto(f"{site_url}en/quiz.html")
    box = page.locator("details.trainer-box")
    box.locator("summary").click()
    code = expect_code(box).locator("[data-code]").inner_text()
    box.locator("[data-trainer-tick]").check()
    expect(box.locator("[data-code]")).not_to_have_text(code)
    assert read_code(box.locator("[data-code]").inner_text()) == read_code(code)._replace(role="hr")
    box.locator("[data-trainer-tick]").uncheck()
    expect(box.locator("[data-code]")).to_have_text(code)


def test_what_goes_wrong_is_said_and_can_be_tried_again(page: Page, site_url: str) -> None:
    early = {**REAL, "id": "early", "date": "2013-12-31T12:00:00Z"}
    half = {**REAL, "id": "half", "date": "2026-04-01T12:00:00Z", "pillars": {**PILLARS, "find": None}}
    save_before_load(page, dump_points([REAL, early, half]))
    page.route("**/runtime/group.*.zip", lambda route: route.abort())
    page.goto(f"{site_url}en/{YOURS['en']}.html")
    box = page.locator("#trainer")
    box.locator("summary").click()
    expect(box.locator('[data-trainer-fault="not_loaded"]')).to_be_visible()
    expect(box.locator("[data-code]")).to_be_hidden()
    page.unroute("**/runtime/group.*.zip")
    box.locator("[data-trainer-again]").click()
    expect_code(box)
    # A score without all four pillars is not offered, and one with an impossible day is refused in words.
    assert box.locator("[data-trainer-score] option").count() == 2
    box.locator("[data-trainer-score]").select_option("early")
    expect(box.locator('[data-trainer-fault="day"]')).to_be_visible()
    expect(box.locator("[data-code]")).to_be_hidden()


def test_the_quiz_as_one_file_makes_a_code_from_disk(browser: Browser, dist: Path) -> None:
    with browser.new_context(offline=True, locale="nl-NL") as context:
        page = context.new_page()
        save_before_load(page, dump_answers(TYPICAL, "hr", "result"))
        page.goto((dist / "nl" / "ssi-quiz-nl.html").as_uri())
        box = page.locator("details.trainer-box")
        box.locator("summary").click()
        code = expect_code(box).locator("[data-code]").inner_text()
        assert read_code(code).kind == "estimate"
        assert read_qr_codes(box.locator("svg.qr").screenshot()) == [f"https://ssi.example/nl/groep.html#code={code}"]


@pytest.mark.parametrize("language", LANGUAGES[:1])
def test_the_frame_makes_a_code_whose_link_leads_to_the_site(page: Page, site_url: str, dist: Path, language: str) -> None:
    frame = next(path for path in (dist / language).glob("*.html") if "data-consent-choice" in path.read_text(encoding="utf-8"))
    save_before_load(page, dump_answers(TYPICAL, "", "result"))
    page.goto(f"{site_url}{language}/{frame.name}")
    box = page.locator("details.trainer-box")
    box.locator("summary").click()
    code = expect_code(box).locator("[data-code]").inner_text()
    expect(box.locator("[data-trainer-role]")).to_be_hidden()
    assert read_qr_codes(box.locator("svg.qr").screenshot()) == [f"{site_url}{language}/{GROUP[language]}.html#code={code}"]
