"""The command line: prints the replies of `ssi_core.wire`, as JSON or as a table. Installed, it is the command `ssi`.

This is the only module that reads files. Exit codes: 0, done; 1, the output could not be written; 2, the input could not be used, with one
line for each fault on standard error.
"""

import json
import os
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ssi_core.command_line.arguments import Call, UsageError, parse_arguments
from ssi_core.command_line.help import VERSION, find_command, format_help, format_overview
from ssi_core.faults import InvalidAnswers, describe, find_closest, format_hint, quote
from ssi_core.model import MODEL
from ssi_core.wire import (
    Json,
    make_history_reply,
    make_model_reply,
    make_pack_reply,
    make_page_reply,
    make_score_reply,
    make_unpack_reply,
)

READERS = {"score": make_score_reply, "read-page": make_page_reply, "pack": make_pack_reply, "read-history": make_history_reply}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code. `arguments`: those of the process unless given."""
    arguments = sys.argv[1:] if arguments is None else arguments
    command = find_command(arguments[0]) if arguments else None
    try:
        if {"-h", "--help"} & set(arguments):
            return _print(format_help(command) if command else format_overview())
        if arguments and arguments[0] == "--version":
            return _print(f"ssi-core {VERSION}, model {MODEL.version}\n")
        call = parse_arguments(arguments)
        reply = _run(call)
    except UsageError as error:
        return _print_errors(*error.args)
    except KeyboardInterrupt:
        return _print_errors("stopped")
    if "faults" in reply:
        return _print_errors(*(fault["message"] for fault in reply["faults"]))
    # Not part of the answers, which can be scored as they are printed.
    _print_errors(*(f"{factor}: its question has changed, so the answer is left out" for factor in reply["ok"].pop("changed", ())))
    return _print(_format_reply(reply["ok"], call.options.get("--format", "json")))


def _run(call: Call) -> Json:
    files = call.files
    match call.command:
        case "model":
            return make_model_reply()
        case "schema":
            return _make_schemas(files)
        case "read-export":
            return _read_export(files, "--over-time" in call.options)
        case "group":
            return _read_groups(files)
        case "unpack":
            return make_unpack_reply(files[0])
        case "evaluate" | "fit":
            return _evaluate(files[0], fitting=call.command == "fit", levels="--levels" in call.options)
    return READERS[call.command](_read_text(files[0]))


def _format_reply(reply: Json, form: str) -> str:
    if form == "json":
        return json.dumps(reply, indent=2) + "\n"
    # Imported here, so that other commands do not wait for it.
    from ssi_core.command_line.tables import format_rows, format_table

    return format_table(reply, coloured=_shows_colour(os.environ)) if form == "text" else format_rows(reply)


def _shows_colour(environment: Mapping[str, str]) -> bool:
    """Return whether standard output is a terminal whose user wants colour; see no-color.org."""
    wanted = not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
    # A process can be started without standard output.
    return wanted and sys.stdout is not None and sys.stdout.isatty()


def _make_schemas(names: Sequence[str]) -> Json:
    # Imported here, so that other commands do not wait for it.
    from ssi_core.schema import SCHEMAS, make_schema

    if not names:
        return {"ok": {name: make_schema(name) for name in SCHEMAS}}
    (name,) = names
    if name not in SCHEMAS:
        raise UsageError(f"{describe(name)} is not a schema{format_hint(find_closest(name, SCHEMAS), SCHEMAS)}")
    return {"ok": make_schema(name)}


def _read_export(files: Sequence[str], over_time: bool) -> Json:
    """Read an archive's files. A file that cannot be used is reported; it is a fault only where nothing else was measured."""
    # Imported here, so that other commands do not wait for it.
    from ssi_core.linkedin_export.archive import InputFile
    from ssi_core.linkedin_export.problems import MESSAGES
    from ssi_core.linkedin_export.report import read_export

    given: list[InputFile] = []
    wrong: list[str] = []
    with ExitStack() as opened:
        for file in files:
            try:
                given.append(InputFile(Path(file).name, opened.enter_context(_open_stream(file))))
            except UsageError as error:
                wrong += error.args
        if wrong:
            raise UsageError(*wrong)
        try:
            report = read_export(given, over_time=over_time)
        except OSError as error:
            raise UsageError(f"one of the files: {error.strerror}") from None
    lines = [
        ": ".join(filter(None, (_format_name(files[each["file"]]), each["name"], MESSAGES[each["problem"]]))) for each in report["problems"]
    ]
    if not report["evidence"]:
        return {"faults": [{"message": line} for line in lines or ["none of the files says anything that is measured"]]}
    _print_errors(*lines)
    return {"ok": report}


