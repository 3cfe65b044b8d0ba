"""The editor's requests to `make serve`, made to a server that runs."""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from site_src.commands.editor.fixes import find_edit
from site_src.messages import cite
from site_src.model import Fix, Problem
from tests.site.test_images import saved
from tests.support.dev_server import until
from tests.support.editor_client import FILE, Answer, Client, run_client


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with run_client(tmp_path_factory.mktemp("editor")) as client:
        yield client


def test_a_text_is_opened_checked_and_saved_and_the_page_follows(client: Client) -> None:
    opened = client.do("open", file=FILE)
    assert (opened["file"], opened["kind"], opened["language"], opened["newline"], opened["bom"]) == (FILE, "page", "en", "\n", False)
    assert opened["text"].encode() == client.read()
    assert opened["problems"] == []
    wrong = opened["text"] + "\nSee [this](quizz.md).\n\nOn Linkedin.\n"
    fault, warning = client.do("check", file=FILE, text=wrong)["problems"]
    line = wrong.count("\n") - 2
    assert fault == {
        "file": FILE, "line": line, "what": "the link “quizz.md” leads to no file", "remedy": "Did you mean “quiz.md”?", "level": "fault",
        "fix": {"label": "Write: quiz.md", "line": line, "old": "quizz.md", "new": "quiz.md"},
    }  # fmt: skip
    assert (warning["line"], warning["level"]) == (line + 2, "warning")
    assert warning["what"].startswith("LinkedIn misspelt")
    assert client.read() == opened["text"].encode(), "a check wrote the file"
    right = opened["text"] + "\nSaved in the editor.\n"
    saved = client.do("save", file=FILE, text=right, hash=opened["hash"])
    assert saved == {"hash": client.do("open", file=FILE)["hash"], "saved": True}
    assert client.read().decode() == right
    until(lambda: "Saved in the editor." in client.served.get("en/method-en.html")[2], "the saved text was not built")


def test_front_matter_and_other_files_are_checked_while_typing(client: Client) -> None:
    text = client.do("open", file=FILE)["text"]
    found = client.do("check", file=FILE, text=text.replace("checked: 2026-01-03", "checked: yesterday"))["problems"]
    assert [(each["line"], each["what"]) for each in found] == [(7, "“checked” must be a date, and is “yesterday”")]
    found = client.do("check", file=FILE, text=text.replace("slug: method-en", "slug: index"))["problems"]
    assert [each["what"] for each in found] == ["the address “index” is reserved"]
    texts = "content/en/texts/site.yaml"
    found = client.do("check", file=texts, text=client.do("open", file=texts)["text"].replace("step:", "stap:"))["problems"]
    assert {each["file"] for each in found} == {texts}
    assert any("stap" in each["what"] for each in found)
    found = client.do("check", file=FILE, text="no front matter")["problems"]
    assert [each["what"] for each in found] == ["no dashes at the top"]


@pytest.mark.parametrize(
    ("before", "typed", "after"),
    [
        pytest.param("één\r\ntwee\r\n", "één\ndrie\n", "één\r\ndrie\r\n", id="Windows"),
        pytest.param("\ufeffone\r\ntwo\r\n", "one\ntwo\nthree", "\ufeffone\r\ntwo\r\nthree", id="BOM"),
        pytest.param("one\rtwo\r", "one\ntwo\nthree\n", "one\rtwo\rthree\r", id="old Mac"),
        pytest.param("a\r\nb\nc\r\nd\r\n", "a\nb\nnew\nc\nd\n", "a\r\nb\nnew\r\nc\r\nd\r\n", id="mixed: each line keeps its own"),
        pytest.param("one", "one\ntwo", "one\ntwo", id="one line"),
    ],
)
def test_ends_of_lines_and_the_mark_before_them_stay(client: Client, before: str, typed: str, after: str) -> None:
    file = "content/en/words.txt"
    client.site.write(file, before.encode())
    opened = client.do("open", file=file)
    assert opened["text"] == before.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert (opened["bom"], opened["newline"]) == (before.startswith("\ufeff"), "\r\n" if "\r\n" in before else "\n")
    # Nothing typed, nothing changed.
    assert client.do("save", file=file, text=opened["text"], hash=opened["hash"])["hash"] == opened["hash"]
    assert client.read(file) == before.encode()
    client.do("save", file=file, text=typed, hash=opened["hash"])
    assert client.read(file) == after.encode()


