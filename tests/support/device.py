"""The storage of a visitor's device: everything that can be saved in it, and no room for more."""

from typing import Any

from tests.support.quiz_page import SOME
from tests.support.your_ssi_page import REAL

EVERYTHING: dict[str, Any] = {
    "version": 2,
    "answers": SOME,
    "role": "hr",
    "target": 60,
    "step": "part-2",
    "done": {"articles": "two"},
    "measured": {"connections": "500_or_more"},
    "history": [REAL],
}
FILL = """() => {
    let size = 4_000_000;
    for (let at = 0; size > 0; at += 1) {
        try { localStorage.setItem(`full-${at}`, "x".repeat(size)); } catch { size = Math.floor(size / 2); }
    }
}"""
"""Script that fills the device to the last byte."""
EMPTY = "Object.keys(localStorage).filter((key) => key.startsWith('full')).forEach((key) => localStorage.removeItem(key))"
"""Script that makes room again."""
