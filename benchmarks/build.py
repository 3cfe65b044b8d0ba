"""Benchmark of builds, clean and after an edit: Pelican, MkDocs, Zensical, Eleventy, Hugo and this site's.

    .venv/bin/python -m benchmarks.build [--rounds 5] [--pages 1000] [--write]

All build the same Markdown in one run: invented text with headings, paragraphs, a list, a table, emphasis and eight links to other pages.
Only the notation differs: the lines above the text, and the file that a link names. Each makes one HTML page of it with a plain template:
a head, a header with five links, the text, a footer. The programs in Python use the same Python-Markdown with the same extensions, and so
does Zensical, MkDocs's successor by the makers of its best known theme, whose other parts are in Rust; Eleventy and Hugo have their own.
Feeds, search, categories and the like are off, but for Zensical's list for its search, which it always makes. MkDocs and Zensical run
twice, from the same settings and texts: bare, which does the least, and as they come: with their own theme, every page in the menu of each,
and search. Hugo is Debian's (`apt-get install hugo`); Pelican, MkDocs and Zensical are pinned by hash in requirements.txt and zensical.txt
beside this file, Eleventy in package-lock.json, and all are installed in .cache/benchmarks. programs.py makes the sites, runs.py measures
builds.

Ours is the real command as `serve` runs it. It leaves out only two things that the others have nothing like: a compressed copy of each
file, and an image of each page for social networks. It checks everything as always, down to the anchor of each link, and also makes the
thirty pages and questions that every site of ours needs, including the quiz with its engine.

“Clean” starts with no output and no cache. “Edit” changes one sentence of one page and builds again with the program's own means: Pelican
with its cache, MkDocs with --dirty (which leaves other pages' menus unchanged), Zensical with its cache, Eleventy and Hugo with none, ours
as always. “Asked again” is ours as `serve` builds after an edit, in a process that keeps running. The programs run in turn, so that a busy
machine slows all alike; ratios are within one round. CPU is user and system time together, of all processes. Memory is the peak of all
processes of one build together, with shared memory counted once (PSS), in a separate run. saved.py measures in a browser how long an author
waits in all.
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

from benchmarks.programs import PROGRAMS, Program, install_others, make_ours, make_texts
from benchmarks.runs import BuildTime, edit_page, measure_build, measure_peak_memory, measure_rebuilds, remove_outputs
from benchmarks.saved import measure_saves

ROOT = Path(__file__).resolve().parent.parent
README = Path(__file__).parent / "README.md"
TABLE_START, TABLE_END = "<!-- build: written by benchmarks/build.py -->", "<!-- /build -->"
SCALES = (1000, 2000, 5000)


def measure_programs(folder: Path, programs: Mapping[str, Program], rounds: int) -> Mapping[str, Mapping[str, list[BuildTime]]]:
    """Measure each program's builds, clean and after an edit, in rounds."""
    spent: dict[str, dict[str, list[BuildTime]]] = {name: {"clean": [], "edit": []} for name in programs}
    for name, program in programs.items():
        # One untimed build, because Python's modules and our engine are compiled only once.
        remove_outputs(folder / name, program)
        measure_build(folder / name, program.clean, program.page, "part-3")
    for turn in range(rounds):
        for name, program in programs.items():
            here = folder / name
            remove_outputs(here, program)
            spent[name]["clean"].append(measure_build(here, program.clean, program.page, "part-3"))
            if program.edit != program.clean:
                # A program's command for edits may need an earlier build by the same command.
                measure_build(here, program.edit, program.page, "part-3")
            word = f"edited{turn}x"
            edit_page(here, word)
            spent[name]["edit"].append(measure_build(here, program.edit, program.page, word))
            print(
                f"round {turn + 1}: {name} {spent[name]['clean'][-1].wall:.2f} s, after an edit {spent[name]['edit'][-1].wall:.2f} s",
                flush=True,
            )
    return spent


def format_ratios(ours: list[BuildTime], theirs: list[BuildTime]) -> str:
    """Format the ratio of ours to theirs, and in brackets of processor time."""
    wall = median(mine.wall / other.wall for mine, other in zip(ours, theirs, strict=True))
    cpu = median(mine.cpu / other.cpu for mine, other in zip(ours, theirs, strict=True))
    return f"{wall:.2f} ({cpu:.2f})"