def test_a_file_that_changed_meanwhile_is_shown_and_not_overwritten(client: Client) -> None:
    file = "content/en/404.md"
    opened = client.do("open", file=file)
    client.site.append(file, "From another program.\n")
    refused = client.post("save", file=file, text="mine", hash=opened["hash"])
    assert refused.status == 409
    assert refused.fields["error"].startswith(f"{file} was changed by another program since you opened it: ")
    assert refused.fields["text"] == client.read(file).decode() == opened["text"] + "From another program.\n"
    # With the hash that it was told, or by force, the author's text wins.
    client.do("save", file=file, text=opened["text"] + "Both.\n", hash=refused.fields["hash"])
    assert client.read(file).decode() == opened["text"] + "Both.\n"
    client.do("save", file=file, text=opened["text"], hash="", force=True)
    assert client.read(file).decode() == opened["text"]
    # One that was removed is written again only by force.
    client.site.remove(file)
    gone = client.post("save", file=file, text=opened["text"], hash=opened["hash"])
    assert (gone.status, gone.fields["text"], gone.fields["hash"]) == (409, "", "")
    assert not (client.site.root / file).exists()
    client.do("save", file=file, text=opened["text"], hash="", force=True)
    assert client.read(file).decode() == opened["text"]


def test_a_save_that_fails_leaves_the_old_text_and_nothing_else(client: Client) -> None:
    folder = client.site.root / "content/nl/pillars"
    file = "content/nl/pillars/find.md"
    opened = client.do("open", file=file)
    before = sorted(path.name for path in folder.iterdir())
    # An interrupted save leaves its beginning beside the file; the next one is not stopped by it.
    (folder / ".find.md.new").write_text("half a te")
    client.do("save", file=file, text=opened["text"], hash=opened["hash"])
    client.do("save", file=file, text=opened["text"] + "More.\n", hash=opened["hash"])
    assert sorted(path.name for path in folder.iterdir()) == before
    # A limit of the server's own process stands for a full disk: no file may grow beyond it, its log neither.
    import resource

    limit = resource.prlimit(client.served.process.pid, resource.RLIMIT_FSIZE, (200, resource.RLIM_INFINITY))
    try:
        now = client.do("open", file=file)
        refused = client.post("save", file=file, text=now["text"] + "x" * 5000, hash=now["hash"])
    finally:
        resource.prlimit(client.served.process.pid, resource.RLIMIT_FSIZE, limit)
    assert refused.status == 507
    assert refused.fields["error"] == (
        f"{file} cannot be written: File too large. Your text is still in this page; make room or give permission, then save again."
    )
    assert client.read(file).decode() == now["text"]
    assert sorted(path.name for path in folder.iterdir()) == before
    client.do("save", file=file, text=opened["text"], hash=now["hash"])


def test_every_file_is_listed_with_its_translations(client: Client) -> None:
    files = {each["file"]: each for each in client.do("files")["files"]}
    assert files[FILE] == {
        "file": FILE, "kind": "page", "language": "en", "title": "method", "twins": ["content/nl/method.md"], "problems": 0,
    }  # fmt: skip
    kinds = {"content/en/factors/groups.md": "factor", "content/nl/texts/site.yaml": "texts", "content/site.yaml": "settings"}
    assert {file: files[file]["kind"] for file in kinds} == kinds
    assert files["content/site.yaml"]["language"] is None
    addresses = {
        FILE: "/en/method-en.html",
        "content/nl/404.md": "/404.html",
        "content/en/factors/groups.md": "/en/pillars/engage-en.html#groups",
        "content/en/texts/quiz.yaml": "/en/quiz.html",
        "content/site.yaml": None,
        "content/nl/texts/roles.yaml": None,
    }
    client.site.write("content/en/texts/quiz.yaml", "unused: x\n")
    try:
        assert {file: client.do("open", file=file)["address"] for file in addresses} == addresses
    finally:
        client.site.remove("content/en/texts/quiz.yaml")


