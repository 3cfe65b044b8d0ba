"""Runs inside the runtime, not in the Python that builds: finds the modules in use, and compiles them.

Bytecode must come from the very interpreter that will read it, and the modules in use are best found by using them. Nothing is imported at
the top, because whatever this module imports before it looks would count as in use.
"""

import sys

# Type checkers take the condition for true.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def make(text: str) -> str:
    """Work as a visitor's browser would, then give back everything that took, compiled.

    In, as JSON: {"imports": [statement…], "sources": {path: source}}. The statements are all of `ssi_core`'s own, because some of them run
    only when a certain function does. Out: {"requests": [text…], "replies": [text…], "stdlib": {path: bytecode}, "ssi_core": {path:
    bytecode}}, the bytecode in base64.
    """
    import json

    from ssi_core import wire

    asked = json.loads(text)
    requests = _requests(json.loads(wire.handle('{"do": "model"}'))["ok"])
    texts = [json.dumps(request) for request in requests] + ["not JSON", "[]"]
    replies = [wire.handle(each) for each in texts]
    for statement in asked["imports"]:
        exec(statement, {})
    stdlib = _files_in_use()
    made = {"stdlib": _compiled(stdlib), "ssi_core": _compiled(asked["sources"])}
    return json.dumps({"requests": texts, "replies": replies, **made})


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
        {"do": "read-page", "text": ""},
        {"do": "scroe"},
        {},
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


def _compiled(sources: dict[str, str]) -> dict[str, str]:
    """Bytecode in base64, by path; without asserts and docstrings, and with a hash of the source where others keep a date."""
    import base64
    import py_compile
    from pathlib import Path

    made = {}
    source, target = Path("/module.py"), Path("/module.pyc")
    for path, words in sources.items():
        source.write_text(words, encoding="utf-8")
        py_compile.compile(
            str(source),
            cfile=str(target),
            dfile=path,
            doraise=True,
            optimize=2,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        made[path + "c"] = base64.b64encode(target.read_bytes()).decode()
    return made
