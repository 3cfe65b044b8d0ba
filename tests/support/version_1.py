"""Links, a file and a device's data, as version 1.0 of the model wrote them. They stay as they are."""

import json
from pathlib import Path

TYPICAL_CODE = "11jOaFbINqtMBhUbkzj2"
"""The typical member's answers then, with the role "hr" and the target 60."""
MIXED_CODE = "100klzPlqDol5X3BySRv"
"""One answer to each question that has changed, and four others; see `MIXED`."""
MIXED = {
    "endorsements": "none",
    "new_followers": "none",
    "active_days": "every_day",
    "people_search": "several_a_week",
    "groups": "unknown",
    "company_pages": "10_and_sharing",
    "inmail_response": "under_10_percent",
    "connections": "500_or_more",
    "colleague_connections": "not_applicable",
    "invitation_acceptance": "none",
}
FILE = Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
"""The file of a device with the same answers: two ticked steps, two answers from an archive, an estimate and a real score."""

_SAVED = json.loads(FILE)
DEVICE = json.dumps({
    **{field: _SAVED[field] for field in ("answers", "role", "target", "done", "measured")},
    "step": "result",
    "history": _SAVED["points"],
    "version": 2,
})  # fmt: skip
"""The document of that device, under the key `ssi`."""
