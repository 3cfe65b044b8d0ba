"""JSON Schemas (draft 2020-12) of the JSON that programs and files exchange with this package.

    shapes.py   the types of that JSON, and where they are named tuples elsewhere, those
    convert.py  a type → its schema

They are strict: an object has no fields but those named, so that a field that is added without its type fails the tests. Keys of factors,
levels and roles are those of this version's model. Browsers do not get this.

>>> make_schema("score-input")["$defs"]["Answers"]["properties"]["articles"]
{'enum': ['none', 'one', 'two', '3_or_more', 'unknown']}
"""

from typing import Any

from ssi_core.schema.convert import convert_type
from ssi_core.schema.shapes import Report, SavedFile, ScoreInput, ScoreOutput

SCHEMAS = {"score-input": ScoreInput, "score-output": ScoreOutput, "saved-file": SavedFile, "report": Report}
"""The type of each schema, by its name."""


def make_schema(name: str) -> dict[str, Any]:
    """Make the schema of this name, one of `SCHEMAS`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **convert_type(SCHEMAS[name])}
