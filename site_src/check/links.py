"""Links and pictures: that they lead somewhere, down to the anchor."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from site_src.check.templates import own_template
from site_src.model import Content, FactorText, Link, Page, Problem, Survey, Vocabulary, closest, suggestion

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
_NOT_IN_BROWSERS = (".heic", ".heif", ".bmp", ".tif", ".tiff")
_SCHEMES = ("http", "https", "mailto", "tel")
_Fault = tuple[str, str] | None


def anchors(content: Content, survey: Survey, vocabulary: Vocabulary) -> Mapping[PurePosixPath, frozenset[str]]:
    """Every file a link can lead to → what on it a link can lead to.

    A page has its own ids, its template's and its inserts'; a pillar's page also its factors', the quiz every factor's.
    """
    found: dict[PurePosixPath, frozenset[str]] = {text.source: text.anchors for text in content.factors}
    keys: dict[str, set[str]] = {}
    for key, (pillar, _, _) in vocabulary.factors.items():
        keys.setdefault(f"pillars/{pillar}", set()).add(key)
    parts: dict[tuple[str, str], set[str]] = {}
    for text in content.factors:
        pillar, _, _ = vocabulary.factors.get(text.key, ("", (), False))
        parts.setdefault((text.language, f"pillars/{pillar}"), set()).update(f"{text.key}-{anchor}" for anchor in text.anchors)
    # A section that a page lacks and its twin has is told already, and not of the links to it too.
    shared: dict[str, set[str]] = {}
    for page in content.pages:
        shared.setdefault(page.name, set()).update(heading.id for heading in page.headings if heading.level == 2 and heading.named)
    known = {name.removesuffix(".html") for name in survey.templates}
    for page in content.pages:
        if not page.template:
            continue  # Its front matter could not be read, so nobody knows what its template adds.
        # Of a page without its own template that is told, and not what is not on it.
        templates = (page.template, own_template(page.name, known), *(f"inserts/{insert.name}" for insert in page.inserts))
        ids = page.anchors.union(*(survey.anchors.get(f"{name}.html", ()) for name in templates))
        if "quiz" in templates:
            ids |= set(vocabulary.factors)
        found[page.source] = ids.union(shared[page.name], keys.get(page.name, ()), parts.get((page.language, page.name), ()))
    return found


def placed(content: Content, survey: Survey, drafts: bool) -> frozenset[str]:
    """The files of `content/` that a page, a factor's text or a template shows or leads to; with `drafts` also those of drafts."""
    items: tuple[Page | FactorText, ...] = (*(page for page in content.pages if drafts or not page.draft), *content.factors)
    asked = (use.value for use in survey.uses if use.kind == "asset")
    return frozenset((*(link.target for item in items for link in item.links if link.target), *asked))


def unplaced(content: Content, survey: Survey) -> Iterator[Problem]:
    """Pictures and other files that no page shows, not even a draft. They are not published."""
    # Of a name that differs in its capitals only, that is told.
    used = {file.lower() for file in placed(content, survey, drafts=True)}
    for file in content.files:
        if file.suffix in (*_PICTURES, ".pdf") and str(file).lower() not in used:
            yield Problem(str(file), 0, "no page shows it", "Place it on a page, or remove it: it is not published.")


def links(content: Content, known: Mapping[PurePosixPath, frozenset[str]]) -> Iterator[Problem]:
    """Every link and picture of every page and factor. `known`: from `anchors`."""
    everything: tuple[Page | FactorText, ...] = (*content.pages, *content.factors)
    pages = {str(file): ids for file, ids in known.items() if file in content.files}
    for item in everything:
        own = f"content/{item.language}/"
        for link in item.links:
            if link.target is None:
                fault = _own(link.href, item, content) or _outside(link)
            elif link.href and not link.image and link.target.startswith(own) and link.target in pages:
                # All but a few.
                sound = not link.anchor or link.anchor in pages[link.target]
                fault = None if sound else _no_anchor(link, link.target, pages[link.target])
            else:
                fault = _inside(link, PurePosixPath(link.target), item, content)
            if fault:
                yield Problem(str(item.source), link.line, *fault)


def _inside(link: Link, target: PurePosixPath, item: Page | FactorText, content: Content) -> _Fault:
    if not link.href:
        return "a link without an address", "Write the address between the round brackets."
    if target not in content.files:
        if content.hides(target):
            return None
        return _no_file(link, target, item.source, content)
    if link.image:
        if target.suffix.lower() in _NOT_IN_BROWSERS:
            return None  # That browsers do not show it is told of the file.
        remedy = f"Use a file ending in {', '.join(_PICTURES)}."
        return None if target.suffix.lower() in _PICTURES else (f"“{link.href}” is not a picture", remedy)
    if target.suffix == ".yaml" or (target.suffix == ".md" and target.parts[1] != item.language):
        return f"the link “{link.href}” leads out of content/{item.language}", "Link to the page in this same language."
    return None


