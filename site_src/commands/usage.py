"""Wrong usage of build.py, found before a command starts."""

from argparse import Namespace

from site_src.commands import new, rename
from site_src.load.front_matter.schema import find_base_fault
from site_src.messages import Message, say

_FINDERS = {"new": new.find_usage_fault, "rename": rename.find_usage_fault}


def find_usage_fault(options: Namespace) -> Message | None:
    """Find out why a command cannot be run with these options; None where it can."""
    if options.base_url and (fault := find_base_fault(options.base_url)):
        return say("--base-url: {what}. {remedy}", what=fault[0], remedy=fault[1])
    if not 1 <= options.port <= 65535:
        return say("--port must be a number from 1 to 65535")
    if options.command in _FINDERS:
        return _FINDERS[options.command](options.files)
    if options.files and options.command != "translated":
        return say("{command} takes no files", command=options.command)
    return None
