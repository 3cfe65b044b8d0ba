"""The gate: everything that must agree is compared here, before anything is written. All faults at once, sorted.

The keys of `ssi_core` are the authority for factors, levels, pillars and roles. Among languages none is: what one has, all must have.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from site_src.model import Content, FactorText, Link, Page, Problem, Sentence, Survey, Texts, Use, Vocabulary, suggestion

LANGUAGE_TEXTS = ("language.name", "language.locale", "language.decimal", "language.switch")
"""The texts the machinery itself asks for."""

_REQUIRED_PAGES = ("index", "404", "quiz")
_RESERVED = {"index": "index", "404": "404", "sitemap": None}
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_Found = Iterator[Problem]


def check(content: Content, survey: Survey, vocabulary: Vocabulary, assets: frozenset[str]) -> tuple[Problem, ...]:
    """Every fault in the content and in what the templates ask of it. `assets`: the names a template may pass to `asset`."""
    languages = content.settings.languages or tuple(sorted({file.parts[1] for file in content.files if len(file.parts) > 2}))
    return tuple(
        sorted(
            {
                *_folders(content, languages),
                *_twins(content, languages, vocabulary),
                *_addresses(content.pages),
                *_factors(content, vocabulary),
                *_texts(content, languages, vocabulary),
                *_asked(content, survey, vocabulary, assets),
                *_pages(content, survey),
                *_links(content, survey, vocabulary),
                *_dates(content),
                *_untranslated(content),
            }
        )
    )


def _folders(content: Content, languages: tuple[str, ...]) -> _Found:
    site = PurePosixPath("content/site.yaml")
    if site not in content.files:
        yield Problem(str(site), 0, "this file is missing", "It holds “base_url” and “languages”.")
    folders = {file.parts[1] for file in content.files if len(file.parts) > 2}
    for folder in sorted(folders - set(languages)):
        yield Problem(f"content/{folder}", 0, f"“{folder}” is not a language of this site", f"Add it to “languages” in {site}, or move the folder.")
    for language in languages:
        if language not in folders:
            line = content.settings.lines.get("languages", 0)
            yield Problem(str(site), line, f"the language “{language}” has no folder", f"Make “content/{language}”, with every file of another language.")


def _twins(content: Content, languages: tuple[str, ...], vocabulary: Vocabulary) -> _Found:
    """A file in one language that another lacks; and files that every language must have."""
    by_language = {
        language: {
            PurePosixPath(*file.parts[2:]) for file in content.files if file.parts[1] == language and len(file.parts) > 2 and file.suffix in (".md", ".yaml")
        }
        for language in languages
    }
    needed = {PurePosixPath(f"{name}.md") for name in _REQUIRED_PAGES}
    needed |= {PurePosixPath(f"pillars/{pillar}.md") for pillar in vocabulary.pillars}
    needed |= {PurePosixPath(f"factors/{factor}.md") for factor in vocabulary.factors}
    needed |= {PurePosixPath(f"texts/{section}.yaml") for section in ("language", *vocabulary.keyed)}
    everywhere = needed.union(*by_language.values())
    for language, files in by_language.items():
        if not files:
            continue
        for file in sorted(everywhere - files):
            other = next((f"content/{code}/{file}" for code in languages if file in by_language[code]), "")
            if _is_unknown(file, vocabulary):
                continue
            if other:
                yield Problem(f"content/{language}/{file}", 0, f"is missing; {other} has no twin here", "Translate it, under this same name.")
            else:
                yield Problem(f"content/{language}/{file}", 0, "is missing", "Every language needs this file.")
        for file in sorted(files):
            if _is_unknown(file, vocabulary):
                kind = "factor" if file.parts[0] == "factors" else "pillar"
                known = vocabulary.factors if kind == "factor" else vocabulary.pillars
                todo = f"{suggestion(file.stem, known)} Rename the file, or remove it."
                yield Problem(f"content/{language}/{file}", 0, f"unknown {kind} “{file.stem}”", todo)
            twin_by_case = next((other for other in sorted(files) if other < file and str(other).lower() == str(file).lower()), None)
            if twin_by_case:
                what = f"has the name of {twin_by_case} in other capitals, which many computers take for one file"
                yield Problem(f"content/{language}/{file}", 0, what, "Rename one of them.")


def _is_unknown(file: PurePosixPath, vocabulary: Vocabulary) -> bool:
    if len(file.parts) != 2:
        return False
    return (file.parts[0] == "factors" and file.stem not in vocabulary.factors) or (file.parts[0] == "pillars" and file.stem not in vocabulary.pillars)


def _addresses(pages: Iterable[Page]) -> _Found:
    taken: dict[PurePosixPath, Page] = {}
    for page in pages:
        line = page.lines.get("slug", 1)
        first = taken.setdefault(page.address, page)
        last = page.slug.split("/")[-1]
        if page.name != "404" and page.slug in _RESERVED and _RESERVED[page.slug] != page.name:
            yield Problem(str(page.source), line, f"the address “{page.slug}” is reserved", "Choose another slug.")
        elif first is not page and page.name != "404":
            where = f"{first.source}:{first.lines.get('slug', 1)}"
            yield Problem(str(page.source), line, f"the address “{page.slug}” is taken by {where}", f"Choose another slug than “{last}”.")


def _factors(content: Content, vocabulary: Vocabulary) -> _Found:
    for text in content.factors:
        if text.key not in vocabulary.factors:
            continue
        _, levels, optional = vocabulary.factors[text.key]
        file, top = str(text.source), text.lines.get("levels", 1)
        yield from _keys(file, top, "level", text.levels, levels, {key: text.lines.get(f"levels.{key}", top) for key in text.levels})
        if set(text.levels) == set(levels) and tuple(text.levels) != levels:
            yield Problem(file, top, "the levels stand in another order than in the model", f"Put them from worst to best: {', '.join(levels)}.")
        if optional and not text.not_applicable:
            yield Problem(file, 1, "the key “not_applicable” is missing", "This factor may not apply to someone; write the words of that answer.")
        if text.not_applicable and not optional:
            yield Problem(file, text.lines["not_applicable"], "“not_applicable” on a factor that applies to everyone", "Remove it.")


def _keys(file: str, line: int, kind: str, written: Iterable[str], known: tuple[str, ...], lines: Mapping[str, int]) -> _Found:
    """Compares the keys someone wrote with the authority's. A missing key is suggested first where one is unknown."""
    written = tuple(written)
    missing = [key for key in known if key not in written]
    for key in written:
        if key not in known:
            yield Problem(file, lines.get(key, line), f"unknown {kind} “{key}”", suggestion(key, missing or known))
    for key in missing:
        yield Problem(file, line, f"the {kind} “{key}” is missing", "Add it, with its words.")


