"""Finds the modules in use, and compiles them. Runs inside the runtime.

Bytecode must come from the very interpreter that will read it, and the modules in use are best found by using them. Nothing else is
imported at the top, because any module imported before the search would count as in use.
"""

import sys

# The folder where the virtual environment's packages are mounted.
TOOLS = "/tools"
# Python imports these by name, when a file needs one.
CODECS = tuple(f"import encodings.{name}" for name in ("cp1252", "cp437", "utf_16", "utf_16_be", "utf_16_le", "utf_32"))
# Of each kind of request to score, as many: few are missed by that many that a visitor could make.
_VARIATIONS = 40
# Type checkers take the condition for true.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def make(text: str) -> str:
    """Work as a visitor's browser would, then return all modules that it used, compiled.

    `text`, as JSON: {"parts": {"core": part, "group": part, "export": part}, "entries": {role: module}, "examples": [{"path", "name"}]}. A
    part is {"imports": [statement…], "sources": {path: source}}; `imports` are all import statements of its sources, because some run only
    when a certain function does. `entries` are the modules that the worker imports from the archives that it fetches late, and `examples`
    are files to open.

    Returns, as JSON: {"words": [text…], "requests": {role of a part: [text…]}, "replies": the same, "stdlib": archive,
    "ssi_core": archive, "group": archive, "export": archive}, the archives in base64. `words` are all texts in requests to score. Late
    archives include the standard library's modules that the core does not need; the second also has those that only the first one needs.
    """
    import json

    from ssi_core import wire

    order = json.loads(text)
    core, *late = order["parts"].items()
    model = json.loads(wire.handle('{"do": "model"}'))["ok"]
    plain = _make_plain_requests(model)
    requests = {"core": [*map(json.dumps, [*plain, *_make_requests(model)]), "not JSON", "[]"]}
    replies = {"core": [*map(wire.handle, requests["core"])]}
    for statement in core[1]["imports"]:
        exec(statement, {})
    stdlib = _find_files_in_use()
    archives = {"stdlib": stdlib, "ssi_core": core[1]["sources"]}
    make = {"group": lambda: _make_group_requests(model), "export": lambda: _make_archive_requests(order["examples"])}
    for role, part in late:
        for statement in (*part["imports"], *(CODECS if role == "export" else ())):
            exec(statement, {})
        requests[role] = [*map(json.dumps, make[role]())]
        replies[role] = [*map(_import_entry(order["entries"][role]), requests[role])]
        archives[role] = {path: source for path, source in _find_files_in_use().items() if path not in stdlib} | part["sources"]
    # Packing imports more modules, so it comes last.
    words = sorted(_list_words(plain))
    return json.dumps(
        {"words": words, "requests": requests, "replies": replies, **{role: _pack(sources) for role, sources in archives.items()}}
    )


def _import_entry(name: str) -> "Callable[[str], str]":
    # The module has this name only inside the runtime, where it ships at the top; see bytecode.py.
    handle: Callable[[str], str] = __import__(name).handle
    return handle


def _make_group_requests(model: "Any") -> "list[dict[str, Any]]":
    """Make requests of every kind about a group, valid and invalid: codes and links of enough people, in two rounds."""
    import json

    from ssi_core import wire

    code = {"do": "make-code", "kind": "estimate", "pillars": {pillar["key"]: 12.5 for pillar in model["pillars"]}, "day": "2026-11-29"}
    pack = {"do": "pack", "answers": {factor["key"]: factor["levels"][1]["key"] for factor in model["factors"]}}
    made = [json.loads(wire.handle(json.dumps({**code, "random": number})))["ok"]["code"] for number in range(6)]
    made += ["#code=" + json.loads(wire.handle(json.dumps({**pack, "target": number})))["ok"]["code"] for number in range(50, 56)]
    real = [json.loads(wire.handle(json.dumps({**code, "kind": "real", "random": number})))["ok"]["code"] for number in range(5)]
    pairs = {"do": "pairs", "rounds": [{"name": "", "text": "\n".join(f"{each} {made[-1]}" for each in real)}]}
    text = "\n".join([*made, made[0].lower().replace("-", " "), made[0][:-1] + "0", "\u20ac"])
    return [
        {**code, "random": 1},
        {**code, "kind": "real", "random": -2, "role": model["roles"][0]["key"], "day": "2026-02-30"},
        {"do": "make-code"},
        {"do": "group", "rounds": [{"name": "\u20ac", "text": text}, {"name": "", "text": "\r\n".join(made[:9])}]},
        {"do": "group", "rounds": [{"name": 1}]},
        pairs,
        {**pairs, "decimal": ";"},
    ]