def test_front_matter_is_a_form_and_one_value_is_written_at_a_time(client: Client) -> None:
    opened = client.do("open", file=FILE)
    fields = {field["key"]: field for field in opened["fields"]}
    assert fields["title"] == {
        "key": "title", "label": "Title", "type": "text", "value": "method", "choices": [], "help": "Also shown on the browser’s tab.",
        "required": True,
    }  # fmt: skip
    types = {"description": "long", "menu": "number", "draft": "flag", "written": "date", "redirects": "list"}
    assert {key: fields[key]["type"] for key in types} == types
    assert (fields["menu"]["value"], fields["draft"]["value"], fields["redirects"]["value"]) == (2, False, [])
    assert "twins" not in fields
    text = opened["text"]

    def put(key: str, value: object) -> None:
        nonlocal text
        text = client.do("set_field", file=FILE, text=text, key=key, value=value)["text"]

    put("title", "  Drie: hoe\nen “waarom”? ")
    put("description", "Plain")
    put("draft", True)
    put("redirects", ["old", " older ", "\u2029"])
    put("menu", None)
    assert text.split("---\n")[1] == (
        'title: "Drie: hoe en “waarom”?"\ndescription: Plain\nslug: method-en\ndraft: true\n'
        "written: 2026-01-02\nchecked: 2026-01-03\nredirects: [old, older]\n"
    )
    put("draft", False)
    put("redirects", [])
    put("menu", 2)
    put("title", "method")
    put("description", fields["description"]["value"])
    assert text.replace('"method"', "method").replace('"Waar', "Waar").replace('het en"', "het en") == opened["text"]
    after = {field["key"]: field["value"] for field in client.do("fields", file=FILE, text=text)["fields"]}
    assert after == {key: field["value"] for key, field in fields.items()}
    for key, value, status, sentence in (
        ("nothing", "x", 404, f"{FILE} has no field “nothing”: choose one of its form."),
        ("title", ["x"], 400, "The field “value” is missing or of another kind: send a text."),
        ("menu", True, 400, "The field “value” is missing or of another kind: send a whole number or null."),
        ("redirects", [1], 400, "The field “value” is missing or of another kind: send a list of texts."),
    ):
        refused = client.post("set_field", file=FILE, text=text, key=key, value=value)
        assert (refused.status, refused.fields["error"]) == (status, sentence)
    assert client.do("fields", file=FILE, text="---\na: [\n---\n")["fields"] == []


def test_questions_and_interface_texts_are_forms_too(client: Client) -> None:
    factor = "content/nl/factors/groups.md"
    opened = client.do("open", file=factor)
    fields = {field["key"]: field for field in opened["fields"]}
    levels = [key for key in fields if key.startswith("levels.")]
    assert (fields["question"]["label"], fields["question"]["type"], fields["question"]["value"]) == ("Question", "long", "groups?")
    assert fields[levels[1]]["label"] == f"Answer 2 of {len(levels)}"
    text = client.do("set_field", file=factor, text=opened["text"], key=levels[1], value="# Eén of “twee”")["text"]
    changed = [(old, new) for old, new in zip(opened["text"].split("\n"), text.split("\n"), strict=True) if old != new]
    name = levels[1].removeprefix("levels.")
    assert changed == [(f"  {name}: nl {name}", f'  {name}: "# Eén of “twee”"')]
    texts = "content/nl/texts/site.yaml"
    opened = client.do("open", file=texts)
    step = next(field for field in opened["fields"] if field["key"] == "step")
    assert (step["value"], step["help"]) == ("Step {n} nl", "Leave {n} as it is: a number or a word takes its place.")
    text = client.do("set_field", file=texts, text=opened["text"], key="step", value="Stap {n}\u2028van de quiz")["text"]
    assert text == "name: Site nl\nstep: |\n  Stap {n}\n  van de quiz\n"


