"""The programs that are compared, and the same site for each.

A site has invented pages, and a plain template in the program's own language.
"""

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.packages import install_packages
from site_src.toolchain import find_node
from tests.support.small_site import edition, files

ROOT = Path(__file__).resolve().parent.parent
OTHERS = ROOT / ".cache" / "benchmarks" / "venv"
ZENSICAL = ROOT / ".cache" / "benchmarks" / "zensical"
LOCKS = {OTHERS: Path(__file__).parent / "requirements.txt", ZENSICAL: Path(__file__).parent / "zensical.txt"}
"""The virtual environments of other programs, with what is installed in each."""
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
    """A page's words, with Markdown in which `@0042@` stands for page 42's file."""

    title: str
    description: str
    body: str


class Program(NamedTuple):
    """A program and its commands: for a clean build, and for one after an edit.

    `outputs`: the outputs and caches that a clean build must not find.
    """

    name: str
    clean: tuple[str, ...]
    edit: tuple[str, ...]
    outputs: tuple[str, ...]
    page: str
    """The path of page 7's HTML, by which a build is checked."""


def make_text(chance: random.Random, number: int, count: int) -> Text:
    """Make a page of invented text, the same for the same state of `chance`."""

    def sentence(words: int = 0) -> str:
        some = chance.sample(WORDS, k=words or chance.randint(7, 18))
        return f"{some[0].capitalize()} {' '.join(some[1:])}"

    def paragraph() -> str:
        link = f"[{' '.join(chance.sample(WORDS, k=2))}](@{chance.randrange(count):04}@#part-{chance.randrange(4)})"
        stressed = f"{sentence()}, {link} and *{chance.choice(WORDS)}* or **{chance.choice(WORDS)}**"
        return f"{sentence()}. {stressed}. {sentence()}.\n"

    parts = []
    for part in range(4):
        parts += [f"## {sentence(4)} {{#part-{part}}}\n", paragraph(), paragraph()]
        if part == 1:
            parts.append("".join(f"- {sentence()}\n" for _ in range(5)))
        if part == 2:
            rows = "".join(f"| {chance.choice(WORDS)} | {chance.choice(WORDS)} | {chance.randrange(100)} |\n" for _ in range(5))
            parts.append(f"| One | Two | Three |\n|---|---|---:|\n{rows}")
    return Text(f"{sentence(4)} {number}", f"{sentence(10)}", "\n".join(parts))


def make_texts(count: int) -> list[Text]:
    """Make all pages."""
    chance = random.Random(7)
    return [make_text(chance, number, count) for number in range(count)]


def fill_links(body: str, notation: str) -> str:
    """Fill in a body's links. `notation`: a program's, with {} for the file's name without its ending."""
    return re.sub("@([0-9]+)@", lambda match: notation.format(f"p{match[1]}"), body)


def fill_frame(head: str, title: str, description: str, home: str, menu: str, body: str) -> str:
    """Fill in the template with expressions of a program's template language."""
    return FRAME.format(head=head, title=title, description=description, home=home, menu=menu, body=body)


def write_files(folder: Path, made: Mapping[str, str]) -> None:
    """Write the files of a site."""
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _translate(text: str) -> str:
    """Translate the Dutch words of a page that tests use: they would be reported as another language, with suggestions for each."""
    for dutch, english in {
        "Waar ": "About ",
        " over gaat, in het en": "",
        "Hallo": "Hello",
        "Niets": "Nothing",
        "Vragen": "Questions",
        "Nvt": "None",
    }.items():
        text = text.replace(dutch, english)
    return text


