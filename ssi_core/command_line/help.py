"""Every command of the command line, and its help.

The tests run each example as it stands here, so an example needs no file that it does not make.
"""

from textwrap import indent
from typing import NamedTuple

VERSION = "0.1.0"
"""The version of this package; the model has one of its own. The wheel takes it from here."""

FORMATS = ("json", "text", "csv")


class Option(NamedTuple):
    """An option of a command. `values`: one of them follows it; without any it is a switch."""

    name: str
    values: tuple[str, ...]
    text: str


class Command(NamedTuple):
    """A command. `arguments`: what follows its name. `summary`: its help in a line; `text`: the rest of it. `examples`: for a shell."""

    name: str
    arguments: str
    summary: str
    text: str
    examples: tuple[str, ...]
    options: tuple[Option, ...] = ()


COMMANDS = (
    Command(
        "score",
        "FILE",
        "score the answers in a JSON file, and say what to do next",
        """\
The file holds {"answers": {factor: level}, "role"?: role, "target"?: total to plan for,
"done"?: {factor: level} (steps, whose score is then "what_if"), "next"?: true (the question to ask next),
"real"?: {pillar: points on LinkedIn's page, from which the plan then starts}}.
A level may be "unknown"; "ssi model" lists factors, levels and roles; "ssi schema score-output" describes the output.""",
        (
            """echo '{"answers": {"connections": "500_or_more", "articles": "none"}, "role": "sales"}' | ssi score -""",
            """echo '{"answers": {"connections": "500_or_more"}, "target": 60}' | ssi score --format text -""",
            """echo '{"answers": {}}' | ssi score --format csv - > score.csv""",
        ),
        (
            Option(
                "--format",
                FORMATS,
                "json by default; text: a table for people, with colour on a terminal only, and never where NO_COLOR is set;\n"
                "csv: a row for the total, each pillar and each factor",
            ),
        ),
    ),
    Command(
        "model",
        "",
        "print the model: every factor with its levels, every role",
        """\
The levels of a factor stand from worst to best, each with its share of the factor's points, in percent, and the hours it takes.""",
        ("ssi model", """ssi model | python3 -c 'import json, sys; print(*[each["key"] for each in json.load(sys.stdin)["roles"]])'"""),
    ),
    Command(
        "read-page",
        "FILE",
        "read the scores from a text copied from linkedin.com/sales/ssi",
        "The whole page, selected and copied, in Dutch or English. What is not found is null, and listed.",
        ("printf '33 out of 100\\n13.118 | Establish your professional brand\\n' | ssi read-page -",),
    ),
    Command(
        "read-export",
        "FILE...",
        "measure answers in LinkedIn's archive of your data",
        """\
The files are LinkedIn's ZIPs, single CSV files from them, and the analytics workbook. Each answer comes with its evidence.
"ssi schema report" describes the output.""",
        (
            "printf 'Organization,Followed On\\nAcme,Wed Oct 01 16:02:32 UTC 2025\\n' > 'Company Follows.csv'\n"
            "ssi read-export 'Company Follows.csv'",
            "ssi read-export --over-time 'Company Follows.csv'",
        ),
        (Option("--over-time", (), "also the score of each month, and what it becomes if nothing is done"),),
    ),
    Command(
        "pack",
        "FILE",
        "make the code that a link to the site carries",
        "The file holds answers, as for score.",
        ("""echo '{"answers": {"connections": "500_or_more"}, "role": "sales"}' | ssi pack -""",),
    ),
    Command(
        "unpack",
        "CODE",
        "print the answers that such a code carries",
        "The output can be scored as it is printed.",
        ("ssi unpack 2002WhlCQFFu4rk0QwUH", "ssi unpack 2002WhlCQFFu4rk0QwUH | ssi score --format text -"),
    ),
    Command(
        "read-history",
        "FILE",
        "read the file that the site saves: answers, and every point with its change",
        '"ssi schema saved-file" describes the file.',
        ("""echo '{"format": "ssi-history", "version": 1, "answers": {"articles": "one"}, "points": []}' | ssi read-history -""",),
    ),
    Command(
        "group",
        "FILE...",
        "print the numbers of a group, from any text with codes and links in it",
        """\
Each file is a round, and the change since the round before is printed, too. No number is about fewer than five people.""",
        ("echo 'My code is S2FDX-EAR53-KBYYZ-FQRJ5' | ssi group -",),
    ),
    Command(
        "evaluate",
        "PAIRS.csv",
        "say how far the estimate is from real scores",
        """\
A row for each person, with a column for each pillar (brand, find, engage, relate) and the answers: a column for each factor,
or one named code. Fewer than 30 pairs mean nothing, and the command says so.""",
        (
            "printf 'brand,find,engage,relate,code\\n12.1,4.9,1.4,13.5,2002WhlCQFFu4rk0QwUH\\n' > pairs.csv\nssi evaluate pairs.csv",
            "ssi evaluate - < pairs.csv",
        ),
    ),
    Command(
        "fit",
        "PAIRS.csv",
        "find the weights that would lessen that error",
        """\
They lie between half and double today's, and stand beside the error on pairs left out. It changes nothing.
The file is that of evaluate.""",
        (
            "row=12.1,4.9,1.4,13.5,2002WhlCQFFu4rk0QwUH\n"
            "printf '%s\\n' brand,find,engage,relate,code $row $row $row $row $row > pairs.csv\nssi fit pairs.csv",
            "ssi fit --levels pairs.csv",
        ),
        (Option("--levels", (), "also the shares of levels"),),
    ),
    Command(
        "schema",
        "[NAME]",
        "print the JSON Schemas of input and output",
        """\
Draft 2020-12. The names are score-input, score-output, saved-file and report: what score takes and gives, the file that
the site saves, and what read-export prints. Without a name, all of them in an object by name.""",
        ("ssi schema score-input", "ssi schema > schemas.json"),
    ),
)

EXIT_CODES = """\
Exit codes: 0, done; 1, the output could not be written; 2, the input could not be used, with a line for each fault on standard error.
"""


def find_command(name: str) -> Command | None:
    """Find a command by its name."""
    return next((command for command in COMMANDS if command.name == name), None)


def format_overview() -> str:
    """Write the help of the whole program."""
    uses = [(f"{command.name} {command.arguments}".strip(), command.summary) for command in COMMANDS]
    uses += [("COMMAND --help", "explain a command, with examples"), ("--version", "print the version of this program and of its model")]
    width = max(len(use) for use, _ in uses)
    lines = "".join(f"  ssi {use:{width}}  {summary}\n" for use, summary in uses)
    return f"""\
Estimate LinkedIn's Social Selling Index. Everything is printed as JSON, but for options that say otherwise.

{lines}
ssi is also python -m ssi_core. FILE may be - for standard input. Text is UTF-8, or UTF-16 with a byte order mark.
{EXIT_CODES}"""


def format_help(command: Command) -> str:
    """Write the help of a command."""
    options = "".join(f" [{_format_option(option)}]" for option in command.options)
    parts = [f"ssi {command.name}{options} {command.arguments}".rstrip(), f"{_capitalise(command.summary)}.\n{command.text}"]
    parts += [f"{_format_option(option)}\n{indent(option.text, '  ')}" for option in command.options]
    parts.append("Examples:\n" + "\n".join(indent(example, "  ") for example in command.examples))
    return "\n\n".join([*parts, EXIT_CODES])


def _format_option(option: Option) -> str:
    return f"{option.name} {'|'.join(option.values)}".rstrip()


def _capitalise(text: str) -> str:
    return text[0].upper() + text[1:]