def test_that_two_texts_say_the_same_is_noted(client: Client) -> None:
    file, twin = "content/nl/index.md", "content/en/index.md"
    before = client.read(file), client.read(twin)
    assert client.do("open", file=file)["matches"] is None
    assert client.do("translated", file=file) == {"done": True}
    assert re.search(rb'^twins: \{en: "[0-9a-f]{8}"\}$', client.read(file), re.MULTILINE)
    opened = client.do("open", file=file)
    assert opened["matches"] is True
    assert opened["twins"] == [{"file": twin, "language": "en"}]
    client.do("save", file=file, text=opened["text"] + "Meer.\n", hash=opened["hash"])
    opened = client.do("open", file=twin)
    assert opened["matches"] is False
    assert any("has changed since it said the same as this file" in problem["what"] for problem in opened["problems"])
    client.site.write(twin, opened["text"].replace("checked: 2026-01-03", "checked: nooit").encode())
    refused = client.post("translated", file=file)
    assert (refused.status, refused.fields["error"]) == (
        422,
        f"{twin}:7: “checked” must be a date, and is “nooit”. Write year-month-day, such as 2026-11-22. Mend that first.",
    )
    client.site.write(file, before[0])
    client.site.write(twin, before[1])
    assert client.post("translated", file="content/site.yaml").status == 422


def test_the_state_of_the_build_is_told(client: Client) -> None:
    def state() -> Any:
        return json.loads(client.ask("GET", "/.serve/state").body)

    before = state()
    opened = client.do("open", file=FILE)
    client.do("save", file=FILE, text=opened["text"] + "\n[x](quizz.md)\n\nOn Linkedin.\n", hash=opened["hash"])
    until(lambda: state()["count"] > before["count"] and not state()["building"], "no build was made")
    until(lambda: len(state()["faults"]) == 1, "the fault was not told")
    (fault,) = state()["faults"]
    assert (fault["file"], fault["what"], fault["level"]) == (FILE, "the link “quizz.md” leads to no file", "fault")
    assert [warning["file"] for warning in state()["warnings"]] == [FILE]
    assert next(each for each in client.do("files")["files"] if each["file"] == FILE)["problems"] == 2
    client.do("save", file=FILE, text=opened["text"], hash=client.do("open", file=FILE)["hash"])
    until(lambda: not state()["faults"] and not state()["warnings"], "the mended text was not built")
    assert client.ask("GET", "/.serve/state", None, {"Origin": "https://evil.example"}).status == 403


def test_each_page_says_in_its_corner_which_files_make_it(client: Client) -> None:
    method = client.find_corner("en/method-en.html")
    assert method.startswith(
        f'<nav class="serve-corner" lang="en" aria-label="Edit this page"><p><code>en/method.md</code> · '
        '<a href="/nl/method-nl.html" title="content/nl/method.md">Translation: nl</a> · '
        f'<a class="serve-edit" href="/.serve/edit?file={FILE}">Edit</a></p>'
    )
    assert '<a href="/.serve/edit">All files</a>' in method
    # The questions are the factors' own, and a page for no address has a text in each language.
    assert '<a href="/.serve/edit?file=content/nl/factors/groups.md">' in client.find_corner("nl/quiz.html")
    assert '<a href="/.serve/edit?file=content/nl/factors/groups.md">' in client.find_corner("nl/pillars/engage-nl.html")
    for path in ("404.html", "no/such/page.html"):
        missing = client.find_corner(path)
        assert "<code>en/404.md</code>" in missing
        assert '<a href="/.serve/edit?file=content/nl/404.md" title="Edit content/nl/404.md">nl</a>' in missing
    # The editor shows the page in a frame, beside all this.
    assert client.find_corner("en/method-en.html", **{"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin"}) == ""


def test_the_corner_counts_the_pages_own_faults_and_warnings(client: Client) -> None:
    opened = client.do("open", file=FILE)
    client.do("save", file=FILE, text=opened["text"] + "\n[x](quizz.md)\n\nOn Linkedin.\n\nOn LinkedIN.\n", hash=opened["hash"])
    edit = f'<a href="/.serve/edit?file={FILE}" title="Edit {FILE}">'
    until(lambda: f"{edit}1 fault</a> · {edit}2 warnings</a>" in client.find_corner("en/method-en.html"), "the problems were not counted")
    other = client.find_corner("nl/method-nl.html")
    assert "1 fault" not in other
    assert f"<p>Other files with faults or warnings</p><ul><li>{edit.partition(' title')[0]}>en/method.md</a></li></ul>" in other
    client.do("save", file=FILE, text=opened["text"], hash=client.do("open", file=FILE)["hash"])
    until(lambda: "fault" not in client.find_corner("en/method-en.html"), "the fault stayed")


