"""Modules that import each other → one script, by esbuild: on a page from disk no script can import another.

esbuild is a program, not a library. npm puts it beside the folder of its package, one for each kind of machine, and only this machine's.
"""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from site_src.model import Problem, Source

_FOLDER = "site_src/browser"
# Every browser that runs the engine's WebAssembly knows this much.
_TARGET = "es2022"
_ADVICE = "Run make serve or make test, which install exactly what the lock files hold."


class BundleError(Exception):
    """The scripts cannot be joined, for the one reason that `problem` gives."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem, and be printable as its one line."""
        super().__init__(str(problem))
        self.problem = problem


def bundled(browser: tuple[Source, ...], modules: tuple[str, ...], module: bool, root: Path) -> str:
    """The script that runs these modules, in their order (`page/quiz.js`, …). With `module` it is a module itself."""
    found = sorted(root.glob("node_modules/@esbuild/*/bin/esbuild"))
    if not found:
        raise BundleError(Problem("node_modules/@esbuild", 0, "is not there", _ADVICE))
    with TemporaryDirectory() as name:
        folder = Path(name)
        for source in browser:
            if source.path.suffix == ".js":
                path = folder / source.path.relative_to(_FOLDER)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(source.data)
        (folder / "entry.js").write_text("".join(f'import "./{each}";\n' for each in modules), encoding="utf-8")
        command = [str(found[0]), "entry.js", "--bundle", f"--format={'esm' if module else 'iife'}", f"--target={_TARGET}"]
        # Minified by whitespace only, so that whoever looks into the file can read the names.
        command += ["--minify-whitespace", "--charset=utf8", "--log-level=warning", "--color=false"]
        done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise BundleError(Problem(_FOLDER, 0, f"the scripts cannot be joined: {' '.join(done.stderr.split())}", "Mend the script."))
    return done.stdout.strip()
