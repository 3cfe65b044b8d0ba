"""Templates → TemplateUsage: the texts, files and pages that they require.

It is read from their syntax trees, without rendering any, so that the check can compare it with the content.
"""

import re
from collections.abc import Iterator, Mapping

import jinja2

from site_src.messages import say
from site_src.model import Problem, Requirement, Source, TemplateUsage, suggest
from site_src.render.jinja import explain_syntax_error, make_environment, name_template

_ID = re.compile(r"""(?<![\w-])id="([^"]+)\"""")
_CALLS = ("t", "text_of", "asset", "inline", "href")


def analyse_templates(templates: tuple[Source, ...]) -> tuple[TemplateUsage, tuple[Problem, ...]]:
    """Find every constant that the templates require.

    A template that cannot be parsed, or that is not there, is a Problem.
    """
    problems: list[Problem] = []
    uses: list[Requirement] = []
    ids: dict[str, frozenset[str]] = {}
    parents: dict[str, frozenset[str]] = {}
    bodies: set[str] = set()
    names = frozenset(name_template(source) for source in templates)
    parser = make_environment({})
    for source in templates:
        file, name = str(source.path), name_template(source)
        try:
            tree = parser.parse(source.data.decode("utf-8"), name, file)
        except UnicodeDecodeError:
            problems.append(Problem(file, 0, say("is not written in UTF-8"), say("Save the file again with the encoding UTF-8.")))
            continue
        except jinja2.TemplateSyntaxError as error:
            problems.append(explain_syntax_error(error, file))
            continue
        constant_ids: set[str] = set()
        parents[name] = frozenset()
        # One walk for everything: walking takes most of the time.
        for node in tree.find_all(jinja2.nodes.Node):
            if isinstance(node, jinja2.nodes.TemplateData):
                constant_ids.update(_ID.findall(node.data))
            elif (isinstance(node, jinja2.nodes.Name) and node.name == "body") or (
                isinstance(node, jinja2.nodes.Getattr) and node.attr == "body"
            ):
                bodies.add(name)
            elif isinstance(node, jinja2.nodes.Include | jinja2.nodes.Extends | jinja2.nodes.FromImport | jinja2.nodes.Import):
                for wanted in _list_constants(node.template):
                    parents[name] |= {wanted}
                    if wanted not in names:
                        problems.append(
                            Problem(file, node.lineno, say("there is no template “{name}”", name=wanted), suggest(wanted, names))
                        )
            elif isinstance(node, jinja2.nodes.Call) and isinstance(node.node, jinja2.nodes.Name) and node.node.name in _CALLS:
                found, faults = _read_call(node, node.node.name, file)
                uses += found
                problems += faults
        ids[name] = frozenset(constant_ids)
    anchors = {name: frozenset().union(*(ids.get(other, frozenset()) for other in _walk_parents(name, parents))) for name in names}
    printing = frozenset(name for name in names if bodies.intersection(_walk_parents(name, parents)))
    return TemplateUsage(tuple(uses), names, anchors, printing), tuple(problems)


def _read_call(call: jinja2.nodes.Call, kind: str, file: str) -> tuple[list[Requirement], list[Problem]]:
    values = _list_constants(call.args[0]) if call.args else []
    if not values and kind in ("t", "text_of"):
        remedy = say("Write the whole key as a constant; for the words of the model's keys, use text_of(“section”, key).")
        return [], [Problem(file, call.lineno, say("the key in {kind}(…) is put together", kind=kind), remedy)]
    anchors = _list_constants(call.args[1]) if kind == "href" and len(call.args) > 1 else []
    names = tuple(keyword.key for keyword in call.kwargs)
    return [Requirement(kind, value, file, call.lineno, names, anchors[0] if anchors else "") for value in values], []


def _list_constants(node: jinja2.nodes.Node) -> list[str]:
    """List the strings that an expression can evaluate to; none where only rendering could tell."""
    if isinstance(node, jinja2.nodes.Const) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, jinja2.nodes.CondExpr) and node.expr2:
        one, other = _list_constants(node.expr1), _list_constants(node.expr2)
        return [*one, *other] if one and other else []
    return []


def _walk_parents(name: str, parents: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield a template, and all that it extends, includes or imports, directly or through others."""
    pending, seen = [name], {name}
    while pending:
        current = pending.pop()
        yield current
        fresh = parents.get(current, frozenset()) - seen
        seen |= fresh
        pending += sorted(fresh)
