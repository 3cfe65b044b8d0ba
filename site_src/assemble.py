"""What passed the gate → the Site: every language's edition, with its menu and its pillars in the model's order."""

from site_src.model import Content, Edition, Pillar, Site, Vocabulary


def assemble(content: Content, vocabulary: Vocabulary, base_url: str = "") -> Site:
    """The site. `base_url`, where given, goes before the settings'."""
    editions = tuple(_edition(content, vocabulary, code) for code in content.settings.languages)
    return Site(base_url or content.settings.base_url, editions)


def _edition(content: Content, vocabulary: Vocabulary, code: str) -> Edition:
    words = {key: word for texts in content.texts if texts.language == code for key, word in texts.words.items()}
    pages = {page.name: page for page in content.pages if page.language == code}
    by_key = {text.key: text for text in content.factors if text.language == code}
    factors = {key: by_key[key] for key in vocabulary.factors}
    pillars = tuple(
        Pillar(key, pages[f"pillars/{key}"], tuple(text for text in factors.values() if vocabulary.factors[text.key][0] == key))
        for key in vocabulary.pillars
    )
    in_menu = [(page.menu, page.name, page) for page in pages.values() if page.menu is not None]
    menu = tuple(page for _, _, page in sorted(in_menu, key=lambda entry: entry[:2]))
    return Edition(code, words, pages, factors, pillars, menu)
