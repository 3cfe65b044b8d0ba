"""Check of the interpreter's two halves by ten thousand random requests to score.

They are answered while half of its static data is missing. The data is zeros, and then nonsense; each reply must be that of CPython and
of the whole interpreter. The tests do it with 300 requests.

    .venv/bin/python -m benchmarks.halves [--count 10000]
"""

import argparse
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from site_src.runtime import make_runtime, node
from site_src.runtime.node import Interpreter, run_in_node
from ssi_core.wire import handle
from tests.support.plain_requests import find_halves, list_each_key, make_plain_requests

ROOT = Path(__file__).parent.parent
PYODIDE = ROOT / "node_modules" / "pyodide"
WHOLE = Interpreter(PYODIDE / "pyodide.asm.mjs", PYODIDE / "pyodide.asm.wasm", PYODIDE / "python_stdlib.zip")


def main() -> int:
    """Compare all replies, and print how many agree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="how many random requests")
    options = parser.parse_args()
    # For ten thousand requests, on a machine that has other work.
    node.TIME_LIMIT_SECONDS = 1800
    runtime, problems = make_runtime(ROOT)
    assert not problems, problems
    with TemporaryDirectory() as name:
        folder = Path(name)
        for output in runtime.outputs:
            (folder / (output.path.name.partition(".")[0] + output.path.suffix)).write_bytes(output.data)
        halved = Interpreter(folder / "pyodide.js", folder / "pyodide.wasm", folder / "stdlib.zip", folder / "pyodide_rest.wasm")
        archives = {role: folder / f"{role}.zip" for role in ("stdlib", "ssi_core")}
        words = json.loads((folder / "manifest.json").read_bytes())["words"]
        texts = [*list_each_key(), *make_plain_requests(words, options.count)]
        expected = [handle(text) for text in texts]
        runs = zip(("zeros", "nonsense", "whole"), (*find_halves(halved, folder), (WHOLE, ())), strict=True)
        wrong = 0
        for kind, (interpreter, poison) in runs:
            start = time.monotonic()
            replies = run_in_node(interpreter, archives, "ssi_core.wire.handle", texts, poison=poison).replies
            differing = [text for text, reply, right in zip(texts, replies, expected, strict=True) if reply != right]
            wrong += len(differing)
            print(
                f"{kind}: {len(texts) - len(differing):,} of {len(texts):,} as CPython, in {time.monotonic() - start:.0f} s", *differing[:3]
            )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
