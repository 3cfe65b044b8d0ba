"""Arguments → the command, its files and its options.

>>> parse_arguments(["score", "--format=csv", "-"])
Call(command='score', files=('-',), options={'--format': 'csv'})
>>> parse_arguments(["fit", "pairs.csv", "--levels"]).options
{'--levels': ''}
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ssi_core.command_line.help import COMMANDS, find_command
from ssi_core.faults import describe, find_closest

MOST_FILES = {"model": 0, "schema": 1}
"""The files that a command takes at most, where these need not be given."""
ONE_OR_MORE = {
    "read-export": "one file or more: LinkedIn's ZIP, its CSV files, the analytics workbook",
    "group": "one file or more, or - for standard input",
}


class UsageError(Exception):
    """An argument of the command line cannot be used. The error's arguments are messages, one line for each fault."""


class Call(NamedTuple):
    """A command with its arguments. `options`: those given, with their values; "" for a switch."""

    command: str
    files: tuple[str, ...]
    options: Mapping[str, str]


def parse_arguments(arguments: Sequence[str]) -> Call:
    """Parse the arguments of a command. Raises UsageError."""
    name = next(iter(arguments), None)
    command = None if name is None else find_command(name)
    known = {} if command is None else {option.name: option.values for option in command.options}
    files: list[str] = []
    options: dict[str, str] = {}
    rest = iter(arguments if command is None else arguments[1:])
    for each in rest:
        option, equals, value = each.partition("=")
        if not each.startswith("-") or each == "-":
            files.append(each)
        elif option not in known or (equals and not known[option]):
            others = known if command else ("--version",)
            raise UsageError(f"{describe(each)} is not an option; there is {', '.join((*others, '--help'))}")
        elif known[option]:
            options[option] = _check_value(option, value if equals else next(rest, None), known[option])
        else:
            options[option] = ""
    if command is None:
        names = [each.name for each in COMMANDS]
        near = find_closest(name, names)
        hint = f'did you mean "{near}"?' if near else f"there is {', '.join(names)}; --help explains them"
        raise UsageError(f"no command; {hint}" if name is None else f"{describe(name)} is not a command; {hint}")
    _check_number(command.name, len(files))
    return Call(command.name, tuple(files), options)


def _check_value(option: str, value: str | None, values: tuple[str, ...]) -> str:
    if value in values:
        return value
    wrong = "" if value is None else f", not {describe(value)}"
    raise UsageError(f"{option} needs one of {', '.join(values)}{wrong}")


def _check_number(command: str, files: int) -> None:
    if command in MOST_FILES:
        if files > MOST_FILES[command]:
            raise UsageError(f"{command} needs {'one name at most' if MOST_FILES[command] else 'no file'}")
    elif command in ONE_OR_MORE:
        if not files:
            raise UsageError(f"{command} needs {ONE_OR_MORE[command]}")
    elif files != 1:
        raise UsageError(f"{command} needs {'one code' if command == 'unpack' else 'one file, or - for standard input'}")
