"""A score as a table for people, and as CSV. Both take what `score` prints as JSON.

>>> from ssi_core.wire import make_score_reply
>>> given = '{"articles": "none", "rich_media": "2_to_4", "groups": "none"}'
>>> reply = make_score_reply(f'{{"answers": {given}, "role": "hr", "target": 49}}')["ok"]
>>> print(format_table(reply, coloured=False).split("\\n\\n")[0])
Estimated SSI: 46.5 of 100, at least 1.2 and at most 96.4.
Good for hr is 60 to 65. 15 more answers make one number worth reading.
>>> print(format_table(reply, coloured=False).split("\\n\\n")[-1], end="")
Plan for 49                           gain  hours
  rich_media: 2_to_4 -> 5_or_more     +1.0      3
  groups: none -> sometimes_active    +2.0      4
  reaches 49.5                        +3.0      7
>>> format_rows(reply).splitlines()[:3]
['kind,key,pillar,status,level,points,max,low,high', 'total,total,,,,46.5,100,1.2,96.4', 'pillar,brand,,,,11.5,25,1.2,22.9']
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from typing import Any

from ssi_core.advice import UNREACHABLE

type Json = Mapping[str, Any]
type Paint = Callable[[str, str], str]
"""Gives a text a colour, or leaves it as it is."""

BAR = 20
"""The characters of the bar of a pillar."""
MOST_STEPS = 10
"""The next steps that the table lists."""
COLUMNS = ("kind", "key", "pillar", "status", "level", "points", "max", "low", "high")

BOLD, FAINT, GREEN, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[0m"


def format_table(score: Json, *, coloured: bool) -> str:
    """Write a score as text of ASCII characters, which any terminal has."""
    paint = _paint if coloured else _leave
    factors = score["factors"]
    width = max(map(len, factors))
    parts = [
        "\n".join(_list_sentences(score, paint)),
        "\n".join(_list_pillars(score["pillars"], width, paint)),
        "\n".join(line for pillar in score["pillars"] for line in _list_factors(pillar, factors, width, paint)),
    ]
    plan = score["plan"]
    end = f"{'ends at' if plan['status'] == UNREACHABLE else 'reaches'} {plan['total']}"
    gain = sum(step["gain"] for step in plan["steps"])
    if score["advice"]:
        rows = [*map(_describe_step, score["advice"][:MOST_STEPS])]
        parts.append("\n".join(_list_steps("Next steps", rows, paint)))
    if plan["steps"]:
        rows = [*map(_describe_step, plan["steps"]), (end, gain, plan["effort"])]
        parts.append("\n".join(_list_steps(f"Plan for {plan['target']}", rows, paint)))
    return "\n\n".join(parts) + "\n"


def format_rows(score: Json) -> str:
    """Write a score as CSV: a row for the total, each pillar and each factor."""
    text = StringIO()
    # Not the carriage returns of RFC 4180: programs that read a pipe line by line would keep them.
    rows = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    rows.writeheader()
    for kind, key, each in [("total", "total", {**score, "points": score["total"]}), *_name_all("pillar", score["pillars"])]:
        low, high = each["range"]
        rows.writerow({"kind": kind, "key": key, "points": each["points"], "max": each["max"], "low": low, "high": high})
    for kind, key, factor in _name_all("factor", score["factors"]):
        rows.writerow({"kind": kind, "key": key, **factor})
    return text.getvalue()


def _name_all(kind: str, parts: Json) -> list[tuple[str, str, Json]]:
    return [(kind, key, each) for key, each in parts.items()]


def _list_sentences(score: Json, paint: Paint) -> list[str]:
    low, high = score["range"]
    lines = [paint(BOLD, f"Estimated SSI: {score['total']} of {score['max']}") + f", at least {low} and at most {high}."]
    guideline, needed = score["benchmark"], score["verdict"]["needed"]
    notes = []
    if guideline:
        good = " to ".join(map(str, dict.fromkeys(guideline.values())))
        notes.append(f"Good for {score['role']} is {good}.")
    if needed:
        notes.append(f"{needed} more answer{'s make' if needed > 1 else ' makes'} one number worth reading.")
    if notes:
        lines.append(" ".join(notes))
    for key, words in (("start", "From LinkedIn's own points, the start is"), ("what_if", "After the steps done it is")):
        if score[key]:
            lines.append(f"{words} {score[key]['total']}.")
    if score["next"]:
        lines.append(f"The question to answer next: {score['next']}.")
    return lines


def _list_pillars(pillars: Json, width: int, paint: Paint) -> list[str]:
    lines = [paint(BOLD, f"{'Pillar':{width + 2}}{'points':>8}{'of':>6}")]
    for key, pillar in pillars.items():
        low, high = pillar["range"]
        full = int(BAR * pillar["points"] / pillar["max"])
        bar = paint(GREEN, "#" * full) + paint(FAINT, "." * (BAR - full))
        lines.append(f"  {key:{width}}{pillar['points']:8.1f}{pillar['max']:6}  {bar}  {low} to {high}")
    return lines


def _list_factors(pillar: str, factors: Json, width: int, paint: Paint) -> list[str]:
    lines = [paint(BOLD, f"{pillar:{width + 2}}{'points':>8}{'of':>6}")]
    for key, factor in factors.items():
        if factor["pillar"] == pillar:
            level = factor["level"] or paint(FAINT, factor["status"].replace("_", " "))
            lines.append(f"  {key:{width}}{factor['points']:8.2f}{factor['max']:6.2f}  {level}")
    return lines


def _describe_step(step: Json) -> tuple[str, float, int]:
    return f"{step['factor']}: {step['from']} -> {step['to']}", step["gain"], step["effort"]


def _list_steps(title: str, rows: Sequence[tuple[str, float, int]], paint: Paint) -> list[str]:
    width = max(len(title), *(len(words) + 2 for words, _, _ in rows))
    lines = [paint(BOLD, f"{title:{width}}{'gain':>8}{'hours':>7}")]
    return lines + [f"  {words:{width - 2}}{paint(GREEN, f'{gain:+8.1f}')}{hours:7}" for words, gain, hours in rows]


def _paint(colour: str, text: str) -> str:
    return f"{colour}{text}{PLAIN}"


def _leave(colour: str, text: str) -> str:
    return text
