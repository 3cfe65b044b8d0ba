"""Sites for the benchmark of the first score: stock Pyodide's, and ours with the real engine and runtime."""

import json
import shutil
from pathlib import Path

from site_src.assets.scripts import bundle_scripts
from site_src.load.sources import read_folder
from site_src.model import BROWSER, SCRIPTS, Output
from site_src.runtime import make_runtime
from site_src.runtime.archive import make_archive

ROOT = Path(__file__).parent.parent
PYODIDE = ROOT / "node_modules" / "pyodide"
STOCK_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")

ANSWERS = {"connections": "500_or_more", "active_days": "7_days"}
# Our page preloads its modules and starts the engine in the head, as the quiz does.
HEAD = '<!doctype html><meta charset="utf-8"><title>Boot</title>'
STOCK_PAGE = f'{HEAD}<script type="module" src="start.js"></script>'
OURS_PAGE = f"""{HEAD}<link rel="modulepreload" href="page/ui/trusted_types.js"><link rel="modulepreload" href="page/engine/engine.js">
<script type="module" async src="page/engine/engine.js" data-manifest="{{0}}" data-worker="worker/worker.js"></script>
<form data-runtime="{{0}}" data-worker="worker/worker.js"></form><script type="module" src="start.js"></script>"""
OURS = """
import {{ startEngine }} from "./page/engine/engine.js";
const engine = startEngine("{manifest}", () => {{}});
const reply = await engine.ask({{ do: "score", answers: {answers} }});
document.documentElement.dataset.score = reply.ok.total;
document.documentElement.dataset.at = performance.now();
const took = [];
for (let i = 0; i < 100; i += 1) {{
  const start = performance.now();
  await engine.ask({{ do: "score", answers: {answers}, role: "sales" }});
  took.push(performance.now() - start);
}}
document.documentElement.dataset.rescore = took.sort((one, other) => one - other)[95];
"""
STOCK = """
const worker = new Worker("worker.js", {{ type: "module" }});
worker.onmessage = ({{ data }}) => {{
  document.documentElement.dataset.score = JSON.parse(data).ok.total;
  document.documentElement.dataset.at = performance.now();
}};
"""
STOCK_WORKER = """
import {{ loadPyodide }} from "./pyodide.mjs";
const [pyodide, core] = await Promise.all([loadPyodide(), fetch("ssi_core.zip").then((response) => response.arrayBuffer())]);
pyodide.unpackArchive(core, "zip");
const handle = pyodide.runPython("from ssi_core.wire import handle; handle");
postMessage(handle(JSON.stringify({{ do: "score", answers: {answers} }})));
"""


def make_stock_site(folder: Path) -> Path:
    """Make a site with Pyodide's files from npm."""
    folder.mkdir()
    for file in STOCK_FILES:
        shutil.copy(PYODIDE / file, folder / file)
    sources = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "ssi_core").rglob("*.py")}
    (folder / "ssi_core.zip").write_bytes(make_archive(sources))
    (folder / "worker.js").write_text(STOCK_WORKER.format(answers=json.dumps(ANSWERS)), encoding="utf-8")
    (folder / "start.js").write_text(STOCK.format(), encoding="utf-8")
    (folder / "index.html").write_text(STOCK_PAGE, encoding="utf-8")
    return folder


def make_our_site(folder: Path, stored: bool = False) -> Path:
    """Make a site with this project's engine and runtime, its archives deflated or `stored`."""
    folder.mkdir()
    runtime, problems = make_runtime(ROOT, stored)
    assert not problems, problems
    manifest = next(json.loads(output.data) for output in runtime.outputs if output.path == runtime.manifest)
    # The reader of LinkedIn's archive is fetched only by visitors who use it.
    for output in (each for each in runtime.outputs if each.path.name != manifest["later"]["export"]["path"]):
        (folder / output.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / output.path).write_bytes(output.data)
    shipped, problems = bundle_scripts(read_folder(ROOT / BROWSER, BROWSER)[0], ("worker/worker.js",))
    assert not problems, problems
    for source in shipped:
        path = source.path.relative_to(BROWSER)
        if path.suffix == ".js" and path.parts[0] in SCRIPTS:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(source.data)
    (folder / "start.js").write_text(OURS.format(manifest=runtime.manifest, answers=json.dumps(ANSWERS)), encoding="utf-8")
    (folder / "index.html").write_text(OURS_PAGE.format(runtime.manifest), encoding="utf-8")
    return folder


def make_update(folder: Path, stored: bool) -> list[Output]:
    """Make the engine's files that a change of `ssi_core` makes anew, archives `stored` or deflated."""
    folder.mkdir()
    shutil.copytree(ROOT / "ssi_core", folder / "ssi_core", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "package.json", folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    changed = folder / "ssi_core" / "wire" / "__init__.py"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n\nCHANGED = True\n", encoding="utf-8")
    before = {output.path for output in make_runtime(ROOT, stored)[0].outputs}
    return [output for output in make_runtime(folder, stored)[0].outputs if output.path not in before]
