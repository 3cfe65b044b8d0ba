"""How long a build takes, and a build after one edit: Pelican, MkDocs, Hugo and this site's, in one run, with the same pages.

    .venv/bin/python -m benchmarks.build [--rounds 5] [--pages 1000] [--write]

The same Markdown for all: invented text with headings, paragraphs, a list, a table, emphasis and eight links to other pages. Only what each
program has a notation of its own for differs: the lines above the text, and the file that a link names. Each makes one HTML page of it in a
plain frame: a head, a header with five links, the text, a footer. Python's three use the same Python-Markdown with the same extensions;
Hugo has its own. Feeds, search, categories and the like are off. Hugo is Debian's (`apt-get install hugo`); Pelican and MkDocs are pinned
by hash in requirements.txt beside this file, and live in .cache/benchmarks.

Ours is the real command as `serve` runs it: nothing is left out but what the others have nothing like, a compressed copy of each file and a
picture of each page for social networks. It checks everything as it always does, down to the anchor of each link, and also makes the thirty
pages and questions that no site of ours can do without, the quiz with its engine included.

“Clean” starts with no output and no cache. “Edit” changes one sentence of one page and builds again with whatever the program offers for
that: Pelican its cache, MkDocs --dirty (which leaves other pages' menus as they were), Hugo nothing, ours what it does anyway. All take
turns, so that a busy machine is as busy for each; ratios are those of the same round. CPU is user and system time together, of all
processes. Memory is the most that all processes of one build hold at a time, what they share counted once (PSS), in a run of its own.
"""

import argparse
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.small_site import edition, files

ROOT = Path(__file__).resolve().parent.parent
README = Path(__file__).parent / "README.md"
TABLE_START, TABLE_END = "<!-- build: written by benchmarks/build.py -->", "<!-- /build -->"
OTHERS = ROOT / ".cache" / "benchmarks" / "venv"
REQUIREMENTS = Path(__file__).parent / "requirements.txt"
EXTENSIONS = ("tables", "footnotes", "def_list", "attr_list", "toc")
SCALES = (1000, 2000, 5000)
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


class Spent(NamedTuple):
    """What one build took, in seconds."""

    wall: float
    cpu: float


class Program(NamedTuple):
    """One of the four: how it is asked for a build, for one after an edit, and what a clean build must not find."""

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
sys.exit(build.main(["build", "--draft", "--output", str(build.ROOT / "dist")]))
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
    """A theme of one template, no search."""
    menu = '{% for item in nav %}<a href="{{ item.url|url }}">{{ item.title }}</a>{% endfor %}'
    frame = framed("", "{{ page.title }}", "{{ page.meta.description }}", "{{ nav.homepage.url|url }}", menu, "{{ page.content }}")
    nav = "".join(f"  - p{number:04}.md\n" for number in range(5))
    settings = "site_name: Pages\nsite_url: https://ssi.example/\nuse_directory_urls: false\nplugins: []\n"
    settings += f"theme:\n  name: null\n  custom_dir: theme\nmarkdown_extensions: [{', '.join(EXTENSIONS)}]\nnav:\n  - index.md\n{nav}"
    made = {"mkdocs.yml": settings, "theme/main.html": frame, "docs/index.md": "# Home\n"}
    for number, page in enumerate(pages):
        front = f"title: {page.title}\ndescription: {page.description}\n"
        made[f"docs/p{number:04}.md"] = f"---\n{front}---\n{linked(page.body, '{}.md')}"
    write(folder, made)
    command = (str(OTHERS / "bin" / "mkdocs"), "build", "--quiet")
    return Program("MkDocs", command, (*command, "--dirty"), ("site",), "site/p0007.html")


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


PROGRAMS: tuple[Callable[[Path, list[Text]], Program], ...] = (ours, pelican, mkdocs, hugo)


def others() -> None:
    """Pelican and MkDocs, exactly as pinned, in an environment of their own."""
    if not (OTHERS / "ready").exists() or (OTHERS / "ready").read_text() != REQUIREMENTS.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(OTHERS)], check=True)
        subprocess.run([OTHERS / "bin" / "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", REQUIREMENTS], check=True)
        (OTHERS / "ready").write_text(REQUIREMENTS.read_text())


def emptied(folder: Path, program: Program) -> None:
    """As before the first build."""
    for name in program.made:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)


def edited(folder: Path, word: str) -> None:
    """One more word in the first sentence of page 7."""
    (source,) = (path for path in folder.rglob("p0007.md") if path.parent.name in ("en", "pages", "docs", "content"))
    start, mark, rest = source.read_text(encoding="utf-8").partition("{#part-0}\n\n")
    source.write_text(f"{start}{mark}{word} {rest}", encoding="utf-8")


def built(folder: Path, command: tuple[str, ...], page: str, expected: str) -> Spent:
    """Runs one build and sees that it made what it should."""
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0 or expected not in (folder / page).read_text(encoding="utf-8"):
        raise SystemExit(f"{' '.join(command)} made no page with “{expected}”:\n{said.decode()}")
    return Spent(wall, used.ru_utime + used.ru_stime)


