"""What the templates ask for, found in their syntax trees without rendering any, so that the gate can compare."""

import re
from collections.abc import Iterator, Mapping

import jinja2

from site_src.model import Problem, Source, Survey, Use, suggestion
from site_src.render.jinja import environment, syntax_fault, template_name

_ID = re.compile(r"""(?<![\w-])id="([^"]+)\"""")
_CALLS = ("t", "text_of", "asset", "inline", "href")


def survey(templates: tuple[Source, ...]) -> tuple[Survey, tuple[Problem, ...]]:
    """Every constant the templates ask for, found in their syntax trees without rendering."""
    problems: list[Problem] = []
    uses: list[Use] = []
    ids: dict[str, frozenset[str]] = {}
    parents: dict[str, frozenset[str]] = {}
    bodies: set[str] = set()
    names = frozenset(template_name(source) for source in templates)
    parser = environment({})
    for source in templates:
        file, name = str(source.path), template_name(source)
        try:
            tree = parser.parse(source.data.decode("utf-8"), name, file)
        except UnicodeDecodeError:
            problems.append(Problem(file, 0, "is not written in UTF-8", "Save the file again with the encoding UTF-8."))
            continue
        except jinja2.TemplateSyntaxError as error:
            problems.append(syntax_fault(error, file))
            continue
        own: set[str] = set()
        parents[name] = frozenset()
        # One walk: it takes most of the time.
        for node in tree.find_all(jinja2.nodes.Node):
            if isinstance(node, jinja2.nodes.TemplateData):
                own.update(_ID.findall(node.data))
            elif (isinstance(node, jinja2.nodes.Name) and node.name == "body") or (
                isinstance(node, jinja2.nodes.Getattr) and node.attr == "body"
            ):
                bodies.add(name)
            elif isinstance(node, jinja2.nodes.Include | jinja2.nodes.Extends | jinja2.nodes.FromImport | jinja2.nodes.Import):
                for wanted in _constants(node.template):
                    parents[name] |= {wanted}
                    if wanted not in names:
                        problems.append(Problem(file, node.lineno, f"there is no template “{wanted}”", suggestion(wanted, names)))
            elif isinstance(node, jinja2.nodes.Call) and isinstance(node.node, jinja2.nodes.Name) and node.node.name in _CALLS:
                found, faults = _uses(node, node.node.name, file)
                uses += found
                problems += faults
        ids[name] = frozenset(own)
    anchors = {name: frozenset().union(*(ids.get(other, frozenset()) for other in _reach(name, parents))) for name in names}
    printing = frozenset(name for name in names if bodies.intersection(_reach(name, parents)))
    return Survey(tuple(uses), names, anchors, printing), tuple(problems)


def _uses(call: jinja2.nodes.Call, kind: str, file: str) -> tuple[list[Use], list[Problem]]:
    values = _constants(call.args[0]) if call.args else []
    if not values and kind in ("t", "text_of"):
        remedy = "Write the whole key as a constant; for the words of the model's keys, use text_of(“section”, key)."
        return [], [Problem(file, call.lineno, f"the key in {kind}(…) is put together", remedy)]
    anchors = _constants(call.args[1]) if kind == "href" and len(call.args) > 1 else []
    names = tuple(keyword.key for keyword in call.kwargs)
    return [Use(kind, value, file, call.lineno, names, anchors[0] if anchors else "") for value in values], []


def _constants(node: jinja2.nodes.Node) -> list[str]:
    """The strings an expression can be, where that can be read off it."""
    if isinstance(node, jinja2.nodes.Const) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, jinja2.nodes.CondExpr) and node.expr2:
        one, other = _constants(node.expr1), _constants(node.expr2)
        return [*one, *other] if one and other else []
    return []


def _reach(name: str, parents: Mapping[str, frozenset[str]]) -> Iterator[str]:
    remedy, seen = [name], {name}
    while remedy:
        here = remedy.pop()
        yield here
        fresh = parents.get(here, frozenset()) - seen
        seen |= fresh
        remedy += sorted(fresh)