def format_seconds(spent: list[BuildTime]) -> str:
    """Format median seconds, and in brackets those of processor time."""
    return f"{median(each.wall for each in spent):.2f} ({median(each.cpu for each in spent):.2f})"


def compare_programs(folder: Path, count: int, rounds: int) -> list[str]:
    """Compare all programs; return the table's rows."""
    pages = make_texts(count)
    programs: dict[str, Program] = {}
    for make in PROGRAMS:
        program = make(folder / make.__name__, pages)
        programs[program.name] = program
        (folder / make.__name__).rename(folder / program.name)
    spent = measure_programs(folder, programs, rounds)
    mine = spent["ours"]
    rows = [
        "| | clean | ours to it | after one edit | ours to it | ours after an edit to its clean | most memory, clean |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, program in programs.items():
        remove_outputs(folder / name, program)
        memory = measure_peak_memory(folder / name, program.clean) / 1e6
        clean, edit = spent[name]["clean"], spent[name]["edit"]
        ratios = [format_ratios(mine["clean"], clean), format_ratios(mine["edit"], edit), format_ratios(mine["edit"], clean)]
        rows.append(
            f"| {name} | {format_seconds(clean)} | {ratios[0]} | {format_seconds(edit)} | {ratios[1]} | {ratios[2]} | {memory:.0f} MB |"
        )
    rows.append(f"| ours, asked again | | | {format_seconds(measure_rebuilds(folder / 'ours', programs['ours'], rounds))} | | | |")
    return rows


def measure_scaling(folder: Path, rounds: int) -> list[str]:
    """Measure ours with more and more pages; return the table's rows."""
    rows = ["| pages | clean | a page | after one edit | a page | most memory, clean |", "|---:|---:|---:|---:|---:|---:|"]
    for count in SCALES:
        program = make_ours(folder / str(count) / "ours", make_texts(count))
        spent = measure_programs(folder / str(count), {"ours": program}, rounds)["ours"]
        remove_outputs(folder / str(count) / "ours", program)
        memory = measure_peak_memory(folder / str(count) / "ours", program.clean) / 1e6
        each = [f"{1000 * median(one.cpu for one in spent[kind]) / count:.2f} ms" for kind in ("clean", "edit")]
        rows.append(
            f"| {count:,} | {format_seconds(spent['clean'])} | {each[0]} | {format_seconds(spent['edit'])} | {each[1]} | {memory:.0f} MB |"
        )
    return rows


def main() -> int:
    """Measure, print the tables, and with --write put them into README.md."""
    parser = argparse.ArgumentParser(description="This site's build beside Pelican, MkDocs, Zensical, Eleventy and Hugo.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--no-scale", action="store_true", help="leave out the builds of more and more pages")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {README.relative_to(ROOT)}")
    options = parser.parse_args()
    # With this variable set, our modules would be compiled at every build, and the installed packages of the others would not.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    install_others()
    before = os.getloadavg()[0]
    with TemporaryDirectory() as name:
        rows = compare_programs(Path(name), options.pages, options.rounds)
        rows += ["", *measure_saves(Path(name) / "saved", make_texts(options.pages), max(3, options.rounds))]
        more = [] if options.no_scale else ["", *measure_scaling(Path(name) / "scale", max(1, options.rounds // 2))]
    heading = f"{date.today()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors, load {before:.1f} at the start, "
    heading += (
        f"{os.getloadavg()[0]:.1f} at the end. {options.pages:,} pages; medians of {options.rounds} rounds, in seconds by the clock and, "
    )
    heading += "in brackets, of processor."
    table = "\n".join([heading, "", *rows, *more])
    print(f"\n{table}")
    if options.write:
        readme = README.read_text(encoding="utf-8")
        start, end = readme.index(TABLE_START) + len(TABLE_START), readme.index(TABLE_END)
        README.write_text(f"{readme[:start]}\n{table}\n{readme[end:]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
