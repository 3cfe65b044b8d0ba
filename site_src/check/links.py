"""Checks that links and images lead somewhere, down to the anchor."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from site_src.check.templates import find_template
from site_src.messages import Message, say
from site_src.model import (
    ATTACHMENTS,
    IMAGES,
    NOT_IN_BROWSERS,
    Content,
    FactorText,
    Fix,
    Link,
    Page,
    Problem,
    TemplateUsage,
    Vocabulary,
    find_closest,
    suggest,
)

_SCHEMES = ("http", "https", "mailto", "tel")
_Fault = tuple[Message, Message] | tuple[Message, Message, Fix] | None


def find_anchors(content: Content, usage: TemplateUsage, vocabulary: Vocabulary) -> Mapping[PurePosixPath, frozenset[str]]:
    """Find the anchors of every file that a link can lead to.

    A page has the ids in its body, in its template and in its shortcodes' templates; a pillar's page also those of its factors, and the
    quiz one for each factor.
    """
    found: dict[PurePosixPath, frozenset[str]] = {text.source: text.anchors for text in content.factors}
    keys: dict[str, set[str]] = {}
    for key, (pillar, _, _) in vocabulary.factors.items():
        keys.setdefault(f"pillars/{pillar}", set()).add(key)
    parts: dict[tuple[str, str], set[str]] = {}
    for text in content.factors:
        pillar, _, _ = vocabulary.factors.get(text.key, ("", (), False))
        parts.setdefault((text.language, f"pillars/{pillar}"), set()).update(f"{text.key}-{anchor}" for anchor in text.anchors)
    # A section that only a translation has is already reported; links to it are not reported, too.
    shared: dict[str, set[str]] = {}
    for page in content.pages:
        shared.setdefault(page.name, set()).update(heading.id for heading in page.headings if heading.level == 2 and heading.named)
    names = {name.removesuffix(".html") for name in usage.templates}
    for page in content.pages:
        if not page.template:
            continue  # Its front matter could not be read, so its template's anchors are unknown.
        # A page with the wrong template is already reported; links to anchors of the right one are not reported, too.
        templates = (page.template, find_template(page.name, names), *(f"inserts/{shortcode.name}" for shortcode in page.shortcodes))
        ids = page.anchors.union(*(usage.anchors.get(f"{name}.html", ()) for name in templates))
        if "quiz" in templates:
            ids |= set(vocabulary.factors)
        found[page.source] = ids.union(shared[page.name], keys.get(page.name, ()), parts.get((page.language, page.name), ()))
    return found


def find_placed(content: Content, usage: TemplateUsage, drafts: bool) -> frozenset[str]:
    """Find the files of `content/` that pages, factors and templates show or link to; with `drafts`, also drafts."""
    items = (item for item in content.prose if drafts or not (isinstance(item, Page) and item.draft))
    assets = (use.value for use in usage.uses if use.kind == "asset")
    return frozenset((*(link.target for item in items for link in item.links if link.target), *assets))


def find_unplaced(content: Content, usage: TemplateUsage) -> Iterator[Problem]:
    """Report images and PDF files that no page shows, not even a draft; they are not published."""
    # A name that differs only in its capitals is already reported.
    used = {file.lower() for file in find_placed(content, usage, drafts=True)}
    for file in content.files:
        if file.suffix in ATTACHMENTS and str(file).lower() not in used:
            yield Problem(str(file), 0, say("no page shows it"), say("Place it on a page, or remove it: it is not published."))


def check_links(content: Content, anchors: Mapping[PurePosixPath, frozenset[str]]) -> Iterator[Problem]:
    """Check every link and image of pages and factors. `anchors`: from `find_anchors`."""
    pages = {str(file): ids for file, ids in anchors.items() if file in content.files}
    for item in content.prose:
        folder = f"content/{item.language}/"
        for link in item.links:
            if link.target is None:
                fault = _check_own_address(link.href, item, content) or _check_external(link)
            elif link.href and not link.image and link.target.startswith(folder) and link.target in pages:
                # Fast path: most links lead to pages in the same language.
                ids = pages[link.target]
                fault = None
                if link.anchor and link.anchor not in ids:
                    fault = say("nothing in {file} is called “#{anchor}”", file=link.target, anchor=link.anchor), suggest(link.anchor, ids)
            else:
                fault = _check_internal(link, PurePosixPath(link.target), item, content)
            if fault:
                yield Problem(str(item.source), link.line, *fault)


def _check_internal(link: Link, target: PurePosixPath, item: Page | FactorText, content: Content) -> _Fault:
    if not link.href:
        return say("a link without an address"), say("Write the address between the round brackets.")
    if target not in content.files:
        if content.hides(target):
            return None
        return _explain_missing(link, target, item.source, content)
    if link.image:
        if target.suffix.lower() in NOT_IN_BROWSERS:
            return None  # The file is already reported.
        remedy = say("Use a file ending in {endings}.", endings=", ".join(IMAGES))
        return None if target.suffix.lower() in IMAGES else (say("“{href}” is not a picture", href=link.href), remedy)
    if target.suffix == ".yaml" or (target.suffix == ".md" and target.parts[1] != item.language):
        what = say("the link “{href}” leads out of content/{language}", href=link.href, language=item.language)
        return what, say("Link to the page in this same language.")
    return None


def _check_own_address(href: str, item: Page | FactorText, content: Content) -> _Fault:
    """Report an address copied from a browser: this site's, or the author's own computer's."""
    local = re.match(r"https?://(127(\.\d+){3}|0\.0\.0\.0|localhost|\[::1\])(:\d+)?(/|$)", href)
    if local:
        meant = _find_page(href[local.end() :], item.source, content)
        remedy = say("Link to the page's file: {file}.", file=meant) if meant else say("Link to the page's file, such as “method.md”.")
        return say("“{href}” is on your own computer", href=href), remedy
    base = content.settings.base_url
    page = _find_page(href.removeprefix(base), item.source, content) if base and href.startswith(base) else None
    what = say("“{href}” is a page of this site", href=href)
    return (what, say("Link to its file: {file}.", file=page), Fix(href, page)) if page else None