def _texts(content: Content, languages: tuple[str, ...], vocabulary: Vocabulary) -> _Found:
    by_section: dict[str, dict[str, Texts]] = {}
    for texts in content.texts:
        by_section.setdefault(texts.section, {})[texts.language] = texts
    for section, editions in sorted(by_section.items()):
        known = vocabulary.keyed.get(section)
        if section == "language":
            known = tuple(key.removeprefix("language.") for key in LANGUAGE_TEXTS)
        first: dict[str, Texts] = {}
        for language in languages:
            for key in editions[language].words if language in editions else ():
                first.setdefault(key, editions[language])
        for texts in editions.values():
            file = str(texts.source)
            if known is not None:
                written = [key.removeprefix(f"{section}.") for key in texts.words]
                yield from _keys(file, 1, "text", written, known, {key: texts.lines[f"{section}.{key}"] for key in written})
            for key, other in first.items():
                if texts is other:
                    continue
                where = f"{other.source}:{other.lines[key]}"
                if key not in texts.words:
                    if known is None:
                        yield Problem(file, 0, f"the text “{key}” is missing; {where} has it", "Translate it here.")
                    continue
                mine, theirs = (set(_PLACEHOLDER.findall(side.words[key])) for side in (texts, other))
                if mine != theirs:
                    what = f"the placeholders of “{key}” are {_shown(mine)} here and {_shown(theirs)} in {where}"
                    yield Problem(file, texts.lines[key], what, "Use the same names in every language.")