def test_a_picture_is_put_beside_its_page_as_what_it_is(client: Client) -> None:
    png, folder = saved("PNG", 40, 30), client.site.root / "content/en"

    def add(name: str, data: bytes | str, alt: str = "A [new] chart", file: str = FILE) -> Answer:
        sent = data if isinstance(data, str) else base64.b64encode(data).decode()
        return client.post("picture", file=file, name=name, data=sent, alt=alt)

    made = [
        folder / name
        for name in ("een-grafiek-van-ons.png", "een-grafiek-van-ons-2.png", "passwd.png", "picture.png", "picture-con.png", "a.svg")
    ]
    try:
        first = add("Eén grafiek (van ons).PNG", png).fields
        assert first == {"path": "content/en/een-grafiek-van-ons.png", "markdown": "![A \\[new\\] chart](een-grafiek-van-ons.png)"}
        assert made[0].read_bytes() == png
        # The same picture is there already; another one gets another name, whatever its ending says.
        assert add("één grafiek van ons.png", png).fields["path"] == first["path"]
        assert add("Een grafiek van ons.jpeg", saved("PNG", 41, 30)).fields["path"] == "content/en/een-grafiek-van-ons-2.png"
        assert made[0].read_bytes() == png
        # No name leads elsewhere, and none is hidden.
        assert add("../../../etc/passwd", png).fields["path"] == "content/en/passwd.png"
        assert add("CON.png", png).fields["path"] == "content/en/picture-con.png", "Windows could not open con.png"
        assert add("..\\..\\.\0\ud800", png).fields["path"] == "content/en/picture.png"
        assert add("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>').fields["path"] == "content/en/a.svg"
        before = sorted(client.site.root.rglob("*"))
        for name, data, said in (
            ("x.png", b"not a picture", "“x.png”: cannot be read as PNG. Save the picture again, or export it anew."),
            ("x.exe", b"MZ", "“x.exe”: cannot be read as PNG. Save the picture again, or export it anew."),
            ("x.heic", b"\0\0\0\x18ftypheic", "“x.heic”: a photo as a telephone saves it (HEIC) with another kind's ending. Save it"),
            ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "“x.svg”: "),
            ("x.png", "no base64!", "The field “data” is missing or of another kind: send the picture in base64."),
            ("x.pdf", b"%PDF-1.7", "“x.pdf”: a document (PDF) with another kind's ending. Let it end in .pdf and link to it"),
        ):  # fmt: skip
            refused = add(name, data)
            assert refused.status in (400, 422)
            assert refused.fields["error"].startswith(said)
        assert (
            add("x.png", png, alt=" \n ").fields["error"] == "The picture has no alt text: say what it shows, for people who cannot see it."
        )
        assert add("x.png", png, file="content/site.yaml").status == 422
        assert add("x.png", png, file="content/../x.md").status == 404
        assert sorted(client.site.root.rglob("*")) == before
    finally:
        for file in made:
            file.unlink(missing_ok=True)


def test_a_page_is_made_and_renamed_as_the_commands_do(client: Client) -> None:
    made = client.do("new", what="page", name="my-tips")
    assert made == {"files": ["content/nl/my-tips.md", "content/en/my-tips.md"]}
    opened = client.do("open", file="content/en/my-tips.md")
    assert [problem["what"] for problem in opened["problems"]] == ["words are still to come: “TODO”, also on lines 4 and 12"]
    try:
        refused = client.post("new", what="page", name="my-tips")
        assert (refused.status, refused.fields["error"]) == (
            422,
            "my-tips.md: is there already, in every language. Edit those files, or choose another name.",
        )
        for what, name in (
            ("page", "../x"),
            ("page", "A b"),
            ("virus", "x"),
            ("page", ""),
            ("factor-text", "nothing"),
            ("page", "texts/x"),
        ):
            assert client.post("new", what=what, name=name).status == 422, name
        changed = client.do("rename", old="nl/my-tips.md", new="nl/our-tips.md")["changed"]
        assert changed == ["content/en/our-tips.md", "content/nl/our-tips.md"]
        assert client.post("open", file="content/en/my-tips.md").status == 404
        for old, other in (
            ("nl/our-tips.md", "nl/../../x.md"),
            ("nl/our-tips.md", "/x.md"),
            ("../x.md", "nl/y.md"),
            ("nl/index.md", "nl/z.md"),
        ):
            refused = client.post("rename", old=old, new=other)
            assert refused.status == 422, (old, other)
            assert refused.fields["error"]
    finally:
        for file in ("my-tips", "our-tips"):
            for language in ("nl", "en"):
                (client.site.root / f"content/{language}/{file}.md").unlink(missing_ok=True)