OURS = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
import build
build.ROOT = Path.cwd()
build.run(["build", "--draft", "--output", str(build.ROOT / "dist")])
"""


def make_ours(folder: Path, pages: list[Text]) -> Program:
    """Make the smallest site of ours that has no faults, in one language."""
    made = {name: content for name, content in files().items() if name.startswith("templates/")}
    made = {name: content.replace("icons/dot.svg", "icons/favicon.svg") for name, content in made.items()}
    made |= {f"content/en/{name}": _translate(content) for name, content in edition("en").items()}
    made["content/site.yaml"] = "base_url: https://ssi.example/\nlanguages: [en]\n"
    menu = '{% for item in sections[0].entries %}<a href="{{ href(item.name) }}">{{ item.title }}</a>{% endfor %}'
    head = '<meta http-equiv="Content-Security-Policy" content="{{ csp }}">'
    made["templates/plain.html"] = fill_frame(head, "{{ page.title }}", "{{ page.description }}", '{{ href("index") }}', menu, "{{ body }}")
    for number, page in enumerate(pages):
        menu = f"menu: {number + 10}\n" if number < 3 else ""
        front = f"title: {page.title}\ndescription: {page.description}\nslug: p{number:04}\ntemplate: plain\n{menu}"
        front += "written: 2026-01-02\nchecked: 2026-01-03\n"
        made[f"content/en/p{number:04}.md"] = f"---\n{front}---\n{fill_links(page.body, '{}.md')}"
    write_files(folder, made)
    for name in ("node_modules", "ssi_core", "package.json", "site_src/browser", "site_src/assets/licences"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(ROOT / name)
    (folder / ".cache").mkdir()
    # The engine is compiled once for all builds, and takes seconds; neither that nor its packing is measured.
    for name in ("runtime", "single_file"):
        (ROOT / ".cache" / name).mkdir(parents=True, exist_ok=True)
        (folder / ".cache" / name).symlink_to(ROOT / ".cache" / name)
    command = (sys.executable, "-c", OURS.format(root=str(ROOT)))
    return Program("ours", command, command, ("dist", ".cache/memory"), "dist/en/p0007.html")


def make_pelican(folder: Path, pages: list[Text]) -> Program:
    """Make a Pelican site: pages, no articles, in a theme of one template."""
    menu = '{% for page in pages[:5] %}<a href="/{{ page.url }}">{{ page.title }}</a>{% endfor %}'
    frame = fill_frame("", "{{ page.title }}", "{{ page.summary|striptags }}", "/", menu, "{{ page.content }}")
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
        made[f"content/pages/p{number:04}.md"] = f"{front}\n{fill_links(page.body, '{{filename}}{}.md')}"
    write_files(folder, made)
    command = (str(OTHERS / "bin" / "pelican"), "--quiet", "-o", "output", "-s")
    return Program("Pelican", (*command, "settings.py"), (*command, "cached.py"), ("output", "cache"), "output/p0007.html")


def make_mkdocs(folder: Path, pages: list[Text]) -> Program:
    """Make a bare MkDocs site: one template, a menu of six pages, no search."""
    _write_bare_docs(folder, pages, "nav", "page.meta.description")
    return _describe_mkdocs("MkDocs, bare")


def make_mkdocs_default(folder: Path, pages: list[Text]) -> Program:
    """Make a default MkDocs site: its own theme, every page in each menu, search."""
    _write_docs(folder, pages)
    return _describe_mkdocs("MkDocs, as it comes")


def make_zensical(folder: Path, pages: list[Text]) -> Program:
    """Make the same bare site for Zensical, which reads MkDocs's settings."""
    # Its templates fail at what is not there, and the home page has no description.
    _write_bare_docs(folder, pages, "nav.items", "page.meta.description if page.meta else ''")
    return _describe_zensical("Zensical, bare")


def make_zensical_default(folder: Path, pages: list[Text]) -> Program:
    """Make a default Zensical site: its own theme, every page in each menu, search."""
    _write_docs(folder, pages)
    return _describe_zensical("Zensical, as it comes")


def _write_bare_docs(folder: Path, pages: list[Text], items: str, description: str) -> None:
    menu = f'{{% for item in {items} %}}<a href="{{{{ item.url|url }}}}">{{{{ item.title }}}}</a>{{% endfor %}}'
    frame = fill_frame("", "{{ page.title }}", f"{{{{ {description} }}}}", "{{ nav.homepage.url|url }}", menu, "{{ page.content }}")
    nav = "".join(f"  - p{number:04}.md\n" for number in range(5))
    write_files(folder, {"theme/main.html": frame})
    _write_docs(folder, pages, f"plugins: []\ntheme:\n  name: null\n  custom_dir: theme\nnav:\n  - index.md\n{nav}")


def _write_docs(folder: Path, pages: list[Text], more: str = "") -> None:
    settings = "site_name: Pages\nsite_url: https://ssi.example/\nuse_directory_urls: false\n"
    settings += f"markdown_extensions: [{', '.join(EXTENSIONS)}]\n{more}"
    made = {"mkdocs.yml": settings, "docs/index.md": "# Home\n"}
    for number, page in enumerate(pages):
        front = f"title: {page.title}\ndescription: {page.description}\n"
        made[f"docs/p{number:04}.md"] = f"---\n{front}---\n{fill_links(page.body, '{}.md')}"
    write_files(folder, made)


