"""The faults in the tables of tests/site, in Dutch: by table and case, each fault as an author reads it."""

import json
from collections.abc import Mapping
from pathlib import Path

DUTCH: Mapping[str, Mapping[str, list[str]]] = json.loads((Path(__file__).parent / "dutch_faults.json").read_bytes())
