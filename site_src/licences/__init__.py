"""What `dist/` ships of others → their licences, in one text that travels with it.

Each file in `texts/` is one work: four lines about it, an empty line, and its licence as it came. Their order is that of the file names.
"""

import re
from pathlib import PurePosixPath

from site_src.model import Output, Problem, Source, Work

FOLDER = "site_src/licences/texts"
_HEAD = re.compile(r"name: (.+)\npart: (.+)\nlicence: (.+)\nurl: (https://\S+)\n\n(.+)", re.DOTALL)
_LINE = "=" * 100


def licences(sources: tuple[Source, ...]) -> tuple[tuple[Work, ...], Output, tuple[Problem, ...]]:
    """The works, the text of all their licences, and the files that are not written as they should be."""
    works: list[Work] = []
    texts: list[str] = []
    problems: list[Problem] = []
    for source in sources:
        found = _HEAD.fullmatch(source.data.decode())
        if not found:
            remedy = "Begin it with the lines “name: ”, “part: ”, “licence: ” and “url: ”, then an empty line, then the licence."
            problems.append(Problem(str(source.path), 1, "is not a licence as the others are", remedy))
            continue
        work = Work(*found.groups()[:4])
        works.append(work)
        texts.append(f"{_LINE}\n{work.name}: {work.part}\nLicence: {work.licence}\n{work.url}\n{_LINE}\n\n{found[5].strip()}\n")
    head = "This site, and the quiz as one file, hold works by others. These are their licences.\n\n"
    head += "".join(f"{work.name}: {work.licence}\n" for work in works)
    return tuple(works), Output(PurePosixPath("licences.txt"), "\n\n".join([head, *texts]).encode()), tuple(problems)