def _find_page(address: str, source: PurePosixPath, content: Content) -> str | None:
    """Find the file of the page with this address, as a link from `source`.

    The address's anchor stays. For a page in another language, that is the translation in the language of `source`.
    """
    path, hash_, anchor = address.partition("#")
    path = path.split("?")[0].removesuffix(".html").lstrip("./")
    path += "index" if path.endswith("/") else ""
    for page in content.pages:
        if page.slug and path in (f"{page.language}/{page.slug}", page.slug if page.language == source.parts[1] else None):
            file = PurePosixPath("content", source.parts[1], *page.source.parts[2:])
            return f"{file.relative_to(source.parent, walk_up=True)}{hash_}{anchor}"
    return None


def _explain_missing(link: Link, target: PurePosixPath, source: PurePosixPath, content: Content) -> _Fault:
    """Explain a link to no file; None if the missing file is a translation, which is already reported."""
    files = content.files
    what = say("the link “{href}” leads to no file", href=link.href)
    if link.image:
        what = say("the picture “{href}” leads to no file", href=link.href)
    here = sorted(file for file in files if file.parts[1] == source.parts[1])
    same = next((file for file in here if str(file).lower() == str(target).lower()), None)
    if same:
        path = str(same.relative_to(source.parent, walk_up=True))
        return what, say("The file is called “{name}”: capitals count.", name=same.name), Fix(link.href, path)
    elsewhere = next((file for file in sorted(files) if len(file.parts) > 2 and file.parts[2:] == target.parts[2:]), None)
    if elsewhere and target.suffix in ATTACHMENTS:
        path = str(elsewhere.relative_to(source.parent, walk_up=True))
        remedy = say(
            "It is in {folder}: write “{path}”; one file can serve all languages.", folder=f"content/{elsewhere.parts[1]}", path=path
        )
        return what, remedy, Fix(link.href, path)
    if elsewhere and target.parts[:1] == ("content",):
        return None  # Another language has it; the missing translation is already reported.
    if re.match(r"www\.|([\w-]+\.)+(com|org|net|info|eu|io|nl|be|uk|de)(/|$)", link.href) and not link.image:
        return what, say("For an address on the web, write https://{href}.", href=link.href), Fix(link.href, f"https://{link.href}")
    if re.fullmatch(r"[^@\s/]+@[\w-]+(\.[\w-]+)+", link.href) and not link.image:
        return what, say("For an e-mail address, write mailto:{href}.", href=link.href), Fix(link.href, f"mailto:{link.href}")
    if re.match(r"https?:?/", link.href):
        return what, say("An address on the web starts with https://.")
    page = _find_page(link.href, source, content)
    if page:
        return what, say("Did you mean “{name}”?", name=page), Fix(link.href, page)
    if link.image and re.search(r"\s=\d*x\d*$", link.href):
        return what, say("Leave out its size: a picture gets the width of the text, and no more than its own.")
    names = {file.name.lower(): file for file in here if file.suffix in (IMAGES if link.image else (".md", *ATTACHMENTS))}
    meant = find_closest(target.name, names)
    if meant:
        path = str(names[meant].relative_to(source.parent, walk_up=True))
        return what, say("Did you mean “{name}”?", name=path), Fix(link.href, path)
    return what, say("Put the file there, or name it as seen from this one, such as “method.md”.")


def _check_external(link: Link) -> _Fault:
    """Check the form of an external address, without visiting it."""
    href = link.href
    bad = say("“{href}” is not a web address", href=href)
    if link.image and href.startswith("data:"):
        return say("a picture written into the text itself"), say("Put it beside the page as a file, and name that.")
    if link.image and re.match(r"(?i)file:|[a-z]:", href):
        what = say("the picture “{href}” is on your own computer", href=href)
        return what, say("Put the file itself beside the page, and leave out the folders.")
    if link.image:
        what = say("the picture “{href}” is on another site", href=href)
        return what, say("Put the file itself beside the page: visitors ask nothing of anyone else.")
    try:
        parts = urlsplit(href)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return bad, say("Check its brackets and its port.")
    if not parts.scheme:
        return bad, say("Start it with https://.")
    if parts.scheme not in _SCHEMES:
        return say("a link may not start with “{scheme}:”", scheme=parts.scheme), suggest(parts.scheme, _SCHEMES)
    if parts.scheme == "mailto":
        good = re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", parts.path)
        return None if good else (say("“{href}” is not an e-mail address", href=href), say("Write mailto:name@example.org."))
    if parts.scheme == "tel":
        good = re.fullmatch(r"\+?[0-9-]+", parts.path)
        return None if good else (say("“{href}” is not a telephone number", href=href), say("Write tel:+31201234567."))
    label = r"[^\W_]([\w-]*[^\W_])?"
    # Browsers read a backslash as a slash, and the part before an “@” is not the site.
    if re.search(r"[\s\\]", href) or "@" in parts.netloc or not re.fullmatch(rf"{label}(\.{label})+", host):
        return bad, say("Check it: https://, the site's name with a dot in it, and no spaces.")
    return None
