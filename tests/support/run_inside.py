"""A pytest run inside the browser's Python, on the archives that ship.

The archives come first on `sys.path`. Tools that only the tests need follow: the whole standard library, and the virtual environment's
packages, as far as they are written in Python. Use of any of that by `ssi_core` is reported.
"""

import builtins
import json
import sys
from types import FrameType, ModuleType
from typing import Any

WHOLE = "/whole/python_stdlib.zip"
TOOLS = "/tools"
REPOSITORY = "/repository"
SHIPPED = "/lib/ssi_core.zip/"
# Python is a few times slower here, and the tests outside try many more.
MOST_EXAMPLES = 8


def run(text: str) -> str:
    """Run the tests of {"files": […], "elsewhere": [test…], "packages": […]}.

    The packages are those of the shipped standard library. Returns {"optimised", "code", "outcomes": {test: outcome}, "elsewhere": [test…],
    "lacking": [module…], "origins": {module: file}, "output"}. Lacking are modules that `ssi_core` imported, itself or by its calls, and
    that do not ship.
    """
    asked = json.loads(text)
    _complete(asked["packages"])
    lacking = _watch()
    _furnish_hypothesis()
    # The command line does not ship. Its tests import it from the repository; everything it calls ships.
    import ssi_core

    ssi_core.__path__.append(f"{REPOSITORY}/ssi_core")
    report = _select_tests(asked)
    origins = {name: _find_origin(module) for name, module in list(sys.modules.items())}
    return json.dumps({"optimised": sys.flags.optimize, "lacking": sorted(lacking), "origins": origins, **report})


def _complete(packages: list[str]) -> None:
    """Put the whole standard library after the shipped one, inside packages, too."""
    sys.dont_write_bytecode = True
    # The repository first: packages of the virtual environment bring folders called tests, too.
    sys.path += [WHOLE, REPOSITORY, TOOLS]
    for name in packages:
        __import__(name)
    for name, module in list(sys.modules.items()):
        if hasattr(module, "__path__"):
            module.__path__.append(f"{WHOLE}/{name.replace('.', '/')}")


def _watch() -> set[str]:
    """Collect modules that `ssi_core` imports from now on and that do not ship. Import statements that run again count, too."""
    lacking: set[str] = set()
    real = builtins.__import__

    def watching(name: str, *rest: Any, **more: Any) -> ModuleType:
        module = real(name, *rest, **more)
        if _find_origin(sys.modules.get(name)).startswith((WHOLE, TOOLS)):
            frame: FrameType | None = sys._getframe(1)
            while frame is not None:
                if _find_origin(sys.modules.get(frame.f_globals.get("__name__", ""))).startswith(SHIPPED):
                    lacking.add(name)
                frame = frame.f_back
        return module

    builtins.__import__ = watching
    return lacking


def _find_origin(module: ModuleType | None) -> str:
    """Return the file that a module came from."""
    return getattr(getattr(module, "__spec__", None), "origin", None) or ""


def _furnish_hypothesis() -> None:
    import os
    from importlib.metadata import version

    from tests.support import hypothesis_native

    def module(name: str, **members: Any) -> None:
        sys.modules[name] = made = ModuleType(name)
        made.__dict__.update(members)

    module("hypothesis._native", __version__=version("hypothesis"))
    module("hypothesis._native.internal")
    module("hypothesis._native.internal.floats", **vars(hypothesis_native))
    module("hypothesis._native.internal.cathetus", cathetus=hypothesis_native.cathetus)
    # Other packages of the virtual environment bring plugins, which may need modules that a browser lacks.
    os.environ.update(HYPOTHESIS_NO_PLUGINS="1", PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    from hypothesis import HealthCheck, settings

    settings.register_profile("inside", max_examples=MOST_EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    settings.load_profile("inside")


def _select_tests(asked: dict[str, Any]) -> dict[str, Any]:
    import io
    import os
    from contextlib import redirect_stdout

    import pytest
    from hypothesis import settings

    outcomes: dict[str, str] = {}
    elsewhere: set[str] = set()

    def fewer_examples(item: pytest.Item) -> None:
        """Limit the examples of a test that sets their number itself, whatever the profile says."""
        own = getattr(getattr(item, "obj", None), "_hypothesis_internal_use_settings", None)
        if own is not None:
            item.obj._hypothesis_internal_use_settings = settings(own, max_examples=min(own.max_examples, MOST_EXAMPLES))  # type: ignore[attr-defined]

    class Ours:
        def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
            here = []
            for item in items:
                test = item.nodeid.partition("[")[0]
                if test in asked["elsewhere"]:
                    elsewhere.add(test)
                else:
                    fewer_examples(item)
                    here.append(item)
            items[:] = here

        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.when == "call" or report.outcome != "passed":
                outcomes[report.nodeid] = report.outcome

    os.chdir(REPOSITORY)
    # Appended to sys.path, the repository's own ssi_core stays behind the one that ships.
    options = ["-q", "--import-mode=append", "--capture=sys", "--tb=short", "-p", "no:cacheprovider", "-p", "no:faulthandler"]
    with redirect_stdout(io.StringIO()) as output:
        code = pytest.main([*options, *asked["files"]], plugins=[Ours()])
    return {"code": int(code), "outcomes": outcomes, "elsewhere": sorted(elsewhere), "output": output.getvalue()}
