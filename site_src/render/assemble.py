"""Checked content → Site: an edition in each language, with its sections and pillars."""

from collections.abc import Iterator, Mapping
from math import inf

from site_src.model import Content, Edition, Page, Pillar, Section, Site, Vocabulary


def assemble(content: Content, vocabulary: Vocabulary, base_url: str = "", drafts: bool = False) -> Site:
    """Assemble the site, with or without its drafts.

    A `base_url` takes precedence over the settings'. Pillars stand in the model's order.
    """
    if not drafts:
        content = content._replace(pages=tuple(page for page in content.pages if not page.draft))
    editions = tuple(_make_edition(content, vocabulary, code) for code in content.settings.languages)
    return Site(base_url or content.settings.base_url, editions, content.settings.contact)


def _make_edition(content: Content, vocabulary: Vocabulary, code: str) -> Edition:
    words = {key: word for texts in content.texts if texts.language == code for key, word in texts.words.items()}
    pages = {page.name: page for page in content.pages if page.language == code}
    by_key = {text.key: text for text in content.factors if text.language == code}
    factors = {key: by_key[key] for key in vocabulary.factors}
    pillars = tuple(
        Pillar(key, pages[f"pillars/{key}"], tuple(text for text in factors.values() if vocabulary.factors[text.key][0] == key))
        for key in vocabulary.pillars
    )
    return Edition(code, words, pages, factors, pillars, tuple(_sort_sections(content.settings.sections, pages, vocabulary)))


def _sort_sections(keys: tuple[str, ...], pages: Mapping[str, Page], vocabulary: Vocabulary) -> Iterator[Section]:
    """Sort each section's pages.

    They are sorted by menu number, then pillars in the model's order, then by name.
    """
    order = {f"pillars/{key}": place for place, key in enumerate(vocabulary.pillars)}

    def place(page: Page) -> tuple[float, float, str]:
        return (inf if page.menu is None else page.menu, order.get(page.name, inf), page.name)

    for key in keys or ("",):
        chosen = [page for page in pages.values() if (page.section == key if keys else page.menu is not None)]
        if chosen:
            yield Section(key, tuple(sorted(chosen, key=place)))