def _describe_mkdocs(name: str) -> Program:
    command = (str(OTHERS / "bin" / "mkdocs"), "build", "--quiet")
    return Program(name, command, (*command, "--dirty"), ("site",), "site/p0007.html")


def _describe_zensical(name: str) -> Program:
    command = (str(ZENSICAL / "bin" / "zensical"), "build")
    return Program(name, command, command, ("site", ".cache"), "site/p0007.html")


def make_hugo(folder: Path, pages: list[Text]) -> Program:
    """Make a Hugo site: two layouts, no taxonomies and no feeds."""
    menu = '{{ range first 5 .Site.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
    frame = fill_frame("", "{{ .Title }}", "{{ .Description }}", '{{ "" | relURL }}', menu, "{{ .Content }}")
    settings = 'baseURL = "https://ssi.example/"\ntitle = "Pages"\nuglyURLs = true\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
    made = {"config.toml": settings, "layouts/_default/single.html": frame, "layouts/_default/list.html": frame, "content/_index.md": ""}
    for number, page in enumerate(pages):
        front = f"title: {page.title}\ndescription: {page.description}\ndate: 2026-01-02\n"
        # Hugo checks this kind of link, as the other programs check theirs.
        made[f"content/p{number:04}.md"] = f"---\n{front}---\n{fill_links(page.body, '{{{{< relref "{}.md" >}}}}')}"
    write_files(folder, made)
    program = shutil.which("hugo")
    if not program:
        raise SystemExit("There is no hugo here: apt-get install hugo.")
    return Program("Hugo", (program, "--quiet"), (program, "--quiet"), ("public", "resources", ".hugo_build.lock"), "public/p0007.html")


ELEVENTY_SETTINGS = """\
import { InputPathToUrlTransformPlugin } from "@11ty/eleventy";
import attributes from "markdown-it-attrs";

export default function (settings) {
  settings.addPlugin(InputPathToUrlTransformPlugin);
  settings.amendLibrary("md", (markdown) => markdown.use(attributes));
  settings.addGlobalData("layout", "page.njk");
  settings.addGlobalData("permalink", () => (data) => `${data.page.fileSlug || "index"}.html`);
}
export const config = { dir: { input: "content", includes: "../layouts", output: "site" }, markdownTemplateEngine: false };
"""


def make_eleventy(folder: Path, pages: list[Text]) -> Program:
    """Make an Eleventy site: one layout in Nunjucks, a menu of five pages, links by the files' names."""
    menu = '{% for item in collections.all.slice(0, 5) %}<a href="{{ item.url }}">{{ item.data.title }}</a>{% endfor %}'
    frame = fill_frame("", "{{ title }}", "{{ description }}", "/", menu, "{{ content | safe }}")
    made = {"eleventy.config.mjs": ELEVENTY_SETTINGS, "layouts/page.njk": frame, "content/index.md": "---\ntitle: Home\n---\n"}
    for number, page in enumerate(pages):
        front = f"title: {page.title}\ndescription: {page.description}\n"
        made[f"content/p{number:04}.md"] = f"---\n{front}---\n{fill_links(page.body, '{}.md')}"
    write_files(folder, made)
    (folder / "node_modules").symlink_to(install_packages() / "node_modules")
    # Its --incremental is for a process that keeps running: version 3.1.8 fails where a new one gets the file that changed.
    command = (find_node(), "node_modules/@11ty/eleventy/cmd.cjs", "--quiet")
    return Program("Eleventy", command, command, ("site",), "site/p0007.html")


PROGRAMS: tuple[Callable[[Path, list[Text]], Program], ...] = (
    make_ours,
    make_pelican,
    make_mkdocs,
    make_mkdocs_default,
    make_zensical,
    make_zensical_default,
    make_eleventy,
    make_hugo,
)


def install_others() -> None:
    """Install Pelican, MkDocs and Zensical, exactly as pinned, in separate environments."""
    for folder, lock in LOCKS.items():
        if not (folder / "ready").exists() or (folder / "ready").read_text() != lock.read_text():
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
            subprocess.run([folder / "bin" / "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", lock], check=True)
            (folder / "ready").write_text(lock.read_text())
