"""The command line: `python build.py build`, `serve`, `check`, `translated`, `new`, `rename` or `links`.

`build` writes the site to dist/. `check` runs every stage but the engine and writes nothing. `serve` builds into a folder of its own on
every change, and shows it in the browser. `translated` notes that texts match their translations; `new` makes the files of a page, a text
or a language; `rename` renames a page, a heading or a picture; `links` asks for every outside link. Faults: a line each, and exit code 1.
"""

import os
import sys

if __name__ == "__main__" and __spec__ is not None:
    # Run as `python -m build`, which means PyPI's program of that name: -P keeps this folder from being searched first.
    os.execv(sys.executable, [sys.executable, "-P", "-m", "build", *sys.argv[1:]])
if os.name == "nt":
    sys.exit("This does not run on Windows itself: open the folder in its devcontainer, or in WSL. README.md says more.")

import argparse
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from site_src.commands import links, new, rename
from site_src.commands.build import run_build
from site_src.commands.check import run_check
from site_src.commands.formats import FORMATS
from site_src.commands.translated import run_translated
from site_src.commands.usage import find_usage_fault
from site_src.messages import choose_language, speak, tell
from site_src.pipeline import BuildOptions

ROOT, PORT = Path(__file__).resolve().parent, 5500


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Return 0, 1 (faults), 2 (wrong usage) or 130 (Ctrl-C)."""
    speak(choose_language(ROOT))
    options = _make_parser().parse_args(arguments)
    base_url = options.base_url.rstrip("/") + "/" if options.base_url else ""
    if fault := find_usage_fault(options):
        print(tell(fault), file=sys.stderr)
        return 2
    # Serve's builds hold drafts, so they never go where the published site is.
    output = options.output or (ROOT / ".cache" / "serve" if options.command == "serve" else ROOT / "dist")
    build = BuildOptions(ROOT, output.absolute(), base_url, options.compress and not options.draft, options.draft)
    try:
        match options.command:
            case "serve":
                from site_src.commands.serve import run_serve  # Only this command needs a web server.

                return run_serve(build, options.port)
            case "translated":
                return run_translated(ROOT, options.files)
            case "new":
                return new.run_new(ROOT, *options.files)
            case "rename":
                return rename.run_rename(ROOT, *options.files)
            case "links":
                return links.run_links(ROOT)
            case "check":
                return run_check(build, options.format)
            case _:
                return run_build(build)
    except KeyboardInterrupt:
        return 130


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Build the site, serve it while you edit, or check it.")
    add = parser.add_argument
    add("command", choices=("build", "serve", "check", "translated", "new", "rename", "links"))
    add("files", nargs="*", help="translated: the texts that match their translations now; new: a kind and a name; rename: two names")
    add("--format", choices=tuple(FORMATS), help="with check: print the faults for GitHub, or as JSON for an editor")
    add("--base-url", default="", metavar="URL", help="the site's address, instead of the one in content/site.yaml")
    add("--output", type=Path, metavar="FOLDER", help="where to write; by default dist, and with serve .cache/serve")
    add("--compress", action=argparse.BooleanOptionalAction, default=False, help="also make .br and .gz copies, for servers such as nginx")
    add("--draft", action="store_true", help="build as serve does: with drafts, no pictures for social networks, never compressed")
    add("--port", type=int, default=PORT, help=f"where to serve; the next free one from {PORT} by default")
    return parser


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command, and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Print “?” for a character that the terminal's encoding lacks, instead of failing.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = main(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The program that read the output has ended, such as `head`.
        code = 1
    # Skip Python's clean-up: freeing a build's objects takes a twelfth of the time of a build after an edit.
    os._exit(code)


if __name__ == "__main__":
    run()
