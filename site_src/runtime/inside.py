"""Runs inside the runtime, not in the Python that builds: finds the modules in use, and compiles them.

Bytecode must come from the very interpreter that will read it, and the modules in use are best found by using them. Nothing is imported at
the top, because whatever this module imports before it looks would count as in use.
"""

import sys

# Where the virtual environment's packages are mounted.
TOOLS = "/tools"
# Python looks for these by name, at the moment that a file needs one.
CODECS = tuple(f"import encodings.{name}" for name in ("cp1252", "cp437", "utf_16", "utf_16_be", "utf_16_le", "utf_32"))
# Type checkers take the condition for true.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def make(text: str) -> str:
    """Work as a visitor's browser would, then give back everything that took, compiled.

    In, as JSON: {"core": part, "later": part}, where a part is {"imports": [statement…], "sources": {path: source}}; the statements are all
    of its own, because some of them run only when a certain function does. `later` also has {"examples": [{"path", "name"}]} to open.
    Out: {"requests": {"core": [text…], "later": [text…]}, "replies": [text…], "stdlib": archive, "ssi_core": archive, "export": archive},
    the archives in base64. What `later` takes of the standard library goes with it, as far as the core does without.
    """
    import json

    from ssi_core import wire

    asked = json.loads(text)
    requests = _requests(json.loads(wire.handle('{"do": "model"}'))["ok"])
    texts = [json.dumps(request) for request in requests] + ["not JSON", "[]"]
    replies = [wire.handle(each) for each in texts]
    for statement in asked["core"]["imports"]:
        exec(statement, {})
    stdlib = _files_in_use()
    for statement in (*asked["later"]["imports"], *CODECS):
        exec(statement, {})
    later = [json.dumps(request) for request in _openings(asked["later"]["examples"])]
    replies += map(_door(), later)
    export = {path: source for path, source in _files_in_use().items() if path not in stdlib}
    made = {
        "stdlib": _shipped(stdlib),
        "ssi_core": _shipped(asked["core"]["sources"]),
        "export": _shipped(export | asked["later"]["sources"]),
    }
    return json.dumps({"requests": {"core": texts, "later": later}, "replies": replies, **made})


def _door() -> "Callable[[str], str]":
    # It is the module of that name only in here, where it ships; see bytecode.py.
    handle: Callable[[str], str] = __import__("door").handle
    return handle


def _openings(examples: "list[dict[str, str]]") -> "list[dict[str, Any]]":
    """Everything that the door does, but for steps: how far one comes is a matter of time."""
    nowhere = [{"path": "/nowhere", "name": "x.zip"}]
    return [
        {"do": "step"},
        {"do": "open", "files": examples},
        {"do": "close"},
        {"do": "open", "files": nowhere},
        {"do": "read", "files": examples},
        {"do": "nothing"},
    ]


def _requests(model: "Any") -> "list[dict[str, Any]]":
    """One of everything that the door is for, done right and done wrong."""
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
        *_about_what_is_kept(best, [pillar["key"] for pillar in model["pillars"]]),
        {"do": "scroe"},
        {},
    ]


def _about_what_is_kept(answers: dict[str, str], pillars: list[str]) -> "list[dict[str, Any]]":
    import json

    point = {"id": "a", "date": "2026-01-05T09:30:00+01:00", "kind": "real", "total": 31.5, "pillars": dict.fromkeys(pillars, 11.487)}
    point |= {"industry": {"rank": 37, "average": 30.25}, "network": {"rank": 1.5, "average": None}}
    file = {"format": "ssi-history", "version": 1, "points": [point, {**point, "date": "\u20ac", "role": 1}]}
    return [
        {"do": "score", "answers": {}, "done": answers},
        {"do": "pack", "answers": answers, "target": 72.5},
        {"do": "unpack", "code": "1002ZyAiyNK6s1yr6q0z"},
        {"do": "unpack", "code": "1002ZyAiyNK6s1yr6q0"},
        {"do": "history", "points": [point, {**point, "id": "b", "date": "2026-02-01"}, 1], "words": {"date": "\u20ac"}, "decimal": ","},
        {"do": "compare", "answers": answers, "real": {"total": 31, "brand": "11"}},
        {"do": "export", "answers": answers, "points": [point]},
        {"do": "import", "text": json.dumps(file), "answers": answers, "points": [point]},
        {"do": "import", "text": "[", "points": [{}]},
    ]


def _files_in_use() -> dict[str, str]:
    """The imported modules of the standard library: path inside its archive → source. Those frozen into the interpreter need no file."""
    found = {}
    archive = next(path for path in sys.path if path.startswith("/lib/python3") and path.endswith(".zip")) + "/"
    for module in list(sys.modules.values()):
        spec = getattr(module, "__spec__", None)
        if spec is not None and spec.origin is not None and spec.origin.startswith(archive):
            found[spec.origin.removeprefix(archive)] = spec.loader.get_data(spec.origin).decode()
    return found


def _shipped(sources: dict[str, str]) -> str:
    """What ships of these sources: a zip of bytecode, in base64."""
    import base64

    from site_src.runtime.archive import archive

    return base64.b64encode(archive({name: _unchecked(code) for name, code in _compiled(sources).items()})).decode()


def _compiled(sources: dict[str, str]) -> dict[str, bytes]:
    """Bytecode by path, without asserts and docstrings.

    pyodide-build compiles as far as its interpreter is told to optimise, which is what a visitor's Python is told (PYTHONOPTIMIZE). It and
    all that it imports come from the virtual environment, which belongs to another Python: nothing may be written there.
    """
    import os
    from zipfile import ZipFile

    # Has py_compile write hashes instead of dates. The number itself is a date that a zip can say, in whatever time zone.
    os.environ["SOURCE_DATE_EPOCH"] = "1000000000"
    sys.dont_write_bytecode = True
    if TOOLS not in sys.path:
        sys.path.append(TOOLS)
    from pathlib import Path

    from pyodide_build._py_compile import _py_compile_archive  # type: ignore[import-untyped]

    path = Path("/compiled.zip")
    with ZipFile(path, "w") as plain:
        for name, words in sources.items():
            plain.writestr(name, words)
    _py_compile_archive(path, keep=False, verbose=False, compression_level=0)
    with ZipFile(path) as compiled:
        return {name: compiled.read(name) for name in compiled.namelist()}


def _unchecked(code: bytes) -> bytes:
    """Bytecode that says it need not be compared with its source, which does not ship. pyodide-build cannot be asked for that.

    The header is four bytes of magic number, four of flags (1: with the source's hash; 2: compare it), eight of hash.
    """
    if code[4:8] != bytes([3, 0, 0, 0]):
        raise ValueError("pyodide-build left out the hash of the source")
    return code[:4] + bytes([1, 0, 0, 0]) + code[8:]
