"""Mutants of `ssi_core`, and whether the tests notice them.

    make mutants ARGS="[MODULE…] [--processes 2]"

A mutant changes one number, comparison or operator of the code. cosmic-ray makes the mutants, one change each. A mutant is killed when a
test of its module fails, when it cannot even be imported, or when it needs four times the processor time of the unchanged module. The
others survive. The command fails where less than 95 % are killed, and where a survivor is not listed in mutants.md with the reason why it
may survive, or is listed there although it is killed.

A process that has loaded pytest and Hypothesis already is forked for each mutant, which never touches the disk: that is a fifth of the time
that a new process takes. Hypothesis draws the same examples every time, so a kill is repeatable. Tests that measure time are left out.

Not made are: mutants of types and docstrings, which do nothing at run time; `is` for `==`, which shows how Python stores a number; and for
one operator more than the four of arithmetic, since a shift in the place of a sum is always noticed.
"""

import argparse
import ast
import gc
import importlib.util
import os
import re
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from difflib import unified_diff
from functools import lru_cache
from io import StringIO
from itertools import count
from pathlib import Path
from time import process_time
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, settings

from site_src.install import install

ROOT = Path(__file__).parent.parent
PACKAGES = ROOT / ".cache" / "mutants"
REQUIREMENTS = Path(__file__).parent / "mutants.txt"
SURVIVORS = Path(__file__).parent / "mutants.md"
LEAST_KILLED = 95

TESTS = {
    "model": ("model", "personas"),
    "faults": ("answers", "wire"),
    "answers": ("answers", "wire"),
    "scoring": ("scoring",),
    "advice": ("advice",),
    "attribution": ("attribution",),
    "linkedin_page": ("linkedin_page", "page_sets"),
    "linkedin_page.interface": ("page_sets",),
    "linkedin_page.numbers": ("page_numbers", "linkedin_page", "page_sets"),
    "linkedin_page.pillars": ("linkedin_page", "page_sets"),
    "linkedin_page.words": ("linkedin_page", "page_sets"),
    "history.points": ("history", "history_backup"),
    "history.csv": ("history_csv",),
    "history.backup": ("history_backup",),
    "verdict": ("verdict",),
    "short_way": ("short_way",),
    "history.over_time": ("history_over_time",),
    "group.check": ("group_check", "group_code"),
    "group.code": ("group_code",),
    "group.members": ("group_members", "wire_group"),
    "group.privacy": ("group_rounds",),
    "group.quartiles": ("group_rounds", "wire_group"),
    "group.common_steps": ("group_rounds",),
    "group.rounds": ("group_rounds", "wire_group"),
    "group.pairs": ("wire_group",),
    "evaluation.errors": ("evaluation_errors",),
    "evaluation.pairs": ("evaluation_pairs",),
    "evaluation.quadratic": ("evaluation_quadratic",),
    "evaluation.fit": ("evaluation_fit",),
}
"""The test files of each module, by the ends of their names; its examples are run as well."""
TIMED = "not while_somebody_waits and not less_than_a_frame and not takes_no_time and not read_soon and not take_seconds"

NOT_MADE = re.compile(
    r"core/(Variable\w+"
    r"|ReplaceBinaryOperator_(BitOr_\w+|\w+_(Pow|LShift|RShift|BitAnd|BitXor|BitOr|Mod))"
    r"|ReplaceComparisonOperator_(?!Is_IsNot|IsNot_Is$)(Is_\w+|IsNot_\w+|\w+_Is|\w+_IsNot))$"
)
ROW = re.compile(r"^\| ([\w.]+) \| (`.+`) \| (`.+`) \| (\w.+) \|$", re.MULTILINE)
MEMORY = 2 << 30


class Mutant(NamedTuple):
    """One change of a module. `line` and `changed`: its line before and after, without indentation. `source`: the whole module with it."""

    module: str
    line: str
    changed: str
    source: str


def set_up() -> None:
    """Set up cosmic-ray, exactly as pinned, beside the packages of the environment."""
    ready = PACKAGES / "ready"
    if not ready.exists() or ready.read_text() != REQUIREMENTS.read_text():
        if not install(REQUIREMENTS, PACKAGES):
            raise SystemExit(1)
        ready.write_text(REQUIREMENTS.read_text())
    sys.path.append(str(PACKAGES))


def make_mutants(module: str) -> Iterator[Mutant]:
    """Make every mutant of a module."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    source = find_path(module).read_text(encoding="utf-8")
    for name in sorted(operator_names()):
        if NOT_MADE.match(name):
            continue
        operator = get_operator(name)()
        for occurrence in count():
            mutated = mutate_code(source, operator, occurrence)
            if mutated is None:
                break
            if changes_behaviour(source, mutated):
                lines = [*unified_diff(source.splitlines(), mutated.splitlines(), n=0)][2:]
                before, after = ("; ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
                yield Mutant(module, before, after, mutated)


def changes_behaviour(source: str, mutated: str) -> bool:
    """Return whether a mutant is valid Python and differs in more than types."""
    try:
        return strip_types(mutated) != strip_types(source)
    except SyntaxError:
        return False


@lru_cache(maxsize=2)
def strip_types(source: str) -> str:
    """Return the syntax of a module, without types."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign():
                node.annotation = ast.Name("Any")
            case ast.TypeAlias():
                node.value = ast.Name("Any")
            case ast.arg():
                node.annotation = None
            case ast.FunctionDef():
                node.returns = None
            case ast.arguments():
                node.args, node.posonlyargs, node.kwonlyargs = [*node.posonlyargs, *node.args, *node.kwonlyargs], [], []
                node.defaults, node.kw_defaults = [*node.defaults, *filter(None, node.kw_defaults)], []
    return ast.dump(tree)


