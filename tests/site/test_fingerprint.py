"""Files named after their content."""

from pathlib import PurePosixPath

from site_src.assets.fingerprint import fingerprint_assets
from site_src.model import Source


def sources(**files: str) -> tuple[Source, ...]:
    return tuple(Source(PurePosixPath("site_src/browser", name.replace("__", "/")), text.encode()) for name, text in files.items())


def source(name: str, text: str) -> Source:
    return Source(PurePosixPath("site_src/browser", name), text.encode())


SITE = (
    source("css/site.css", "a { background: url('../icons/dot.svg') } b { background: url(data:image/png;base64,xx) url(#part) }"),
    source("icons/dot.svg", "<svg/>"),
    source("page/quiz.js", 'import "./other.js"'),
    source("page/other.js", ""),
    source("worker/worker.js", ""),
)


def test_scripts_stay_together_and_other_files_stand_alone() -> None:
    made = fingerprint_assets(SITE, ())
    addresses = {name: str(address) for name, address in made.addresses.items()}
    folder = addresses["page/quiz.js"].removesuffix("/page/quiz.js")
    assert folder.startswith("assets/js-")
    assert addresses["page/other.js"] == f"{folder}/page/other.js"
    assert addresses["worker/worker.js"] == f"{folder}/worker/worker.js"
    assert addresses["css/site.css"].startswith("assets/site.")
    assert addresses["css/site.css"].endswith(".css")
    assert {output.path for output in made.outputs} == set(made.addresses.values())


def test_a_style_sheet_finds_the_files_it_names() -> None:
    made = fingerprint_assets(SITE, ())
    (sheet,) = [output.data.decode() for output in made.outputs if output.path.suffix == ".css"]
    assert f'url("{made.addresses["icons/dot.svg"].name}")' in sheet
    assert "url(data:image/png;base64,xx) url(#part)" in sheet


def test_a_changed_icon_changes_its_own_name_and_its_style_sheets_and_no_other() -> None:
    before = fingerprint_assets(SITE, ())
    after = fingerprint_assets((SITE[0], source("icons/dot.svg", "<svg></svg>"), *SITE[2:]), ())
    changed = {name for name in before.addresses if before.addresses[name] != after.addresses[name]}
    assert changed == {"icons/dot.svg", "css/site.css"}


def test_a_changed_script_moves_all_scripts() -> None:
    before = fingerprint_assets(SITE, ())
    after = fingerprint_assets((*SITE[:3], source("page/other.js", "export {}"), SITE[4]), ())
    changed = {name for name in before.addresses if before.addresses[name] != after.addresses[name]}
    assert changed == {"page/quiz.js", "page/other.js", "worker/worker.js"}


def test_moving_text_from_one_script_to_the_next_is_a_change() -> None:
    one = fingerprint_assets((source("page/a.js", "xy"), source("page/b.js", "z")), ())
    other = fingerprint_assets((source("page/a.js", "x"), source("page/b.js", "yz")), ())
    assert one.addresses != other.addresses


def test_pictures_of_pages_are_named_from_the_project_and_get_plain_addresses() -> None:
    picture = Source(PurePosixPath("content/en/Mijn café 1.PNG"), b"x")
    made = fingerprint_assets((), (picture,))
    address = made.addresses["content/en/Mijn café 1.PNG"]
    assert str(address).startswith("assets/Mijn-cafe-1.")
    assert address.suffix == ".png"