def _no_anchor(link: Link, target: str, ids: frozenset[str]) -> _Fault:
    return f"{target} has no anchor “#{link.anchor}”", suggestion(link.anchor, ids)


def _own(href: str, item: Page | FactorText, content: Content) -> _Fault:
    """What is wrong with an address copied from a browser: it leads to this site, or to nothing but its author's computer."""
    here = re.match(r"https?://(127(\.\d+){3}|0\.0\.0\.0|localhost|\[::1\])(:\d+)?(/|$)", href)
    if here:
        meant = _page_at(href[here.end() :], item.source, content) or "“method.md”, for one"
        return f"“{href}” is on your own computer", f"Link to the page's file: {meant}."
    base = content.settings.base_url
    page = _page_at(href.removeprefix(base), item.source, content) if base and href.startswith(base) else None
    return (f"“{href}” is a page of this site", f"Link to its file: {page}.") if page else None


def _page_at(address: str, source: PurePosixPath, content: Content) -> str | None:
    """The file of the page that has this address on the site, as seen from another file; with the anchor that the address has."""
    path, hash_, anchor = address.partition("#")
    path = path.split("?")[0].removesuffix(".html").lstrip("./")
    path += "index" if path.endswith("/") else ""
    for page in content.pages:
        if page.slug and path in (f"{page.language}/{page.slug}", page.slug if page.language == source.parts[1] else None):
            twin = PurePosixPath("content", source.parts[1], *page.source.parts[2:])
            return f"{twin.relative_to(source.parent, walk_up=True)}{hash_}{anchor}"
    return None


def _no_file(link: Link, target: PurePosixPath, source: PurePosixPath, content: Content) -> _Fault:
    files = content.files
    what = f"the {'image' if link.image else 'link'} “{link.href}” leads to no file"
    here = sorted(file for file in files if file.parts[1] == source.parts[1])
    same = next((file for file in here if str(file).lower() == str(target).lower()), None)
    if same:
        return what, f"The file is called “{same.name}”: capitals count."
    if target.parts[:1] == ("content",) and any(file.parts[2:] == target.parts[2:] for file in files if len(file.parts) > 2):
        return None  # Another language has it; that it is missing here is a fault of its own.
    if re.match(r"www\.|([\w-]+\.)+(com|org|net|info|eu|io|nl|be|uk|de)(/|$)", link.href) and not link.image:
        return what, f"For an address on the web, write https://{link.href}."
    if re.fullmatch(r"[^@\s/]+@[\w-]+(\.[\w-]+)+", link.href) and not link.image:
        return what, f"For an e-mail address, write mailto:{link.href}."
    if re.match(r"https?:?/", link.href):
        return what, "An address on the web starts with https://."
    page = _page_at(link.href, source, content)
    if page:
        return what, f"Did you mean “{page}”?"
    if link.image and re.search(r"\s=\d*x\d*$", link.href):
        return what, "Leave out its size: a picture gets the width of the text, and no more than its own."
    names = {file.name.lower(): file for file in here if file.suffix in (_PICTURES if link.image else (".md", ".pdf", *_PICTURES))}
    meant = closest(target.name, names)
    if meant:
        return what, f"Did you mean “{names[meant].relative_to(source.parent, walk_up=True)}”?"
    return what, "Put the file there, or name it as seen from this one, such as “method.md”."


def _outside(link: Link) -> _Fault:
    """What is wrong with an address elsewhere, as far as can be seen without going there."""
    href = link.href
    bad = f"“{href}” is not a web address"
    if link.image and href.startswith("data:"):
        return "a picture written into the text itself", "Put it beside the page as a file, and name that."
    if link.image and re.match(r"(?i)file:|[a-z]:", href):
        return f"the image “{href}” is on your own computer", "Put the file itself beside the page, and leave out the folders."
    if link.image:
        return f"the image “{href}” is on another site", "Put the file itself beside the page: visitors ask nothing of anyone else."
    try:
        parts = urlsplit(href)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return bad, "Check its brackets and its port."
    if not parts.scheme:
        return bad, "Start it with https://."
    if parts.scheme not in _SCHEMES:
        return f"a link may not start with “{parts.scheme}:”", suggestion(parts.scheme, _SCHEMES)
    if parts.scheme == "mailto":
        good = re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", parts.path)
        return None if good else (f"“{href}” is not an e-mail address", "Write mailto:name@example.org.")
    if parts.scheme == "tel":
        good = re.fullmatch(r"\+?[0-9-]+", parts.path)
        return None if good else (f"“{href}” is not a telephone number", "Write tel:+31201234567.")
    label = r"[^\W_]([\w-]*[^\W_])?"
    # A backslash is a slash to browsers, and what stands before an “@” is not where the link leads.
    if re.search(r"[\s\\]", href) or "@" in parts.netloc or not re.fullmatch(rf"{label}(\.{label})+", host):
        return bad, "Check it: https://, the site's name with a dot in it, and no spaces."
    return None