def peak(folder: Path, command: tuple[str, ...]) -> int:
    """The most bytes that the processes of one build hold at a time."""
    most = 0
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, sum(held(pid) for pid in family(process.pid)))
            time.sleep(0.01)
    return most


def family(pid: int) -> list[int]:
    """A process and those that it started."""
    found = [pid]
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return found
    for child in children:
        found += family(int(child))
    return found


def held(pid: int) -> int:
    """The bytes that a process holds; what it shares with others is divided among them."""
    try:
        found = re.search(r"^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def measured(folder: Path, programs: Mapping[str, Program], rounds: int) -> Mapping[str, Mapping[str, list[Spent]]]:
    """What each program took, clean and after an edit, round by round."""
    spent: dict[str, dict[str, list[Spent]]] = {name: {"clean": [], "edit": []} for name in programs}
    for turn in range(rounds):
        for name, program in programs.items():
            here = folder / name
            emptied(here, program)
            spent[name]["clean"].append(built(here, program.clean, program.page, "part-3"))
            if program.edit != program.clean:
                # What is offered for an edit may need a build of its own kind to go by.
                built(here, program.edit, program.page, "part-3")
            word = f"edited{turn}x"
            edited(here, word)
            spent[name]["edit"].append(built(here, program.edit, program.page, word))
            print(
                f"round {turn + 1}: {name} {spent[name]['clean'][-1].wall:.2f} s, after an edit {spent[name]['edit'][-1].wall:.2f} s",
                flush=True,
            )
    return spent


def ratio(ours: list[Spent], theirs: list[Spent]) -> str:
    """Ours to theirs, as the clock and as the processors saw it."""
    wall = median(mine.wall / other.wall for mine, other in zip(ours, theirs, strict=True))
    cpu = median(mine.cpu / other.cpu for mine, other in zip(ours, theirs, strict=True))
    return f"{wall:.2f} ({cpu:.2f})"


def both(spent: list[Spent]) -> str:
    """Seconds, and seconds of processor."""
    return f"{median(each.wall for each in spent):.2f} ({median(each.cpu for each in spent):.2f})"


def compared(folder: Path, count: int, rounds: int) -> list[str]:
    """The table of the four."""
    pages = texts(count)
    programs = {program.name: program for make in PROGRAMS for program in [make(folder / make.__name__, pages)]}
    for name in programs:
        (folder / name.lower()).rename(folder / name)
    spent = measured(folder, programs, rounds)
    mine = spent["ours"]
    rows = [
        "| | clean | ours to it | after one edit | ours to it | ours after an edit to its clean | most memory, clean |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, program in programs.items():
        emptied(folder / name, program)
        memory = peak(folder / name, program.clean) / 1e6
        clean, edit = spent[name]["clean"], spent[name]["edit"]
        ratios = [ratio(mine["clean"], clean), ratio(mine["edit"], edit), ratio(mine["edit"], clean)]
        rows.append(f"| {name} | {both(clean)} | {ratios[0]} | {both(edit)} | {ratios[1]} | {ratios[2]} | {memory:.0f} MB |")
    return rows


def scaled(folder: Path, rounds: int) -> list[str]:
    """Ours with more and more pages."""
    rows = ["| pages | clean | a page | after one edit | a page | most memory, clean |", "|---:|---:|---:|---:|---:|---:|"]
    for count in SCALES:
        program = ours(folder / str(count) / "ours", texts(count))
        spent = measured(folder / str(count), {"ours": program}, rounds)["ours"]
        emptied(folder / str(count) / "ours", program)
        memory = peak(folder / str(count) / "ours", program.clean) / 1e6
        each = [f"{1000 * median(one.cpu for one in spent[kind]) / count:.2f} ms" for kind in ("clean", "edit")]
        rows.append(f"| {count:,} | {both(spent['clean'])} | {each[0]} | {both(spent['edit'])} | {each[1]} | {memory:.0f} MB |")
    return rows


def main() -> int:
    """Measures, prints the tables, and writes them into README.md where asked to."""
    parser = argparse.ArgumentParser(description="This site's build beside Pelican, MkDocs and Hugo.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--no-scale", action="store_true", help="leave out the builds of more and more pages")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {README.relative_to(ROOT)}")
    options = parser.parse_args()
    others()
    before = os.getloadavg()[0]
    with TemporaryDirectory() as name:
        rows = compared(Path(name), options.pages, options.rounds)
        more = [] if options.no_scale else ["", *scaled(Path(name) / "scale", max(1, options.rounds // 2))]
    said = f"{date.today()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors, load {before:.1f} at the start, "
    said += (
        f"{os.getloadavg()[0]:.1f} at the end. {options.pages:,} pages; medians of {options.rounds} rounds, in seconds by the clock and, "
    )
    said += "in brackets, of processor."
    table = "\n".join([said, "", *rows, *more])
    print(f"\n{table}")
    if options.write:
        words = README.read_text(encoding="utf-8")
        start, end = words.index(TABLE_START) + len(TABLE_START), words.index(TABLE_END)
        README.write_text(f"{words[:start]}\n{table}\n{words[end:]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