MISTAKES = {
    "Two  spaces , and a comma.": "Two spaces, and a comma.",
    'It\'s "said" here...': "It’s “said” here…",
    "In ’24 it's 's avonds 'quoted' -- so.": "In ’24 it’s ’s avonds ‘quoted’ – so.",
    "On Linkedin and Linked-In.": "On LinkedIn and LinkedIn.",
    "And the the e\ufb03cient wo\u200brd.": "And the efficient word.",
    "Write me@example.org soon.": "Write <me@example.org> soon.",
    "See https://example.org/a. `https://b` too.": "See <https://example.org/a>. `https://b` too.",
    "Read [it](quizz.md) and quizz.md.": "Read [it](quiz.md) and quizz.md.",
    "A [site](www.example.org) and [mail](me@example.org).": "A [site](https://www.example.org) and [mail](mailto:me@example.org).",
    "An [address](https://ssi.example/en/quiz.html).": "An [address](quiz.md).",
    "A [Capital](Quiz.md).": "A [Capital](quiz.md).",
}


def test_mechanical_remedies_are_buttons(client: Client) -> None:
    start = client.do("open", file=FILE)["text"].replace("description:", "descripton:")
    text = start + "".join(f"\n{wrong}\n" for wrong in MISTAKES)
    labels = []
    for _ in range(60):
        edits = [problem["fix"] for problem in client.do("check", file=FILE, text=text)["problems"] if problem["fix"]]
        if not edits:
            break
        edit = edits[0]
        labels.append(edit["label"])
        lines = text.split("\n")
        assert edit["old"] in lines[edit["line"] - 1]
        lines[edit["line"] - 1] = lines[edit["line"] - 1].replace(edit["old"], edit["new"], 1)
        text = "\n".join(lines)
    assert text == start.replace("descripton:", "description:") + "".join(f"\n{right}\n" for right in MISTAKES.values())
    assert labels[:2] == ["Write: description:", "Write: spaces,"]


@pytest.mark.parametrize(
    ("fix", "line", "edit"),
    [
        pytest.param(Fix("teh", "the"), "It is teh end", ("Write: the", 1, "teh", "the"), id="one place"),
        pytest.param(Fix("teh", "the"), "teh and tehran", None, id="no sure place"),
        pytest.param(Fix("a.md", "b.md"), "a.md [a.md](a.md)", ("Write: (b.md)", 1, "(a.md)", "(b.md)"), id="a link"),
        pytest.param(Fix("gone", "x"), "not here", None, id="not there"),
        pytest.param(Fix("  ", " ", "b", "c"), "a  b  c", ("Mend this", 1, "b  c", "b c"), id="words around it"),
        pytest.param(Fix("\ta", "a"), "\ta", ("Mend this", 1, "\ta", "a"), id="nothing to see"),
        pytest.param(None, "x", None, id="none"),
    ],
)
def test_an_edit_hits_only_what_it_means(fix: Fix | None, line: str, edit: tuple[str, int, str, str] | None) -> None:
    assert find_edit(Problem("a.md", 1, cite("wrong"), cite("Mend it."), fix), [line]) == edit
    assert find_edit(Problem("a.md", 2, cite("wrong"), cite("Mend it."), fix), [line]) is None
    assert find_edit(Problem("a.md", 0, cite("wrong"), cite("Mend it."), fix), [line]) is None