def run_tests(module: str) -> tuple[int, str]:
    """Run a module's examples and tests until one fails. Returns pytest's status, 0 where all pass, and its output."""
    files = [find_path(module), *(ROOT / "tests" / "core" / f"test_{each}.py" for each in TESTS[module])]
    # The plugin that measures coverage, which is left out, would register its mark.
    settled = ["-o", "addopts=", "-o", "markers=no_cover"]
    plain = ["-x", "-q", "--assert=plain", "--noconftest", "--doctest-modules", *settled, "-k", TIMED]
    unused = [option for plugin in ("cacheprovider", "xdist", "pytest_cov", "rerunfailures") for option in ("-p", f"no:{plugin}")]
    with redirect_stdout(StringIO()) as printed:
        status = int(pytest.main([*plain, *unused, *map(str, files)]))
    return status, printed.getvalue()


def find_path(module: str) -> Path:
    """Return the file of a module."""
    path = ROOT / "ssi_core" / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def fork_tests(mutant: Mutant, seconds: int) -> int:
    """Start a process that tests a mutant, and return its number.

    It ends with status 0 where all tests pass.
    """
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        name, path = f"ssi_core.{mutant.module}", find_path(mutant.module)
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec
        sys.modules[name] = importlib.util.module_from_spec(spec)
        exec(compile(mutant.source, path, "exec"), sys.modules[name].__dict__)
        status, _ = run_tests(mutant.module)
    finally:
        os._exit(status)


def judge(module: str, processes: int) -> tuple[int, list[Mutant]]:
    """Count the mutants of a module, and list those that survive."""
    start = process_time()
    status, printed = run_tests(module)
    if status:
        raise SystemExit(f"{printed}\nThe tests of {module} fail without any mutant.")
    seconds = 2 + round(4 * (process_time() - start))
    # The first mutant's process must import the module anew, with every module that imports it.
    for name in [name for name in sys.modules if name.partition(".")[0] in ("ssi_core", "tests")]:
        del sys.modules[name]
    gc.freeze()
    running: dict[int, Mutant] = {}
    survivors: list[Mutant] = []
    made = 0
    waiting = make_mutants(module)
    while True:
        mutant = next(waiting, None) if len(running) < processes else None
        if mutant:
            made += 1
            running[fork_tests(mutant, seconds)] = mutant
        elif not running:
            return made, survivors
        else:
            process, status = os.wait()
            ended = running.pop(process)
            if status == 0:
                survivors.append(ended)
                print(f"  {module}: {ended.line}  →  {ended.changed}", flush=True)


def read_survivors() -> Counter[tuple[str, str, str]]:
    """Read the survivors in mutants.md: module, line, and changed line."""
    found: Counter[tuple[str, str, str]] = Counter()
    for module, line, changes, _ in ROW.findall(SURVIVORS.read_text(encoding="utf-8")):
        (before,), after = find_spans(line), find_spans(changes)
        found.update((module, before, each) for each in after)
    return found


def find_spans(cell: str) -> list[str]:
    """Return the code in a cell of a table. A bar there has a backslash before it."""
    return [each.replace("\\|", "|") for each in re.findall(r"`(.+?)`(?:, |$)", cell)]


def format_row(module: str, line: str, changed: str) -> str:
    """Write a row of the table in mutants.md, with its reason to be filled in."""
    before, after = (code.replace("|", "\\|") for code in (line, changed))
    return f"| {module} | `{before}` | `{after}` | ? |"


def main() -> int:
    """Report each module's killed mutants, and the survivors without a reason."""
    parser = argparse.ArgumentParser(description="How much of ssi_core its tests hold.")
    parser.add_argument("modules", nargs="*", choices=[[], *TESTS], help="only these")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    options = parser.parse_args()
    set_up()
    settings.register_profile(
        "mutants", deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
    )
    settings.load_profile("mutants")
    modules = options.modules or [*TESTS]
    survivors: Counter[tuple[str, str, str]] = Counter()
    made = 0
    for module in modules:
        number, survived = judge(module, options.processes)
        made += number
        survivors.update((module, mutant.line, mutant.changed) for mutant in survived)
        print(f"{module}: {number - len(survived)} of {number} killed", flush=True)
    killed = 100 * (made - survivors.total()) / made
    known = Counter({key: times for key, times in read_survivors().items() if key[0] in modules})
    for advice, keys in (("Kill these with a test, or list them with a reason", survivors - known), ("Strike these", known - survivors)):
        if keys:
            print(f"\n{advice}, in {SURVIVORS.relative_to(ROOT)}:")
            print("\n".join(format_row(*key) for key in keys.elements()))
    print(f"{made} mutants, {killed:.1f} % killed, {survivors.total()} survive")
    return int(killed < LEAST_KILLED or survivors != known)


if __name__ == "__main__":
    sys.exit(main())
