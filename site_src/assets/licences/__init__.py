"""Joins the licences of the works by others in `dist/` in one published text.

Each file in `texts/` is one work: four lines about it, an empty line, and its unchanged licence. The order is that of the file names.
"""

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from site_src.messages import say
from site_src.model import Output, Problem, Source, Work

FOLDER = "site_src/assets/licences/texts"
_HEAD = re.compile(r"name: (.+)\npart: (.+)\nlicence: (.+)\nurl: (https://\S+)\n\n(.+)", re.DOTALL)
_LINE = "=" * 100


class Licences(NamedTuple):
    """The works by others, and the output with all their licences."""

    works: tuple[Work, ...]
    output: Output


def collect_licences(sources: tuple[Source, ...]) -> tuple[Licences, tuple[Problem, ...]]:
    """Read the licence files and join them; a file without the four lines is a fault."""
    works: list[Work] = []
    texts: list[str] = []
    problems: list[Problem] = []
    for source in sources:
        found = _HEAD.fullmatch(source.data.decode())
        if not found:
            remedy = say("Begin it with the lines “name: ”, “part: ”, “licence: ” and “url: ”, then an empty line, then the licence.")
            problems.append(Problem(str(source.path), 1, say("is not a licence as the others are"), remedy))
            continue
        work = Work(*found.groups()[:4])
        works.append(work)
        texts.append(f"{_LINE}\n{work.name}: {work.part}\nLicence: {work.licence}\n{work.url}\n{_LINE}\n\n{found[5].strip()}\n")
    head = "This site, and the quiz as one file, hold works by others. These are their licences.\n\n"
    head += "".join(f"{work.name}: {work.licence}\n" for work in works)
    output = Output(PurePosixPath("licences.txt"), "\n\n".join([head, *texts]).encode())
    return Licences(tuple(works), output), tuple(problems)
