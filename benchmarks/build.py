"""How long a build takes, and a build after one edit: Pelican, MkDocs, Hugo and this site's, in one run, with the same pages.

    .venv/bin/python -m benchmarks.build [--rounds 5] [--pages 1000] [--write]

The same Markdown for all: invented text with headings, paragraphs, a list, a table, emphasis and eight links to other pages. Only what each
program has a notation of its own for differs: the lines above the text, and the file that a link names. Each makes one HTML page of it in a
plain frame: a head, a header with five links, the text, a footer. Python's three use the same Python-Markdown with the same extensions;
Hugo has its own. Feeds, search, categories and the like are off. MkDocs is there twice: bare, which does the least, and as it comes: with
its own theme, every page in the menu of each, and a search that nobody else makes. Hugo is Debian's (`apt-get install hugo`); Pelican and
MkDocs are pinned by hash in requirements.txt beside this file, and live in .cache/benchmarks. programs.py holds the sites, runs.py what is
measured.

Ours is the real command as `serve` runs it: nothing is left out but what the others have nothing like, a compressed copy of each file and a
picture of each page for social networks. It checks everything as it always does, down to the anchor of each link, and also makes the thirty
pages and questions that no site of ours can do without, the quiz with its engine included.

“Clean” starts with no output and no cache. “Edit” changes one sentence of one page and builds again with whatever the program offers for
that: Pelican its cache, MkDocs --dirty (which leaves other pages' menus as they were), Hugo nothing, ours what it does anyway. “Asked
again” is ours as `serve` builds after an edit, in a process that stays. All take turns, so that a busy machine is as busy for each; ratios
are those of the same round. CPU is user and system time together, of all processes. Memory is the most that all processes of one build
hold at a time, what they share counted once (PSS), in a run of its own. What an author waits for in all, saved.py measures in a browser.
"""

import argparse
import os
import platform
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.programs import PROGRAMS, Program, others, ours, texts
from benchmarks.runs import Spent, asked_again, built, edited, emptied, peak
from benchmarks.saved import saved

ROOT = Path(__file__).resolve().parent.parent
README = Path(__file__).parent / "README.md"
TABLE_START, TABLE_END = "<!-- build: written by benchmarks/build.py -->", "<!-- /build -->"
SCALES = (1000, 2000, 5000)


def measured(folder: Path, programs: Mapping[str, Program], rounds: int) -> Mapping[str, Mapping[str, list[Spent]]]:
    """What each program took, clean and after an edit, round by round."""
    spent: dict[str, dict[str, list[Spent]]] = {name: {"clean": [], "edit": []} for name in programs}
    for name, program in programs.items():
        # Once untimed: what is compiled once for ever (Python's modules, our engine) is there from here on.
        emptied(folder / name, program)
        built(folder / name, program.clean, program.page, "part-3")
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
    """The table of all that are compared."""
    pages = texts(count)
    programs: dict[str, Program] = {}
    for make in PROGRAMS:
        program = make(folder / make.__name__, pages)
        programs[program.name] = program
        (folder / make.__name__).rename(folder / program.name)
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
    rows.append(f"| ours, asked again | | | {both(asked_again(folder / 'ours', programs['ours'], rounds))} | | | |")
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
    # Where it is set, nobody's code is compiled once for ever but that of installed packages: ours would be compiled at every build.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    others()
    before = os.getloadavg()[0]
    with TemporaryDirectory() as name:
        rows = compared(Path(name), options.pages, options.rounds)
        rows += ["", *saved(Path(name) / "saved", texts(options.pages), max(3, options.rounds))]
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
