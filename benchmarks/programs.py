"""The programs that are compared, and the same site for each: invented pages, and a plain frame in its own template language."""

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.small_site import edition, files

ROOT = Path(__file__).resolve().parent.parent
OTHERS = ROOT / ".cache" / "benchmarks" / "venv"
REQUIREMENTS = Path(__file__).parent / "requirements.txt"
EXTENSIONS = ("tables", "footnotes", "def_list", "attr_list", "toc")
WORDS = re.findall(
    r"\w+",
    "the of a profile network people score message account group answer weekly habit reader editor page post comment visit record number "
    "value source claim estimate pillar factor plan step month result question choice reason pattern",
)

FRAME = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
{head}
<title>{title}</title>
<meta name="description" content="{description}">
</head>
<body>
<header><a href="{home}">Home</a><nav>{menu}</nav></header>
<main>
<h1>{title}</h1>
{body}
</main>
<footer><p>The end of the page</p></footer>
</body>
</html>
"""


class Text(NamedTuple):
    """One page: its words, and Markdown in which `@0042@` stands for the file of page 42."""

    title: str
    description: str
    body: str


class Program(NamedTuple):
    """One of those compared: how it is asked for a build, for one after an edit, and what a clean build must not find."""

    name: str
    clean: tuple[str, ...]
    edit: tuple[str, ...]
    made: tuple[str, ...]
    page: str
    """Where page 7 ends up, to see that it is there and has what was edited."""


def text(chance: random.Random, number: int, count: int) -> Text:
    """A page of invented text, the same for the same chance."""

    def said(words: int = 0) -> str:
        some = chance.choices(WORDS, k=words or chance.randint(7, 18))
        return f"{some[0].capitalize()} {' '.join(some[1:])}"

    def paragraph() -> str:
        link = f"[{' '.join(chance.choices(WORDS, k=2))}](@{chance.randrange(count):04}@#part-{chance.randrange(4)})"
        stressed = f"{said()}, {link} and *{chance.choice(WORDS)}* or **{chance.choice(WORDS)}**"
        return f"{said()}. {stressed}. {said()}.\n"

    parts = []
    for part in range(4):
        parts += [f"## {said(4)} {{#part-{part}}}\n", paragraph(), paragraph()]
        if part == 1:
            parts.append("".join(f"- {said()}\n" for _ in range(5)))
        if part == 2:
            rows = "".join(f"| {chance.choice(WORDS)} | {chance.choice(WORDS)} | {chance.randrange(100)} |\n" for _ in range(5))
            parts.append(f"| One | Two | Three |\n|---|---|---:|\n{rows}")
    return Text(f"{said(4)} {number}", f"{said(10)}", "\n".join(parts))


def texts(count: int) -> list[Text]:
    """All pages."""
    chance = random.Random(7)
    return [text(chance, number, count) for number in range(count)]


def linked(body: str, notation: str) -> str:
    """A body with its links as a program wants them: `{}` is the file's name without its ending."""
    return re.sub("@([0-9]+)@", lambda match: notation.format(f"p{match[1]}"), body)


def framed(head: str, title: str, description: str, home: str, menu: str, body: str) -> str:
    """The frame in a program's own template language."""
    return FRAME.format(head=head, title=title, description=description, home=home, menu=menu, body=body)


def write(folder: Path, made: Mapping[str, str]) -> None:
    """The files of a site."""
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


OURS = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
import build
build.ROOT = Path(sys.argv[1])
build.run(["build", "--draft", "--output", str(build.ROOT / "dist"), *sys.argv[2:]])
"""


def ours(folder: Path, pages: list[Text]) -> Program:
    """A site of ours in one language: the smallest that the gate lets through, and the pages."""
    made = {name: content for name, content in files().items() if name.startswith("templates/")}
    made = {name: content.replace("icons/dot.svg", "icons/favicon.svg") for name, content in made.items()}
    made |= {f"content/en/{name}": content for name, content in edition("en").items()}
    made["content/site.yaml"] = "base_url: https://ssi.example/\nlanguages: [en]\n"
    menu = '{% for item in sections[0].entries %}<a href="{{ href(item.name) }}">{{ item.title }}</a>{% endfor %}'
    head = '<meta http-equiv="Content-Security-Policy" content="{{ csp }}">'
    made["templates/plain.html"] = framed(head, "{{ page.title }}", "{{ page.description }}", '{{ href("index") }}', menu, "{{ body }}")
    for number, page in enumerate(pages):
        menu = f"menu: {number + 10}\n" if number < 3 else ""
        front = f"title: {page.title}\ndescription: {page.description}\nslug: p{number:04}\ntemplate: plain\n{menu}"
        front += "written: 2026-01-02\nchecked: 2026-01-03\n"
        made[f"content/en/p{number:04}.md"] = f"---\n{front}---\n{linked(page.body, '{}.md')}"
    write(folder, made)
    (folder / "site_src").mkdir()
    for name in ("node_modules", "ssi_core", "package.json", "site_src/browser", "site_src/licences"):
        (folder / name).symlink_to(ROOT / name)
    (folder / ".cache").mkdir()
    # Making the engine takes a browser's Python and seconds, once for all builds; neither it nor its packing is what is measured.
    for name in ("runtime", "single_file"):
        (folder / ".cache" / name).symlink_to(ROOT / ".cache" / name)
    command = (sys.executable, "-c", OURS.format(root=str(ROOT)), str(folder))
    return Program("ours", command, command, ("dist", ".cache/memory"), "dist/en/p0007.html")


def pelican(folder: Path, pages: list[Text]) -> Program:
    """Pages, no articles, in a theme of one template."""
    menu = '{% for page in pages[:5] %}<a href="/{{ page.url }}">{{ page.title }}</a>{% endfor %}'
    frame = framed("", "{{ page.title }}", "{{ page.summary|striptags }}", "/", menu, "{{ page.content }}")
    settings = f"""
