"""Every word that a visitor reads is spelt right, in the language that the page says it is in."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.prose import built, pieces, words
from tests.support.speller import LISTS, PACKAGES, Speller, listed


@pytest.fixture(scope="module")
def spellers() -> Iterator[dict[str, Speller]]:
    """Make a speller for each language; their verdicts are cached."""
    spellers = {language: Speller(language) for language in PACKAGES}
    yield spellers
    for speller in spellers.values():
        speller.keep()


@pytest.fixture(scope="module")
def said(dist: Path) -> dict[tuple[str, str], list[str]]:
    """Index every word of the site: by (language, word), the pages it stands on."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, markup in built(dist).items():
        for piece in pieces(markup):
            # The two pages of no language have a title and a description in all of them.
            language = "any" if "/" not in name and piece.tag in {"title", "meta"} else piece.language
            for word in words(piece.text):
                if name not in found[language, word]:
                    found[language, word].append(name)
    return found


def test_every_word_is_spelt_right(said: dict[tuple[str, str], list[str]], spellers: dict[str, Speller]) -> None:
    wrong = []
    for (language, word), names in sorted(said.items()):
        if language not in {*spellers, "any"}:
            wrong.append(f"{names[0]}: “{word}” is said to be in “{language}”, which has no dictionary")
        elif not any(spellers[one].is_right(word) for one in ((language,) if language in spellers else spellers)):
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            wrong.append(f"{names[0]}{more}: “{word}” is not a word in “{language}”")
    advice = "Mend it; if it is meant, mark another language with lang, or add it to tests/support/words."
    assert not wrong, "\n".join([*wrong, advice])


def test_a_misspelt_word_is_found(spellers: dict[str, Speller]) -> None:
    assert not spellers["nl"].is_right("onderschrijvign")
    assert not spellers["en"].is_right("recomendation")
    assert not spellers["en"].is_right("organization-wide-ish")
    assert spellers["nl"].is_right("SSI-pagina's")
    assert spellers["en"].is_right("Keijzer's")
    page = '<html lang="nl"><p>Een <em lang="en">weird</em> woord</p><code>qwrt</code><template>Zo’n sjabloon</template></html>'
    read = [(piece.language, word) for piece in pieces(page) for word in words(piece.text)]
    assert read == [("nl", "Een"), ("en", "weird"), ("nl", "woord"), ("nl", "Zo'n"), ("nl", "sjabloon")]


def test_the_lists_hold_nothing_that_nobody_needs(said: dict[tuple[str, str], list[str]], spellers: dict[str, Speller]) -> None:
    used: dict[str, set[str]] = defaultdict(set)
    for language, word in said:
        for part in (word, *word.split("-")):
            used[language] |= {part, part.lower(), part.removesuffix("'s"), part.removesuffix("s"), part.removesuffix("'")}
    for path in LISTS.glob("*.txt"):
        languages = tuple(spellers) if path.stem == "names" else (path.stem,)
        for word in listed(path.stem):
            assert any(word in used[language] for language in (*languages, "any")), f"{path.name}: “{word}” is on no page"
            lacking = [language for language in languages if not spellers[language].in_dictionary(word)]
            assert lacking, f"{path.name}: “{word}” is in the dictionary"
