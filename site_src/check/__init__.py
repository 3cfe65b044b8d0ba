"""The gate: everything that must agree is compared here, before anything is written. All faults at once, sorted.

The keys of `ssi_core` are the authority for factors, levels, pillars and roles. Among languages none is: what one has, all must have.

    files.py       which files there must be, what they may be called, and where they end up
    words.py       words against the model's keys, and one language's words against another's
    templates.py   what the templates ask for, and what the pages ask of them
    links.py       that links and pictures lead somewhere, down to the anchor
"""

from site_src.check.files import addresses, dates, folders, twins
from site_src.check.links import anchors, links
from site_src.check.templates import asked, pages, unused
from site_src.check.words import factors, texts, untranslated
from site_src.model import Content, Problem, Survey, Vocabulary


def check(content: Content, survey: Survey, vocabulary: Vocabulary, assets: frozenset[str]) -> tuple[Problem, ...]:
    """Every fault in the content and in what the templates ask of it. `assets`: the names a template may pass to `asset`."""
    # Where the settings cannot be read, the folders say which languages there are.
    languages = content.settings.languages or tuple(sorted({file.parts[1] for file in content.files if len(file.parts) > 2}))
    known = anchors(content, survey, vocabulary)
    found = {
        *folders(content, languages),
        *twins(content, languages, vocabulary),
        *addresses(content.pages),
        *dates(content.pages),
        *factors(content.factors, vocabulary),
        *texts(content.texts, languages, vocabulary),
        *untranslated(content, languages),
        *asked(content, survey, assets, known),
        *unused(content.texts, survey, vocabulary),
        *pages(content.pages, survey),
        *links(content, known),
    }
    return tuple(sorted(found))