def _read_groups(files: Sequence[str]) -> Json:
    """Read rounds, one a file. A line without a code is reported; it is a fault only where no file has any."""
    # Imported here, so that other commands do not wait for it.
    from ssi_core.group.rounds import MOST_ROUNDS
    from ssi_core.wire.group import summarise_rounds

    if len(files) > MOST_ROUNDS:
        raise UsageError(f"group needs {MOST_ROUNDS} files at most, and these are {len(files)}")
    summaries = summarise_rounds([("standard input" if file == "-" else file, _read_text(file)) for file in files])
    rounds = summaries["rounds"]
    lines = [
        f"{_format_name(file)}: line {line['line']}: {line['problem'].replace('_', ' ')}"
        f"{f' in group {line["group"]}' if line['group'] else ''}: {quote(line['text'])}"
        for file, each in zip(files, rounds, strict=True)
        for line in each["unread"]
    ]
    if not any(each["members"] for each in rounds):
        return {"faults": [{"message": line} for line in lines or [f"{_format_name(file)}: no code in it" for file in files]]}
    _print_errors(*lines)
    return {"ok": summaries}


def _evaluate(file: str, *, fitting: bool, levels: bool) -> Json:
    """Compare the estimate with real scores, or fit the model to them. Says on standard error where that means nothing."""
    # Imported here, so that other commands do not wait for it.
    from ssi_core.evaluation import LEAST_PAIRS
    from ssi_core.evaluation.errors import evaluate
    from ssi_core.evaluation.fit import fit
    from ssi_core.evaluation.pairs import LARGEST, read_pairs

    try:
        pairs, left_out = read_pairs(_read_bytes(file, LARGEST))
        report = fit(pairs, levels=levels) if fitting else evaluate(pairs)
    except InvalidAnswers as invalid:
        raise UsageError(*(fault.message for fault in invalid.faults)) from None
    if left_out:
        _print_errors(f"{_format_name(file)}: columns that do not count: {', '.join(map(describe, left_out))}")
    if report["too_few"]:
        _print_errors(f"pairs: {len(pairs)} are too few to mean anything; collect {LEAST_PAIRS} or more")
    if not report.get("better", True):
        _print_errors("fit: nothing here shows that these numbers are better than today's on other people; leave the model as it is")
    return {"ok": report}


def _open_stream(file: str) -> BinaryIO:
    """Open a file as seekable bytes. A pipe is read into memory first."""
    if file == "-":
        return BytesIO(_read_standard_input())
    with _convert_errors(file):
        stream = Path(file).open("rb")  # noqa: SIM115 - the caller closes it
        if stream.seekable():
            return stream
        with stream:
            return BytesIO(stream.read())


def _read_bytes(file: str, most: int) -> bytes:
    """Read a file of this many bytes at most."""
    with _convert_errors(file), _open_stream(file) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise UsageError(f"{_format_name(file)}: more than {most} bytes")
    return data


def _read_text(file: str) -> str:
    """Read the text of a file, with or without a byte order mark."""
    with _convert_errors(file), _open_stream(file) as stream:
        data = stream.read()
    encoding = "UTF-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "UTF-8"
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise UsageError(f"{_format_name(file)}: not {encoding} text, because of byte {error.start}") from None


@contextmanager
def _convert_errors(file: str) -> Iterator[None]:
    """Turn errors of the file system into UsageError, in a line that names the file."""
    try:
        # Python would read an empty name as the current folder.
        if not file:
            raise ValueError
        yield
    except OSError as error:
        raise UsageError(f"{_format_name(file)}: {error.strerror}") from None
    except ValueError:
        raise UsageError(f"{_format_name(file)}: not the name of a file") from None


def _format_name(file: str) -> str:
    return "standard input" if file == "-" else quote(file)


def _read_standard_input() -> bytes:
    # A process can be started without one.
    return sys.stdin.buffer.read() if sys.stdin else b""


def _print(text: str) -> int:
    try:
        print(text, end="", flush=True)
    except OSError as error:
        # At exit Python would try to write the rest again, and fail loudly: so its output goes elsewhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # A reader that closed the pipe has read enough, which is no fault.
        if not isinstance(error, BrokenPipeError):
            _print_errors(f"standard output: {error.strerror}")
        return 1
    return 0


def _print_errors(*lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