SITEURL = "https://ssi.example"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
PATH = "content"
PAGE_PATHS = ["pages"]
ARTICLE_PATHS = []
DIRECT_TEMPLATES = []
PAGE_URL = "{{slug}}.html"
PAGE_SAVE_AS = "{{slug}}.html"
MARKDOWN = {{"extensions": {["meta", *EXTENSIONS]!r}, "extension_configs": {{}}, "output_format": "html5"}}
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
"""
    made = {"settings.py": settings, "theme/templates/page.html": frame, "theme/static/.keep": ""}
    made["cached.py"] = settings + 'CACHE_CONTENT = LOAD_CONTENT_CACHE = True\nCACHE_PATH = "cache"\n'
    for number, page in enumerate(pages):
        front = f"title: {page.title}\nsummary: {page.description}\nslug: p{number:04}\ndate: 2026-01-02\n"
        made[f"content/pages/p{number:04}.md"] = f"{front}\n{linked(page.body, '{{filename}}{}.md')}"
    write(folder, made)
    command = (str(OTHERS / "bin" / "pelican"), "--quiet", "-o", "output", "-s")
    return Program("Pelican", (*command, "settings.py"), (*command, "cached.py"), ("output", "cache"), "output/p0007.html")


def mkdocs(folder: Path, pages: list[Text]) -> Program:
    """A theme of one template, a menu of six pages, no search."""
    menu = '{% for item in nav %}<a href="{{ item.url|url }}">{{ item.title }}</a>{% endfor %}'
    frame = framed("", "{{ page.title }}", "{{ page.meta.description }}", "{{ nav.homepage.url|url }}", menu, "{{ page.content }}")
    nav = "".join(f"  - p{number:04}.md\n" for number in range(5))
    settings = f"plugins: []\ntheme:\n  name: null\n  custom_dir: theme\nnav:\n  - index.md\n{nav}"
    write(folder, {"theme/main.html": frame})
    return _mkdocs(folder, pages, "MkDocs, bare", settings)


def mkdocs_as_it_comes(folder: Path, pages: list[Text]) -> Program:
    """Its own theme, which has every page in the menu of each, and its search."""
    return _mkdocs(folder, pages, "MkDocs, as it comes", "")


def _mkdocs(folder: Path, pages: list[Text], name: str, more: str) -> Program:
    settings = "site_name: Pages\nsite_url: https://ssi.example/\nuse_directory_urls: false\n"
    settings += f"markdown_extensions: [{', '.join(EXTENSIONS)}]\n{more}"
    made = {"mkdocs.yml": settings, "docs/index.md": "# Home\n"}
    for number, page in enumerate(pages):
        front = f"title: {page.title}\ndescription: {page.description}\n"
        made[f"docs/p{number:04}.md"] = f"---\n{front}---\n{linked(page.body, '{}.md')}"
    write(folder, made)
    command = (str(OTHERS / "bin" / "mkdocs"), "build", "--quiet")
    return Program(name, command, (*command, "--dirty"), ("site",), "site/p0007.html")


def hugo(folder: Path, pages: list[Text]) -> Program:
    """Two layouts, no taxonomies and no feeds."""
    menu = '{{ range first 5 .Site.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
    frame = framed("", "{{ .Title }}", "{{ .Description }}", '{{ "" | relURL }}', menu, "{{ .Content }}")
    settings = 'baseURL = "https://ssi.example/"\ntitle = "Pages"\nuglyURLs = true\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
    made = {"config.toml": settings, "layouts/_default/single.html": frame, "layouts/_default/list.html": frame, "content/_index.md": ""}
    for number, page in enumerate(pages):
        front = f"title: {page.title}\ndescription: {page.description}\ndate: 2026-01-02\n"
        # A link that Hugo looks up and refuses where it leads nowhere, as the others do.
        made[f"content/p{number:04}.md"] = f"---\n{front}---\n{linked(page.body, '{{{{< relref "{}.md" >}}}}')}"
    write(folder, made)
    program = shutil.which("hugo")
    if not program:
        raise SystemExit("There is no hugo here: apt-get install hugo.")
    return Program("Hugo", (program, "--quiet"), (program, "--quiet"), ("public", "resources", ".hugo_build.lock"), "public/p0007.html")


PROGRAMS: tuple[Callable[[Path, list[Text]], Program], ...] = (ours, pelican, mkdocs, mkdocs_as_it_comes, hugo)


def others() -> None:
    """Pelican and MkDocs, exactly as pinned, in an environment of their own."""
    if not (OTHERS / "ready").exists() or (OTHERS / "ready").read_text() != REQUIREMENTS.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(OTHERS)], check=True)
        subprocess.run([OTHERS / "bin" / "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", REQUIREMENTS], check=True)
        (OTHERS / "ready").write_text(REQUIREMENTS.read_text())
