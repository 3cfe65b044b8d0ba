"""Docstrings open with a short, plain sentence, and public names are the field's own words."""

import ast
import re
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent.parent
NAMED = ("site_src", "ssi_core", "build.py", "benchmarks")
"""Folders and files whose functions' docstrings open with a verb."""
SHORT = (*NAMED, "tests/support")
"""Folders and files whose public names are read, and whose docstrings open with a short sentence."""
DOCUMENTED = (*NAMED, "tests")
"""Folders and files whose docstrings open plainly."""
MOST_WORDS = 15
OPENINGS = re.compile(r"(?:What|Whatever|Who|Whoever|Where|None|Nothing|Everything|All|Of)\b")
"""A docstring that opens so names its subject too late, or not at all."""
NO_VERBS = re.compile(r"(?:The|An?|Every|Each|Whether|How|All|One|Two|If|As|By|In|On|[A-Z][a-z]+[^s\W]s)\b")
"""A function's docstring that opens so has a noun or a third person in the place of an imperative verb."""
BANNED_NAMES = re.compile(
    r"asked|asleep|begun|besides|breath|built|checked|counted|doing_without|doubtful|ended|furnish|gate|gathered|given|halted|hop|in_turn|kept"
    r"|known|made|made_by|made_new|marked|measured|mend|named|numeral|others|own|patience|planned|press|real|refuse|remembered|rest"
    r"|rewritten|said|scored|sealed|share|shelf|slip|spread|stay|stored|structured|survey|ticks|told|tried|twins?|waiting|world"
)
"""Words of an older vocabulary, by which no module, function or class may be called: each hides what it does."""


EXPORT = re.compile(r"^export (?:async )?(?:class|const|function\*?|let) (\w+)", re.MULTILINE)
"""The name of a script's export, where it is declared."""


class Docstring(NamedTuple):
    """A docstring and its place. `verb`: whether it is a function's, and so opens with a verb."""

    place: str
    text: str
    verb: bool


def find_files(places: tuple[str, ...]) -> list[Path]:
    """List the Python files below these places of the repository."""
    return sorted(chain.from_iterable([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py") for place in places))


def find_docstrings(path: Path) -> Iterator[Docstring]:
    """Find the docstrings of a file: its own, and those of its classes and functions, private ones too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and (text := ast.get_docstring(node)):
            line = 1 if isinstance(node, ast.Module) else node.lineno
            is_property = any("property" in ast.unparse(each) for each in getattr(node, "decorator_list", ()))
            is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not is_property
            yield Docstring(f"{path.relative_to(ROOT)}:{line}", text, is_function)


def find_value_docstrings(path: Path) -> Iterator[Docstring]:
    """Find the strings right below assignments and names of types, which document them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        body = node.body if isinstance(node, ast.Module | ast.ClassDef) else []
        for value, below in pairwise(body):
            match value, below:
                case ast.Assign() | ast.AnnAssign() | ast.TypeAlias(), ast.Expr(ast.Constant(str(text))):
                    yield Docstring(f"{path.relative_to(ROOT)}:{below.lineno}", text, verb=False)


def find_public_names(path: Path) -> Iterator[tuple[str, str]]:
    """Find the names that other modules may use: the module's own, and those of its functions, classes and methods."""
    name = path.parent.name if path.name == "__init__.py" else path.stem
    yield f"{path.relative_to(ROOT)}:1", name
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        members = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else []
        for each in (node, *members):
            if isinstance(each, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not each.name.startswith("_"):
                yield f"{path.relative_to(ROOT)}:{each.lineno}", each.name


def read_first_sentence(text: str) -> str:
    """Return a docstring's text up to its first full stop, colon or semicolon, or to the end of its first paragraph."""
    return re.split(r"(?<=[.!?:;])\s", " ".join(text.split("\n\n")[0].split()), maxsplit=1)[0]


def report(faults: list[str]) -> str:
    """Put each fault on a line of its own, below their number."""
    return "\n".join([f"{len(faults)} to rewrite:", *faults])


@pytest.mark.parametrize("area", SHORT)
def test_a_docstring_opens_with_a_short_sentence(area: str) -> None:
    faults = []
    for docstring in chain.from_iterable(map(find_docstrings, find_files((area,)))):
        sentence = read_first_sentence(docstring.text)
        if len(sentence.split()) > MOST_WORDS:
            faults.append(f"{docstring.place}: {len(sentence.split())} words: {sentence}")
    assert not faults, report(faults)


@pytest.mark.parametrize("area", DOCUMENTED)
def test_a_docstring_opens_with_its_subject_or_its_verb(area: str) -> None:
    faults = [
        f"{docstring.place}: opens with “{opening[0]}”: {read_first_sentence(docstring.text)}"
        for path in find_files((area,))
        for docstring in chain(find_docstrings(path), find_value_docstrings(path))
        if (opening := OPENINGS.match(docstring.text))
    ]
    assert not faults, report(faults)


@pytest.mark.parametrize("area", NAMED)
def test_a_functions_docstring_opens_with_a_verb(area: str) -> None:
    faults = [
        f"{docstring.place}: opens with “{opening[0]}”: {read_first_sentence(docstring.text)}"
        for docstring in chain.from_iterable(map(find_docstrings, find_files((area,))))
        if docstring.verb and (opening := NO_VERBS.match(docstring.text))
    ]
    assert not faults, report(faults)


@pytest.mark.parametrize("area", SHORT)
def test_a_public_name_is_a_word_of_the_field(area: str) -> None:
    names = chain.from_iterable(map(find_public_names, find_files((area,))))
    faults = [f"{place}: {name}" for place, name in names if BANNED_NAMES.fullmatch(name)]
    assert not faults, report(faults)


def test_a_public_name_of_a_script_is_one_too() -> None:
    faults = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "site_src" / "browser").rglob("*.js"))
        for name in (path.stem, *EXPORT.findall(path.read_text(encoding="utf-8")))
        if BANNED_NAMES.fullmatch(re.sub("(?=[A-Z])", "_", name).lower())
    ]
    assert not faults, report(faults)


def test_a_first_sentence_ends_at_its_full_stop() -> None:
    assert read_first_sentence("Read `site.yaml`, and more.\nThen stop.") == "Read `site.yaml`, and more."
    assert read_first_sentence("Read a file: its text.") == "Read a file:"
    assert read_first_sentence("A heading\n\nAnd a text.") == "A heading"


def test_a_value_may_have_a_docstring_and_a_statement_is_none() -> None:
    found = {docstring.text for docstring in find_value_docstrings(Path(__file__))}
    assert "A docstring that opens so names its subject too late, or not at all." in found
    assert "Docstrings open with a short, plain sentence, and public names are the field's own words." not in found
