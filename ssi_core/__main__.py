"""The command line: what `ssi_core.wire` answers, printed as JSON. The only module that reads a file.

Exit codes: 0, done; 1, the output could not be written; 2, the input could not be used, with one line for each fault on standard error.
"""

import json
import os
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ssi_core.answers import closest, quoted, shown
from ssi_core.wire import Json, history_reply, model_reply, pack_reply, page_reply, score_reply, unpack_reply

USAGE = """\
Estimate LinkedIn's Social Selling Index. Everything is printed as JSON.

  python -m ssi_core score FILE      score the answers in a JSON file, and say what to do next:
                                     {"answers": {factor: level}, "role"?: role, "target"?: total to plan for}
  python -m ssi_core model           print the model: every factor with its levels, every role
  python -m ssi_core read-page FILE  read the scores from a text copied from linkedin.com/sales/ssi
  python -m ssi_core read-export FILE…
                                     measure answers in LinkedIn's archive of your data: ZIPs, single CSV files, the analytics workbook
  python -m ssi_core pack FILE       make the code that a link to the site carries, from the same JSON file as for score
  python -m ssi_core unpack CODE     print the answers that such a code carries
  python -m ssi_core read-history FILE
                                     read the file that the site saves: answers, and every point with what changed since the one before

FILE may be - for standard input. Text is UTF-8, or UTF-16 with a byte order mark.
Exit codes: 0, done; 1, the output could not be written; 2, the input could not be used, with a line for each fault on standard error.
"""

READERS = {"score": score_reply, "read-page": page_reply, "pack": pack_reply, "read-history": history_reply}
COMMANDS = ("score", "model", "read-page", "read-export", "pack", "unpack", "read-history")


class UsageError(Exception):
    """Something given on the command line cannot be used. Its arguments are lines that say what, one for each fault."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and return the exit code. `arguments`: those of the process unless given."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        if {"-h", "--help"} & set(arguments):
            return _print(USAGE)
        reply = _reply(*arguments)
    except UsageError as error:
        return _complain(*error.args)
    except KeyboardInterrupt:
        return _complain("stopped")
    if "faults" in reply:
        return _complain(*(fault["message"] for fault in reply["faults"]))
    return _print(json.dumps(reply["ok"], indent=2) + "\n")


def _reply(command: str | None = None, *files: str) -> Json:
    option = next((each for each in (command, *files) if each and each.startswith("-") and each != "-"), None)
    if option:
        raise UsageError(f"{shown(option)} is not an option; there is --help")
    if command not in COMMANDS:
        near = closest(command, COMMANDS)
        hint = f'did you mean "{near}"?' if near else f"there is {', '.join(COMMANDS)}; --help explains them"
        raise UsageError(f"no command; {hint}" if command is None else f"{shown(command)} is not a command; {hint}")
    if command == "model":
        if files:
            raise UsageError("model needs no file")
        return model_reply()
    if command == "read-export":
        return _export(files)
    if command == "unpack":
        if len(files) != 1:
            raise UsageError("unpack needs one code")
        return unpack_reply(files[0])
    if len(files) != 1:
        raise UsageError(f"{command} needs one file, or - for standard input")
    return READERS[command](_text(files[0]))


def _export(files: Sequence[str]) -> Json:
    """What the archive's files say. A file that cannot be used is complained about, and is a fault only where nothing else was measured."""
    # The other commands wait for none of this.
    from ssi_core.linkedin_export.archive import Given
    from ssi_core.linkedin_export.problems import MESSAGES
    from ssi_core.linkedin_export.report import read_export

    if not files:
        raise UsageError("read-export needs one file or more: LinkedIn's ZIP, its CSV files, the analytics workbook")
    given: list[Given] = []
    wrong: list[str] = []
    with ExitStack() as opened:
        for file in files:
            try:
                given.append(Given(Path(file).name, opened.enter_context(_stream(file))))
            except UsageError as error:
                wrong += error.args
        if wrong:
            raise UsageError(*wrong)
        try:
            report = read_export(given)
        except OSError as error:
            raise UsageError(f"one of the files: {error.strerror}") from None
    lines = [
        ": ".join(filter(None, (_called(files[each["file"]]), each["name"], MESSAGES[each["problem"]]))) for each in report["problems"]
    ]
    if not report["evidence"]:
        return {"faults": [{"message": line} for line in lines or ["none of the files says anything that is measured"]]}
    _complain(*lines)
    return {"ok": report}


def _stream(file: str) -> BinaryIO:
    """The bytes of a file, in which can be sought: what comes through a pipe is read first."""
    if file == "-":
        return BytesIO(_standard_input())
    with _reading(file):
        stream = Path(file).open("rb")  # noqa: SIM115 - who asked for it closes it
        if stream.seekable():
            return stream
        with stream:
            return BytesIO(stream.read())


def _text(file: str) -> str:
    """The text in a file, with or without a byte order mark."""
    with _reading(file), _stream(file) as stream:
        data = stream.read()
    encoding = "UTF-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "UTF-8"
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise UsageError(f"{_called(file)}: not {encoding} text, because of byte {error.start}") from None


@contextmanager
def _reading(file: str) -> Iterator[None]:
    """What keeps a file from being read, as a line that names it."""
    try:
        # Python would take no name for that of the folder it is in.
        if not file:
            raise ValueError
        yield
    except OSError as error:
        raise UsageError(f"{_called(file)}: {error.strerror}") from None
    except ValueError:
        raise UsageError(f"{_called(file)}: not the name of a file") from None


def _called(file: str) -> str:
    return "standard input" if file == "-" else quoted(file)


def _standard_input() -> bytes:
    # A process can be started without one.
    return sys.stdin.buffer.read() if sys.stdin else b""


def _print(text: str) -> int:
    try:
        print(text, end="", flush=True)
    except OSError as error:
        # Python would try to write the rest once more while it shuts down, and complain: so it gets another place to write to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # Whoever closed a pipe has read enough, which is no fault.
        if not isinstance(error, BrokenPipeError):
            _complain(f"standard output: {error.strerror}")
        return 1
    return 0


def _complain(*lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
