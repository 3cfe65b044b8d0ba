"""The codes of a trainer's group go in: pasted, in rounds, from files, with a link; and nothing hostile does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import BrowserContext, Page, expect

from ssi_core.group.members import MOST_MEMBERS
from ssi_core.group.rounds import MOST_ROUNDS
from tests.support.group_page import (
    CODES,
    LINK,
    STRANGE,
    TYPO,
    choice,
    dump_group,
    expect_read,
    expect_text,
    make_codes,
    open_group,
    put,
    say,
)
from tests.support.keyboard import tab_to
from tests.support.quiz_page import LANGUAGES

CONTENT = Path(__file__).parent.parent.parent / "content"
CORE = CONTENT.parent / "ssi_core"


def unread(page: Page) -> list[list[str]]:
    """The lines that are listed as not read: the place, the text, what is wrong."""
    items = page.locator("[data-codes-unread] [data-unread]")
    parts = "each => [...each.children].filter(({ hidden }) => !hidden).map(({ textContent }) => textContent)"
    return [item.evaluate(parts) for item in items.all()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pasted_codes_are_read_and_the_rest_is_listed_by_line(page: Page, site_url: str, language: str) -> None:
    open_group(page, site_url, language)
    field = page.locator("[data-codes]")
    field.focus()
    put(
        page,
        f"Sanne {CODES[0]}\n\nhello, here it is:\n{TYPO}\nhttps://ssi.example/nl/quiz.html#code={LINK}\n{STRANGE}\n{CODES[0].lower()}\n{CODES[1][:-2]}",
    )
    read = page.locator("[data-read]")
    expect(read).to_have_text(f"{say(page, 'codes.read', 2)} {say(page, 'codes.repeated', 1)}")
    expect(page.locator("[data-announce]")).to_have_text(f"{read.inner_text()} {say(page, 'unread.lines', 4)}")
    assert unread(page) == [
        [say(page, "unread.line", n=4), TYPO, say(page, "unread.typo_in", group=2)],
        [say(page, "unread.line", n=8), CODES[1][:-2], say(page, "unread.cut_in", group=4)],
        [say(page, "unread.line", n=3), "hello, here it is:", ""],
        [say(page, "unread.line", n=6), STRANGE, ""],
    ]
    # The lines without a code are folded away, the others lead to their place.
    expect(page.locator("[data-unread]:visible")).to_have_count(2)
    page.locator("[data-unread] button").first.click()
    expect(field).to_be_focused()
    assert field.evaluate("each => each.value.slice(each.selectionStart, each.selectionEnd)") == TYPO
    page.keyboard.type(CODES[2])
    expect(read).to_have_text(f"{say(page, 'codes.read', 3)} {say(page, 'codes.repeated', 1)}")
    expect(page.locator("[data-unread]")).to_have_count(3)
    put(page, "")
    expect(page.locator("[data-unread]")).to_have_count(0)
    expect(read).to_have_text("")


def test_without_the_part_that_reads_codes_the_page_says_so_and_tries_again(page: Page, site_url: str) -> None:
    page.route("**/runtime/group.*.zip", lambda route: route.abort())
    open_group(page, site_url, "nl")
    put(page, CODES[0])
    expect(page.locator("[data-unloaded]")).to_be_visible()
    page.unroute_all()
    page.locator("[data-reload-part]").click()
    expect_read(page, 1)
    expect(page.locator("[data-unloaded]")).to_be_hidden()


def test_every_way_in_which_a_line_is_not_read_has_its_sentence() -> None:
    problems = set()
    for file in ("group/code.py", "share_code.py"):
        text = (CORE / file).read_text(encoding="utf-8").partition("def read_code" if "group" in file else "def unpack")[2]
        problems |= set(re.findall(r'(?:_make_damage\(|raise_fault\("code", )"(\w+)"', text))
    placed = {"typo", "cut", "too_long"}
    assert placed <= problems
    for language in LANGUAGES:
        texts = yaml.safe_load((CONTENT / language / "texts" / "group.yaml").read_text(encoding="utf-8"))["unread"]["problems"]
        assert set(texts) == problems | {f"{problem}_in" for problem in placed} | {"too_many"}
        assert str(MOST_MEMBERS) in texts["too_many"]


def test_rounds_are_filled_named_removed_and_brought_back(page: Page, site_url: str) -> None:
    open_group(page, site_url)
    put(page, "\n".join(CODES[:5]))
    expect_read(page, 5)
    count = page.locator("[data-group-count]")
    expect(count).to_have_attribute("data-value", "5")
    expect(page.locator("[data-shown-round]")).to_be_hidden()
    choice(page, "Before").press("ArrowRight")
    expect(choice(page, "After")).to_be_checked()
    expect(page.locator("[data-codes]")).to_have_value("")
    put(page, "\n".join(CODES[5:11]))
    expect_read(page, 6)
    expect(count).to_have_attribute("data-value", "6")
    expect(page.locator("[data-shown-round]")).to_be_visible()
    page.locator("[data-round-edit] summary").click()
    name = page.get_by_label("Name of this round")
    name.fill("Before")
    expect(page.locator("[data-round-wrong]")).to_have_text(say(page, "rounds.taken"))
    name.fill("  ")
    expect(page.locator("[data-round-wrong]")).to_have_text(say(page, "rounds.empty"))
    name.fill(" After   four weeks ")
    expect(choice(page, "After four weeks")).to_be_checked()
    expect_text_of(page, CODES[5:11])
    page.get_by_role("button", name="Add a round").click()
    expect(name).to_be_focused()
    expect(name).to_have_value("Round 3")
    page.keyboard.type(STRANGE[:30])
    expect(choice(page, STRANGE[:30])).to_be_checked()
    choice(page, "Before").check()
    page.get_by_role("button", name="Remove this round").click()
    expect(page.locator("[data-round-choice] label")).to_have_text(["After four weeks", STRANGE[:30]])
    expect(page.locator("[data-round-removed]")).to_be_focused()
    expect_read(page, 6)
    page.locator("[data-round-removed] [data-undo]").click()
    expect(page.locator("[data-round-choice] label")).to_have_text(["Before", "After four weeks", STRANGE[:30]])
    expect(choice(page, "Before")).to_be_checked()
    expect_text_of(page, CODES[:5])
    add = page.get_by_role("button", name="Add a round")
    for _ in range(MOST_ROUNDS - 3):
        add.click()
    expect(add).to_be_hidden()
    expect(page.locator("[data-round-choice] label")).to_have_count(MOST_ROUNDS)


def expect_text_of(page: Page, codes: tuple[str, ...]) -> None:
    expect(page.locator("[data-codes]")).to_have_value("\n".join(codes))


def test_a_link_with_a_code_adds_it_only_when_the_trainer_agrees(page: Page, site_url: str) -> None:
    open_group(page, site_url, fragment=f"#code={CODES[0]}")
    box = page.locator("[data-link]")
    expect(box).to_be_visible()
    expect(page.locator("[data-link-words]")).to_have_text(say(page, "link.offer"))
    expect(page.locator("[data-link-code]")).to_have_text(CODES[0])
    expect_text(page)
    assert "#" not in page.url
    page.locator("[data-link-leave]").click()
    expect(box).to_be_hidden()
    expect_text(page)
    page.evaluate("address => { location.hash = address; }", f"code={CODES[1]}")
    expect(box).to_be_visible()
    page.locator("[data-link-add]").press("Enter")
    expect(page.locator("[data-link-words]")).to_have_text(say(page, "link.added"))
    expect_text(page, CODES[1])
    expect_read(page, 1)
    page.evaluate("address => { location.hash = address; }", f"code={CODES[1].lower()}")
    page.locator("[data-link-add]").click()
    expect(page.locator("[data-link-words]")).to_have_text(say(page, "link.known"))
    page.evaluate("address => { location.hash = address; }", f"code={TYPO}")
    expect(page.locator("[data-link-words]")).to_have_text(say(page, "link.unread", problem=say(page, "unread.typo_in", group=2)))
    expect(page.locator("[data-link-add]")).to_be_hidden()
    expect_text(page, CODES[1])


def test_hostile_fragments_do_nothing(page: Page, site_url: str) -> None:
    open_group(page, site_url, fragment="#code=%E0%A4%A")
    put(page, CODES[2])
    for fragment in ("", STRANGE, "S" * 100_000, f"{CODES[0]},{CODES[1]}"):
        page.evaluate("text => { location.hash = text; }", f"code={fragment}")
        expect_read(page, 1)
    page.evaluate("text => { location.hash = text; }", CODES[0])
    # What is read after them has been read after them.
    page.evaluate("text => { location.hash = text; }", f"code={CODES[2]}")
    expect(page.locator("[data-link-code]")).to_have_text(CODES[2])
    expect_text_of(page, CODES[2:3])


def test_a_tab_that_has_a_group_takes_the_code_that_another_tab_was_opened_with(context: BrowserContext, page: Page, site_url: str) -> None:
    open_group(page, site_url)
    put(page, CODES[0])
    expect_read(page, 1)
    other = context.new_page()
    open_group(other, site_url, "nl", f"#code={CODES[1]}")
    expect(other.locator("[data-link-words]")).to_have_text(say(other, "link.offer_other"))
    other.locator("[data-link-add]").click()
    expect(other.locator("[data-link-words]")).to_have_text(say(other, "link.added_other"))
    expect_text(other)
    expect_text(page, *CODES[:2])
    expect_read(page, 2)
    expect(page.locator("[data-announce]")).to_have_text(re.compile("."))
    # What is no code is no message either.
    name = page.evaluate(
        "new URL('../', new URL(document.querySelector('[data-group]').dataset.runtime, document.baseURI)).href + ' group'"
    )
    for data in (STRANGE, json.dumps([1]), json.dumps({"from": 1, "to": "x", "say": "add", "code": {}}), json.dumps(None), {"a": 1}):
        other.evaluate("([name, data]) => new BroadcastChannel(name).postMessage(data)", [name, data])
    other.goto("about:blank")
    open_group(other, site_url, "nl", f"#code={CODES[1]}")
    other.locator("[data-link-add]").click()
    expect(other.locator("[data-link-words]")).to_have_text(say(other, "link.known_other"))
    expect_read(page, 2)
    # Of two links, the one that was agreed to is added, also where the tab that was to take it has gone.
    other.evaluate("text => { location.hash = text; }", f"code={CODES[2]}")
    expect(other.locator("[data-link-words]")).to_have_text(say(other, "link.offer_other"))
    page.close(run_before_unload=False)
    other.evaluate("text => { document.querySelector('[data-link-add]').click(); location.hash = text; }", f"code={CODES[3]}")
    expect_text(other, CODES[2])
    expect(other.locator("[data-link-code]")).to_have_text(CODES[3])
    expect(other.locator("[data-link-add]")).to_be_visible()
    other.close(run_before_unload=False)


def choose(page: Page, *files: tuple[str, bytes]) -> None:
    """Choose files, and wait until the page has said what became of them."""
    page.locator("[data-file-report]").evaluate("each => { each.hidden = true; }")
    uploads: list[Any] = [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    page.locator("[data-files]").set_input_files(uploads)
    expect(page.locator("[data-file-report]")).to_be_visible()
    expect(page.locator("[data-file-words]")).not_to_have_text(say(page, "file.reading"))


def said(page: Page) -> list[str]:
    return page.locator("[data-file-words] p").all_inner_texts()


def expect_bad_files_refused(page: Page, saved: dict[str, Any]) -> None:
    """Choose what is near to a saved group, and strange files; expect the reason for each."""
    with_more = [
        {"rounds": [*saved["rounds"], {"name": "Autumn", "codes": codes}]} for codes in ([TYPO], ["hello"], [CODES[11]] * 2, [7], "x")
    ]
    with_more += [{"rounds": [*saved["rounds"], {"name": name, "codes": []}]} for name in (" Autumn", "", "x" * 41, "Spring", 7)]
    others: list[dict[str, Any]] = [
        *({"version": 0}, {"version": "1"}, {"version": "2"}, {"extra": 1}, {"filling": "Autumn"}, {"rounds": []}, {"rounds": {}}),
        {"rounds": [*saved["rounds"], None]},
        {"rounds": [{"name": f"{at}", "codes": []} for at in range(MOST_ROUNDS + 1)], "filling": "1"},
        {"rounds": [{"name": "Before", "codes": ["x"] * (MOST_MEMBERS + 1)}], "filling": "Before"},
    ]
    bad: dict[str, list[object]] = {
        "newer": [saved | {"version": 2}],
        "damaged": [saved | each for each in (*with_more, *others)],
        "no_codes": [[1, 2], "text", {"format": STRANGE}, None],
    }
    for problem, documents in bad.items():
        choose(page, *((f"{at}.json", json.dumps(document).encode()) for at, document in enumerate(documents)))
        assert said(page) == [say(page, f"file.{problem}", name=f"{at}.json") for at in range(len(documents))]
    full = dump_group({f"{at}": [] for at in range(MOST_ROUNDS - 1)})
    strange = {
        "cut.json": json.dumps(saved).encode()[:-9],
        "deep.json": b"[" * 100_000,
        "picture.png": b"\x89PNG\r\n\0\0",
        "empty.txt": b"",
        "huge.csv": CODES[12].encode() + b" " * 10_000_000,
        "full.json": full.encode(),
        STRANGE: b"\xff\xfe",
    }
    choose(page, *strange.items())
    assert said(page) == [
        say(page, "file.damaged", name="cut.json"),
        say(page, "file.no_codes", name="deep.json"),
        say(page, "file.not_text", name="picture.png"),
        say(page, "file.no_codes", name="empty.txt"),
        say(page, "file.huge", name="huge.csv", size="10.0 MB", most="10.0 MB"),
        say(page, "file.too_many_rounds", name="full.json", most=MOST_ROUNDS),
        say(page, "file.no_codes", name=STRANGE),
    ]


def test_files_bring_codes_in_any_form_and_groups_that_were_saved(page: Page, site_url: str) -> None:
    open_group(page, site_url)
    put(page, CODES[0])
    expect_read(page, 1)
    table = f"naam;code;plaats\r\nZoë;{CODES[0]};Gent\r\nAndré;{CODES[1]};Ede\r\nLiv;{TYPO};\r\n"
    choose(page, ("utf8.csv", b"\xef\xbb\xbf" + table.encode()), ("wide.csv", table.replace(CODES[1], CODES[2]).encode("utf-16")))
    same = say(page, "file.same", 1)
    assert said(page) == [f"{say(page, 'file.added', 1, name=name)} {same}" for name in ("utf8.csv", "wide.csv")]
    expect(page.locator("[data-file-report] [data-unread-faulty] [data-unread]")).to_have_count(2)
    expect_text(page, *CODES[:3])
    expect_read(page, 3)
    page.locator("[data-file-report] [data-undo]").click()
    expect_text_of(page, CODES[:1])
    choose(
        page,
        ("big.txt", table.encode("utf-16-be").replace(b"\0n\0a\0a\0m", b"\xfe\xff\0n\0a\0a\0m", 1)),
        ("old.csv", table.encode("cp1252")),
    )
    assert len(said(page)) == 2
    expect_read(page, 2)

    choose(page, ("group.json", dump_group({"Spring": list(CODES[4:9]), "Before": [CODES[0], f"{CODES[9]} {LINK}"]}).encode()))
    assert said(page) == [f"{say(page, 'file.added', 6, name='group.json')} {same}"]
    expect(page.locator("[data-round-choice] label")).to_have_text(["Spring", "Before"])
    expect(choice(page, "Spring")).to_be_checked()
    expect_read(page, 5)
    choice(page, "Before").check()
    expect_text(page, *CODES[:2], f"{CODES[9]} {LINK}")
    before = page.locator("[data-codes]").input_value()

    with page.expect_download() as download:
        page.locator("[data-save-file]").click()
    saved = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert re.fullmatch(r"ssi-group-\d{4}-\d\d-\d\d\.json", download.value.suggested_filename)
    wanted = [{"name": "Spring", "codes": list(CODES[4:9])}, {"name": "Before", "codes": [*CODES[:2], f"{CODES[9]} {LINK}"]}]
    assert saved == {"format": "ssi-group", "version": 1, "filling": "Before", "rounds": wanted}

    expect_bad_files_refused(page, saved)
    expect(page.locator("[data-file-report] [data-undo]")).to_be_hidden()
    expect(page.locator("[data-codes]")).to_have_value(before)
    expect(page.locator("[data-round-choice] label")).to_have_text(["Spring", "Before"])


def test_files_for_a_later_round_leave_the_rounds_in_order_and_bring_answers(page: Page, site_url: str) -> None:
    open_group(page, site_url)
    put(page, "\n".join(CODES[:5]))
    expect_read(page, 5)
    choice(page, "After").check()
    names = page.locator("[data-round-choice] label")
    choose(page, ("after.csv", "\n".join(CODES[5:10]).encode()))
    expect(names).to_have_text(["Before", "After"])
    expect_read(page, 5)
    choose(page, ("after.json", dump_group({"After": [CODES[10]], "Later": []}).encode()))
    expect(names).to_have_text(["Before", "After", "Later"])
    expect_read(page, 6)
    # Whoever sends their code again, now with a link, gives the answers so.
    choose(page, ("links.csv", f"{CODES[10]} {LINK}\n{CODES[9]}".encode()))
    expect_text(page, *CODES[5:11], f"{CODES[10]} {LINK}")
    expect(page.locator("[data-read]")).to_have_text(f"{say(page, 'codes.read', 6)} {say(page, 'codes.repeated', 1)}")
    with page.expect_download() as download:
        page.locator("[data-save-file]").click()
    rounds = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["rounds"]
    assert rounds[1] == {"name": "After", "codes": [*CODES[5:10], f"{CODES[10]} {LINK}"]}
    # A name that nobody sees, or that turns what stands beside it, is none that this page writes.
    unseen = ("\u200b", "Be\u200bfore", "\u202eAfter", "A" + "\u0301" * 9)
    choose(page, *((f"{at}.json", dump_group({name: []}).encode()) for at, name in enumerate(unseen)))
    assert said(page) == [say(page, "file.damaged", name=f"{at}.json") for at in range(len(unseen))]
    expect(names).to_have_text(["Before", "After", "Later"])


def test_a_room_of_500_and_100000_lines_of_rubbish_are_answered(page: Page, site_url: str) -> None:
    open_group(page, site_url)
    put(page, "\n".join(make_codes(MOST_MEMBERS + 1)))
    expect_read(page, MOST_MEMBERS)
    expect(page.locator("[data-unread-words]")).to_have_text(say(page, "unread.too_many"))
    rubbish = "".join(f"<b>line {at}</b> S2FDX {{n}} &amp; 0612345678 \u202e x\n" for at in range(100_000))
    choose(page, ("rubbish.txt", (rubbish + CODES[0]).encode()))
    assert said(page) == [f"{say(page, 'file.added', 0, name='rubbish.txt')} {say(page, 'file.same', 1)}"]
    more = page.locator("[data-file-report] [data-unread-more]")
    expect(more).to_have_text(say(page, "unread.more", 99_000).replace("99000", "99,000"))
    # The page goes on as before.
    put(page, "\n".join(CODES[:5]))
    expect_read(page, 5)


def test_a_trainer_without_a_mouse(page: Page, site_url: str) -> None:
    open_group(page, site_url)
    tab_to(page, "[name=round]")
    page.keyboard.press("ArrowRight")
    expect(choice(page, "After")).to_be_checked()
    tab_to(page, "[data-codes]")
    page.keyboard.insert_text("\n".join(CODES[:5]))
    expect_read(page, 5)
    tab_to(page, "[data-camera-start]")
    tab_to(page, "[data-files]")
    tab_to(page, "[data-keep]")
    page.keyboard.press("Space")
    expect(page.locator("[data-kept=kept]")).to_be_visible()
    tab_to(page, "[data-save-file]")
    with page.expect_download():
        page.keyboard.press("Enter")
    tab_to(page, "[data-erase]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-erased]")).to_be_focused()
    expect_text(page)
    tab_to(page, "[data-erased] [data-undo]")
    page.keyboard.press("Enter")
    expect_text_of(page, CODES[:5])
    expect(page.locator("[data-kept=kept]")).to_be_visible()