def _make_archive_requests(examples: "list[dict[str, str]]") -> "list[dict[str, Any]]":
    """Make a request of every kind to archive_entry.py but “step” of an open file.

    How far a step comes depends on time.
    """
    nowhere = [{"path": "/nowhere", "name": "x.zip"}]
    return [
        {"do": "step"},
        {"do": "open", "files": examples},
        {"do": "close"},
        {"do": "open", "files": nowhere},
        {"do": "read", "files": examples},
        {"do": "read", "files": examples, "over_time": True},
        {"do": "read", "files": examples[:1], "scores": {"today": "2026-11-29", "words": {}}},
        {"do": "nothing"},
    ]


def _make_plain_requests(model: "Any") -> "list[dict[str, Any]]":
    """Make requests to score, valid and invalid, of the model's keys and numbers alone."""
    levels = {factor["key"]: [*(level["key"] for level in factor["levels"]), "unknown", "not_applicable"] for factor in model["factors"]}
    roles, pillars = ([each["key"] for each in model[kind]] for kind in ("roles", "pillars"))
    made: list[dict[str, Any]] = []
    for at in range(_VARIATIONS):
        answers = {
            key: names[(at + place + at // 8 * place) % len(names)] for place, (key, names) in enumerate(levels.items()) if (at + place) % 9
        }
        done = {key: names[-3] for key, names in levels.items()}
        # Numbers as they come from LinkedIn's page and from a file, of every size.
        real = {
            key: (None, (at * 7 + place) % 26, at % 25 + 0.487, (at * 997 + place * 541) % 2501 / 100)[(at + place) % 4]
            for place, key in enumerate(pillars)
        }
        made += [
            {"do": "score", "answers": answers, "role": roles[at % len(roles)], "target": at * 2.5},
            {"do": "score", "answers": answers, "role": roles[at % len(roles)], "real": real, "next": True},
            {"do": "score", "answers": answers, "target": 100 - at, "done": done if at % 2 else answers, "real": real},
        ]
    made += [{"do": "score", "answers": {}, "role": role, "target": 0, "next": False} for role in (*roles, pillars[0])]
    made += [{"do": "score", "answers": dict.fromkeys([*pillars, *roles, "do", "real"], each)} for each in (roles[0], 2, None, True)]
    return [*made, {"do": "score"}, {"do": "score", "target": "target", "role": 1, "real": {}, "done": None, "next": 1, "answers": "real"}]


def _list_words(requests: "Any") -> "set[str]":
    """List all texts in JSON: its keys, and texts that are values."""
    if isinstance(requests, dict):
        return set(requests).union(*map(_list_words, requests.values()))
    if isinstance(requests, list):
        return set().union(*map(_list_words, requests))
    return {requests} if isinstance(requests, str) else set()


def _make_requests(model: "Any") -> "list[dict[str, Any]]":
    """Make requests of every kind to `ssi_core.wire`, valid and invalid."""
    levels = {factor["key"]: [level["key"] for level in factor["levels"]] for factor in model["factors"]}
    worst = {key: names[0] for key, names in levels.items()}
    best = {key: names[-1] for key, names in levels.items()}
    some = {key: names[1] if at % 3 else "unknown" for at, (key, names) in enumerate(levels.items()) if at % 4}
    wrong = {key + "x": "1_to_8" for key in worst} | dict.fromkeys(best, "nearly")
    return [
        {"do": "model"},
        {"do": "score", "answers": {}},
        {"do": "score", "answers": best, "target": 100},
        *({"do": "score", "answers": some, "role": role["key"]} for role in model["roles"]),
        {"do": "score", "answers": worst, "target": 60.5},
        {"do": "score", "answers": wrong, "role": "seller", "target": "many"},
        {"do": "read-page", "text": "Social Selling Index\n47 out of 100\n11,5 | 4.2\n2\n12,3\n\u20ac \U0001f600 Top 5%"},
        {"do": "read-page", "text": "33 out of 100\n13,118 | Bouw je professionele merk op\nTop 37 % branche-SSI"},
        {"do": "read-page", "text": ""},
        *_make_saved_requests(best, [pillar["key"] for pillar in model["pillars"]]),
        {"do": "scroe"},
        {},
    ]


def _make_saved_requests(answers: dict[str, str], pillars: list[str]) -> "list[dict[str, Any]]":
    """Make requests about saved data: history, share codes, files."""
    import json

    point = {"id": "a", "date": "2026-01-05T09:30:00+01:00", "kind": "real", "total": 31.5, "pillars": dict.fromkeys(pillars, 11.487)}
    point |= {"industry": {"rank": 37, "average": 30.25}, "network": {"rank": 1.5, "average": None}}
    file = {"format": "ssi-history", "version": 1, "points": [point, {**point, "date": "\u20ac", "role": 1}]}
    return [
        {"do": "score", "answers": {}, "done": answers},
        {"do": "score", "answers": dict.fromkeys(answers, "unknown"), "target": 50.5, "done": answers, "real": point["pillars"]},
        {"do": "suggest", "real": dict.fromkeys(pillars, 11.487)},
        {
            "do": "remind",
            "id": "a",
            "now": point["date"],
            "day": "2026-01-31",
            "monthly": True,
            "title": "\u20ac;",
            "description": "\n",
            "url": "/",
        },
        {"do": "pack", "answers": answers, "target": 72.5},
        {"do": "unpack", "code": "2002WhlCQFFu4rk0QwUH"},
        {"do": "unpack", "code": "1002ZyAiyNK6s1yr6q0"},
        {"do": "history", "points": [point, {**point, "id": "b", "date": "2026-02-01"}, 1], "words": {"date": "\u20ac"}, "decimal": ","},
        {"do": "compare", "answers": answers, "real": {"total": 31, "brand": "11"}},
        {"do": "export", "answers": answers, "points": [point]},
        {"do": "import", "text": json.dumps(file), "answers": answers, "points": [point]},
        {"do": "import", "text": "[", "points": [{}]},
    ]


def _find_files_in_use() -> dict[str, str]:
    """Find the standard library's imported modules: path inside its archive → source.

    Modules that are frozen into the interpreter need no file.
    """
    found = {}
    archive = next(path for path in sys.path if path.startswith("/lib/python3") and path.endswith(".zip")) + "/"
    for module in list(sys.modules.values()):
        spec = getattr(module, "__spec__", None)
        if spec is not None and spec.origin is not None and spec.origin.startswith(archive):
            found[spec.origin.removeprefix(archive)] = spec.loader.get_data(spec.origin).decode()
    return found


def _pack(sources: dict[str, str]) -> str:
    """Compile sources and pack them; return a zip of bytecode, in base64."""
    import base64

    from site_src.runtime.archive import make_archive

    return base64.b64encode(make_archive({name: _mark_unchecked(code) for name, code in _compile(sources).items()})).decode()


def _compile(sources: dict[str, str]) -> dict[str, bytes]:
    """Compile sources to bytecode, by path, without asserts and docstrings.

    pyodide-build optimises at its interpreter's level, which is that of a visitor's Python (PYTHONOPTIMIZE). It and all that it imports
    come from the virtual environment, which belongs to another Python: nothing may be written there.
    """
    import os
    from zipfile import ZipFile

    # Makes py_compile write hashes instead of dates. The number is a date that a zip can represent in any time zone.
    os.environ["SOURCE_DATE_EPOCH"] = "1000000000"
    sys.dont_write_bytecode = True
    if TOOLS not in sys.path:
        sys.path.append(TOOLS)
    from pathlib import Path

    from pyodide_build._py_compile import _py_compile_archive  # type: ignore[import-untyped]

    path = Path("/compiled.zip")
    with ZipFile(path, "w") as plain:
        for name, source in sources.items():
            plain.writestr(name, source)
    _py_compile_archive(path, keep=False, verbose=False, compression_level=0)
    with ZipFile(path) as compiled:
        return {name: compiled.read(name) for name in compiled.namelist()}


def _mark_unchecked(code: bytes) -> bytes:
    """Mark bytecode as not to be compared with its source, which does not ship.

    pyodide-build has no option for that. The header is four bytes of magic number, four of flags (1: with the source's hash; 2: compare
    it), eight of hash.
    """
    if code[4:8] != bytes([3, 0, 0, 0]):
        raise ValueError("pyodide-build left out the hash of the source")
    return code[:4] + bytes([1, 0, 0, 0]) + code[8:]
