"""The gate: everything that must agree is compared here, before anything is written. All faults at once, sorted.

The keys of `ssi_core` are the authority for factors, levels, pillars and roles. Among languages none is: what one has, all must have.

    files.py       which files there must be, what they may be called, and where they end up
    sections.py    the menu: every page in a section
    words.py       factors' words against the model's keys, and HTML in plain words
    copies.py      sentences that nobody translated, and translations of which most is still to be done
    texts.py       interface texts: what is asked for against what each language has
    templates.py   what the templates ask for, and what the pages ask of them
    drafts.py      what is not for visitors yet
    links.py       that links and pictures lead somewhere, down to the anchor; and which files nothing leads to
    steps.py       texts changed in one language and not in the other, of which nothing but a warning comes
"""

from site_src.check.copies import in_two_languages, names, unfinished, untranslated
from site_src.check.drafts import drafts, unwritten
from site_src.check.files import addresses, copied, copies, dates, folders, old_addresses, twins
from site_src.check.links import anchors, links, unplaced
from site_src.check.links import placed as placed
from site_src.check.sections import menus, sections
from site_src.check.steps import out_of_step
from site_src.check.templates import asked, contact, pages
from site_src.check.texts import notation, texts
from site_src.check.words import factors, tags
from site_src.model import Content, Problem, Survey, Vocabulary


def check(content: Content, survey: Survey, vocabulary: Vocabulary, assets: frozenset[str], publishing: bool = True) -> tuple[Problem, ...]:
    """Every fault in the content and in what the templates ask of it. `assets`: the names a template may pass to `asset`.

    `publishing`: drafts are left out. They are checked all the same: what is wrong in one is best known while it is written.
    """
    languages = _languages(content)
    known = anchors(content, survey, vocabulary)
    shared = in_two_languages(content)
    doubles = copies(content.pages)
    single = [page for page in content.pages if page not in [copy for copy, _ in doubles]] if doubles else content.pages
    found = {
        *folders(content, languages),
        *twins(content, survey, languages, vocabulary),
        *copied(doubles),
        *addresses(single),
        *old_addresses(content.pages),
        *sections(content),
        *menus(single),
        *dates(content.pages),
        *drafts(content, survey, vocabulary, publishing),
        *(unwritten(content, in_drafts=False) if publishing else ()),
        *factors(content.factors, vocabulary),
        *texts(content, survey, languages, vocabulary),
        *notation(content),
        *tags(content),
        *untranslated(content, languages, shared),
        *names(content, languages, shared),
        *asked(content, survey, languages, assets, known),
        *pages(content.pages, survey),
        *contact(content),
        *links(content, known),
    }
    return tuple(sorted(found))


def warnings(content: Content, survey: Survey, publishing: bool = True) -> tuple[Problem, ...]:
    """What an author should look at, and what stops no build; where nothing is published, also the words that are missing for that."""
    to_come = (*unwritten(content, in_drafts=True), *(() if publishing else unwritten(content, in_drafts=False)))
    found = {
        *out_of_step(content),
        *to_come,
        *unfinished(content, _languages(content), in_two_languages(content)),
        *unplaced(content, survey),
    }
    return tuple(sorted(found))


def _languages(content: Content) -> tuple[str, ...]:
    """The settings' languages. Where those cannot be read, the folders say which there are."""
    return content.settings.languages or tuple(sorted({file.parts[1] for file in content.files if len(file.parts) > 2}))