def _shown(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"


def _asked(content: Content, survey: Survey, vocabulary: Vocabulary, assets: frozenset[str]) -> _Found:
    """What the templates ask for against what there is; and texts for which nobody asks."""
    words = {key: word for texts in content.texts for key, word in texts.words.items()}
    names = {_name(file) for file in content.files if len(file.parts) > 2 and file.suffix == ".md" and file.parts[2] not in ("factors", "texts")}
    used = set(LANGUAGE_TEXTS)
    sections: set[str] = set()
    for use in survey.uses:
        if use.kind == "t":
            used.add(use.value)
            yield from _text_use(use, words, content)
        elif use.kind == "text_of":
            sections.add(use.value)
            if not any(key.startswith(f"{use.value}.") for key in words):
                yield Problem(use.file, use.line, f"there are no texts “{use.value}.…”", suggestion(use.value, {key.rpartition(".")[0] for key in words}))
        elif use.kind in ("asset", "inline") and use.value not in assets:
            yield Problem(use.file, use.line, f"there is no file “{use.value}” in site_src/browser", suggestion(use.value, assets))
        elif use.kind == "href":
            if use.value not in names:
                yield Problem(use.file, use.line, f"there is no page “{use.value}”", suggestion(use.value, names))
            elif use.anchor:
                for page in content.pages:
                    if page.name == use.value and use.anchor not in (anchors := _anchors(page, content, survey, vocabulary)):
                        yield Problem(use.file, use.line, f"{page.source} has no anchor “#{use.anchor}”", suggestion(use.anchor, anchors))
    for texts in content.texts:
        if texts.section in vocabulary.keyed:
            continue
        for key in texts.words:
            if key not in used and not any(key.startswith(f"{section}.") for section in sections):
                unwritten = {use.value for use in survey.uses if use.kind == "t" and use.value not in words}
                todo = suggestion(key, unwritten) if unwritten else "Remove it."
                yield Problem(str(texts.source), texts.lines[key], f"no template uses the text “{key}”", todo)


def _text_use(use: Use, words: Mapping[str, str], content: Content) -> _Found:
    section = use.value.split(".")[0]
    if use.value in words:
        placeholders = set(_PLACEHOLDER.findall(words[use.value]))
        for name in use.names:
            if name not in placeholders:
                todo = suggestion(name, placeholders) if placeholders else "Leave the value out, or add the placeholder to the text."
                yield Problem(use.file, use.line, f"the text “{use.value}” has no placeholder {{{name}}}", todo)
    elif not any(file.match(f"content/*/texts/{section}.yaml") for file in content.files) or any(texts.section == section for texts in content.texts):
        # Otherwise its file is there, with a fault that is told already.
        yield Problem(use.file, use.line, f"nobody wrote the text “{use.value}”", suggestion(use.value, words))


def _pages(content: Content, survey: Survey) -> _Found:
    templates = {name.removesuffix(".html") for name in survey.templates if "/" not in name}
    inserts = {name.removeprefix("inserts/").removesuffix(".html") for name in survey.templates if name.startswith("inserts/")}
    for page in content.pages:
        file = str(page.source)
        if page.template not in templates:
            yield Problem(file, page.lines.get("template", 1), f"there is no template “{page.template}”", suggestion(page.template, templates))
        for piece in page.body:
            if not isinstance(piece, str | Link) and piece.name not in inserts:
                yield Problem(file, piece.line, f"there is nothing to insert called “{piece.name}”", suggestion(piece.name, inserts))
    by_name: dict[str, list[Page]] = {}
    for page in content.pages:
        by_name.setdefault(page.name, []).append(page)
    for twins in by_name.values():
        for page in twins:
            for twin in twins:
                mine = {heading.id for heading in page.headings if heading.level == 2}
                for heading in twin.headings:
                    if heading.level == 2 and heading.id not in mine:
                        what = f"the section “#{heading.id}” is missing; {twin.source}:{heading.line} has it"
                        yield Problem(str(page.source), 0, what, f"Add it, or give the same section here the id “{{#{heading.id}}}”.")


def _name(file: PurePosixPath) -> str:
    return str(PurePosixPath(*file.parts[2:])).removesuffix(".md")


def _anchors(page: Page, content: Content, survey: Survey, vocabulary: Vocabulary) -> frozenset[str]:
    """Everything on a page that a link can lead to: its own ids, its template's, its inserts' and, on a pillar's page or in the quiz, the factors'."""
    anchors = page.anchors | survey.anchors.get(f"{page.template}.html", frozenset())
    for piece in page.body:
        if not isinstance(piece, str | Link):
            anchors |= survey.anchors.get(f"inserts/{piece.name}.html", frozenset())
    if page.template == "pillar":
        here = [text for text in content.factors if text.language == page.language and _pillar(text, vocabulary) == page.name]
        anchors |= {key for key, (pillar, _, _) in vocabulary.factors.items() if f"pillars/{pillar}" == page.name}
        anchors |= {f"{text.key}-{anchor}" for text in here for anchor in text.anchors}
    if page.template == "quiz":
        anchors |= frozenset(vocabulary.factors)
    return anchors


def _pillar(text: FactorText, vocabulary: Vocabulary) -> str:
    pillar, _, _ = vocabulary.factors.get(text.key, ("", (), False))
    return f"pillars/{pillar}"


def _links(content: Content, survey: Survey, vocabulary: Vocabulary) -> _Found:
    pages = {page.source: page for page in content.pages}
    factors = {text.source: text for text in content.factors}
    for item in (*content.pages, *content.factors):
        for link in item.links:
            what, todo = "", ""
            if link.target is None:
                what, todo = _outside(link)
            elif link.target not in content.files:
                what, todo = _no_file(link, item.source, content.files)
            elif link.image and link.target.suffix.lower() not in _PICTURES:
                what, todo = f"“{link.href}” is not a picture", "Use a file ending in .png, .jpg, .webp, .avif, .gif or .svg."
            elif link.target.suffix == ".yaml" or link.target.parts[1] != item.language and link.target.suffix == ".md":
                what, todo = f"the link “{link.href}” leads out of content/{item.language}", "Link to the page in this same language."
            elif link.anchor and (page := pages.get(link.target)):
                anchors = _anchors(page, content, survey, vocabulary)
                if link.anchor not in anchors:
                    what, todo = f"{link.target} has no anchor “#{link.anchor}”", suggestion(link.anchor, anchors)
            elif link.anchor and (factor := factors.get(link.target)) and link.anchor not in factor.anchors:
                what, todo = f"{link.target} has no anchor “#{link.anchor}”", suggestion(link.anchor, factor.anchors)
            if what:
                yield Problem(str(item.source), link.line, what, todo)


def _outside(link: Link) -> tuple[str, str]:
    """What is wrong with an address elsewhere, as far as it can be seen without going there."""
    href = link.href
    bad = f"“{href}” is not a web address"
    if href.startswith("//"):
        return bad, "Start it with https://."
    try:
        parts = urlsplit(href)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return bad, "Check its brackets and its port."
    if link.image:
        return f"the image “{href}” is on another site", "Put the file beside the page; visitors ask nothing of anyone else."
    if parts.scheme == "mailto":
        return ("", "") if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", parts.path) else (f"“{href}” is not an e-mail address", "Write mailto:name@example.org.")
    if parts.scheme == "tel":
        return ("", "") if re.fullmatch(r"\+?[0-9-]+", parts.path) else (f"“{href}” is not a telephone number", "Write tel:+31201234567.")
    if parts.scheme not in ("http", "https"):
        return f"a link may not start with “{parts.scheme}:”", suggestion(parts.scheme, ("http", "https", "mailto", "tel"))
    if re.search(r"\s", href) or not re.fullmatch(r"[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)+", host):
        return bad, "Check it: https://, the site's name with a dot in it, and no spaces."
    return "", ""


def _no_file(link: Link, source: PurePosixPath, files: frozenset[PurePosixPath]) -> tuple[str, str]:
    what = f"the {'image' if link.image else 'link'} “{link.href}” leads to no file" if link.href else "a link without an address"
    assert link.target is not None
    by_case = next((file for file in sorted(files) if str(file).lower() == str(link.target).lower()), None)
    if by_case:
        return what, f"The file is called “{by_case.name}”: capitals count."
    close = suggestion(str(link.target), [str(file) for file in files if file.parts[1] == source.parts[1]])
    named = re.search("“(.*)”", close)
    if named:
        return what, f"Did you mean “{_relative(PurePosixPath(named[1]), source.parent)}”?"
    return what, "Name the file itself, as seen from this one, such as “method.md”."


def _relative(file: PurePosixPath, folder: PurePosixPath) -> str:
    return str(file.relative_to(folder, walk_up=True))


def _dates(content: Content) -> _Found:
    for page in content.pages:
        if page.checked < page.written:
            yield Problem(str(page.source), page.lines["checked"], "“checked” is before “written”", "Put the day on which it was last checked.")


def _untranslated(content: Content) -> _Found:
    """A sentence of four words or more that is the same in two languages: copied, and not translated yet."""
    first: dict[str, tuple[str, PurePosixPath, int]] = {}
    for language, source, sentence in _sentences(content):
        other, file, line = first.setdefault(sentence.text, (language, source, sentence.line))
        if other != language:
            shown = sentence.text if len(sentence.text) <= 60 else f"{sentence.text[:57]}…"
            yield Problem(str(source), sentence.line, f"not translated: “{shown}” is also {file}:{line}", "Write it in this file's language.")


def _sentences(content: Content) -> Iterator[tuple[str, PurePosixPath, Sentence]]:
    for page in content.pages:
        for key, text in (("title", page.title), ("description", page.description), ("menu_title", page.menu_title)):
            yield from _sentence(page, key, text)
        for sentence in page.sentences:
            yield page.language, page.source, sentence
    for factor in content.factors:
        fields = {"name": factor.name, "question": factor.question, "hint": factor.hint, "advice": factor.advice}
        fields |= {"not_applicable": factor.not_applicable} | {f"levels.{key}": word for key, word in factor.levels.items()}
        for key, text in fields.items():
            yield from _sentence(factor, key, text)
        for sentence in factor.sentences:
            yield factor.language, factor.source, sentence
    for texts in content.texts:
        for key, text in texts.words.items():
            yield from _sentence(texts, key, text)


def _sentence(item: Page | FactorText | Texts, key: str, text: str) -> Iterator[tuple[str, PurePosixPath, Sentence]]:
    if len(re.findall(r"[^\W\d_]+", _PLACEHOLDER.sub("", text))) >= 4:
        yield item.language, item.source, Sentence(text, item.lines.get(key, 1))
