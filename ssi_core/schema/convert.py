"""Types → JSON Schemas.

It knows what `ssi_core.schema.shapes` uses: typed dictionaries and named tuples, which become objects, lists, tuples, dictionaries, unions,
literals and type aliases. What a type cannot say is an annotation: a part of its schema, as it is.

>>> convert_type(tuple[int | None, Annotated[str, {"pattern": "^a"}]])["prefixItems"]
[{'anyOf': [{'type': 'integer'}, {'type': 'null'}]}, {'type': 'string', 'pattern': '^a'}]
>>> type Name = Literal["a", "b"]
>>> convert_type(dict[Name, list[float]])  # doctest: +NORMALIZE_WHITESPACE
{'type': 'object', 'propertyNames': {'$ref': '#/$defs/Name'}, 'additionalProperties': {'type': 'array', 'items': {'type': 'number'}},
 '$defs': {'Name': {'enum': ['a', 'b']}}}
"""

from collections.abc import Callable
from inspect import getdoc
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NotRequired, TypeAliasType, Union, get_args, get_origin, get_type_hints

type Schema = dict[str, Any]

NAMES = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def convert_type(kind: Any) -> Schema:
    """Convert a type. The types that it names are definitions of the schema."""
    definitions: dict[str, Schema] = {}
    schema = _convert_object(kind, definitions) if isinstance(kind, type) else _convert(kind, definitions)
    return schema | ({"$defs": definitions} if definitions else {})


def _convert(kind: Any, definitions: dict[str, Schema]) -> Schema:
    if isinstance(kind, TypeAliasType):
        return _define(kind.__name__, definitions, lambda: _convert(kind.__value__, definitions))
    given = get_args(kind)
    if not given:
        return {"type": NAMES[kind]} if kind in NAMES else _define(kind.__name__, definitions, lambda: _convert_object(kind, definitions))
    origin = get_origin(kind)
    if origin is Annotated:
        more: Schema = given[1]
        return _convert(given[0], definitions) | more
    if origin is Literal:
        return {"enum": [*given]}
    if origin in (UnionType, Union):
        # Every whole number is a number.
        return {"anyOf": [_convert(each, definitions) for each in given if each is not int or float not in given]}
    if origin is dict:
        return {
            "type": "object",
            "propertyNames": _convert(given[0], definitions),
            "additionalProperties": _convert(given[1], definitions),
        }
    if origin is list or given[1:] == (...,):
        return {"type": "array", "items": _convert(given[0], definitions)}
    items = [_convert(each, definitions) for each in given]
    return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}


def _convert_object(kind: type, definitions: dict[str, Schema]) -> Schema:
    """Convert a typed dictionary or a named tuple."""
    hints = get_type_hints(kind, include_extras=True)
    optional = {name: get_args(hint)[0] for name, hint in hints.items() if get_origin(hint) is NotRequired}
    return {
        "title": kind.__name__,
        "description": " ".join((getdoc(kind) or "").split()),
        "type": "object",
        "properties": {name: _convert(hint, definitions) for name, hint in (hints | optional).items()},
        "required": [name for name in hints if name not in optional],
        "additionalProperties": False,
    }


def _define(name: str, definitions: dict[str, Schema], make: Callable[[], Schema]) -> Schema:
    if name not in definitions:
        # Made before what it refers to, so that definitions stand in the order of their use.
        definitions[name] = {}
        definitions[name] |= make()
    return {"$ref": f"#/$defs/{name}"}
