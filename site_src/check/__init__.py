"""Checks that content, templates and model agree, before anything is written.

All faults are reported at once, sorted. The keys of `ssi_core` are the authority for factors, levels, pillars and roles. No language is
the authority for another: a file or text of one language is required in all.

    __init__.py           lists the checks
    causes.py             files and headings under another name, before what follows from that
    paths.py              required files, their names and their addresses
    sections.py           the menu: each page in a section
    factors.py            factors' words against the model's keys; HTML in plain text
    inserts.py            week plans' steps against the model's keys; shortcodes' arguments; the examples of texts
    untranslated.py       sentences copied from another language; unfinished translations
    texts.py              interface texts against the templates' requirements
    templates.py          templates' requirements of content; pages' templates, shortcodes and sections
    mistakes.py           warnings of probable mistakes: names, dates, inserts and addresses
    drafts.py             drafts, and text still to be written
    links.py              links and images, down to the anchor; unused files
    reading_time.py       the minutes that each page takes to read
    stale_translations.py warnings of texts changed in one language only
    spelling/             warnings of words that no dictionary has      (Hunspell)
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from site_src.check.causes import Age as Age
from site_src.check.causes import EarlierText as EarlierText
from site_src.check.causes import mend_headings, mend_names
from site_src.check.causes import note_texts as note_texts
from site_src.check.drafts import check_drafts, find_unwritten
from site_src.check.factors import check_factors, check_tags
from site_src.check.inserts import check_arguments, check_examples, check_plans
from site_src.check.links import check_links, find_anchors, find_unplaced
from site_src.check.links import find_placed as find_placed
from site_src.check.mistakes import Slugs as Slugs
from site_src.check.mistakes import add_slugs as add_slugs
from site_src.check.mistakes import find_future_dates, find_moved, find_repeated_names, find_rewritten_contact, find_unpaired_inserts
from site_src.check.paths import (
    check_addresses,
    check_dates,
    check_folders,
    check_old_addresses,
    check_translations,
    find_copies,
    report_copies,
)
from site_src.check.sections import check_menus, check_sections
from site_src.check.stale_translations import find_stale
from site_src.check.templates import check_contact, check_pages, check_requirements
from site_src.check.texts import check_notation, check_texts
from site_src.check.untranslated import check_names, find_shared_sentences, find_unfinished, find_untranslated
from site_src.model import Content, Problem, TemplateUsage, Vocabulary


def check_content(
    content: Content, usage: TemplateUsage, vocabulary: Vocabulary, assets: frozenset[str], *,
    publishing: bool, slugs: Slugs, earlier: Mapping[str, EarlierText], age: Age, today: date,
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:  # fmt: skip
    """Check content and templates; return the warnings and the faults, both sorted.

    `assets`: the names a template may pass to `asset`. `publishing`: whether the site is built for visitors, without drafts. Drafts are
    always checked, since faults are best fixed while the text is written. Text still to be written in a published file is a fault if
    `publishing`, else a warning. `slugs`: the addresses of pages in earlier builds. `earlier`: the texts in the last build, by file.
    """
    content, causes, names = mend_names(content, usage, vocabulary, earlier, age)
    languages = _list_languages(content)
    anchors, renamed = mend_headings(content, find_anchors(content, usage, vocabulary), earlier)
    shared = find_shared_sentences(content)
    copies = find_copies(content.pages)
    originals = [page for page in content.pages if page not in [copy for copy, _ in copies]] if copies else content.pages
    unwritten = find_unwritten(content, in_drafts=False)
    warnings = {
        *find_stale(content),
        *find_unwritten(content, in_drafts=True),
        *(() if publishing else unwritten),
        *find_unfinished(content, languages, shared),
        *find_unplaced(content, usage),
        *find_repeated_names(content),
        *find_future_dates(content, today),
        *find_rewritten_contact(content),
        *find_unpaired_inserts(content, usage),
        *find_moved(content, slugs),
    }
    faults = {
        *renamed,
        *check_folders(content, languages),
        *check_translations(content, usage, languages, vocabulary, copies),
        *report_copies(copies),
        *check_addresses(originals),
        *check_old_addresses(content.pages),
        *check_sections(content),
        *check_menus(originals),
        *check_dates(content.pages),
        *check_drafts(content, usage, vocabulary, publishing),
        *(unwritten if publishing else ()),
        *check_factors(content.factors, vocabulary),
        *check_plans(content, vocabulary),
        *check_arguments(content, usage),
        *check_examples(content, usage),
        *check_texts(content, usage, languages, vocabulary),
        *check_notation(content),
        *check_tags(content),
        *find_untranslated(content, languages, shared),
        *check_names(content, languages, shared),
        *check_requirements(content, usage, languages, assets, anchors),
        *check_pages(content.pages, usage),
        *check_contact(content),
        *check_links(content, anchors),
    }
    warnings, faults = ({replace(each, file=names.get(each.file, each.file)) for each in found} for found in (warnings, faults))
    return tuple(sorted(warnings)), tuple(sorted({*faults, *causes}))


def _list_languages(content: Content) -> tuple[str, ...]:
    """Return the settings' languages or, if they cannot be read, those of the folders."""
    return content.settings.languages or tuple(sorted({file.parts[1] for file in content.files if len(file.parts) > 2}))
