"""Every page's security policy: what its browser may load and run. Nothing from elsewhere, and inside the page what the build put there.

A worker that a page starts from an address of its own making is bound by that page's policy, on any host.
"""

import re
from collections.abc import Collection

from site_src.model import TRUSTED_TYPES, Problem, digest, policy_text
from site_src.render.world import Question

MARK = "\ue000policy\ue001"
"""Stands in a page where its policy goes, which depends on the rest of the page."""

_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL)
_DATA = re.compile(r'\btype="(?!module|text/javascript|importmap)')


def sealed(text: str, template: str, questions: Collection[Question], inside: Collection[str]) -> tuple[str, list[Problem]]:
    """A page with its security policy filled in, and what the policy refuses of it. `questions`: what the page asked the build for, which
    decides what it may do. `inside`: the styles and scripts that the build put inside it; they are allowed by their hash."""
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    problems: list[Problem] = []
    file = f"templates/{template}.html"
    for tag, attributes, content in _INLINE.findall(text):
        if content in inside:
            hashes[tag].append(f"'sha256-{digest(content.encode())}'")
        elif content.strip() and not (tag == "script" and _DATA.search(attributes)):
            problems.append(
                Problem(file, 0, f"a <{tag}> with content, which the page's own policy refuses", "Put it in a file of its own.")
            )
    outside = _INLINE.sub("", text)
    for attribute in sorted(set(re.findall(r"<[a-z][^<>]*?\s(style|on[a-z]+)=\"", outside))):
        problems.append(
            Problem(file, 0, f"an attribute “{attribute}”, which the page's own policy refuses", "Use a class, or a script file.")
        )
    engine, service = ("runtime",) in questions, ("service",) in questions
    # The engine is WebAssembly, in a worker whose address the page makes; the service worker has its own.
    workers = ("blob:",) * engine + ("'self'",) * service
    policy = {
        "default-src": (),
        "script-src": ("'self'", *("'wasm-unsafe-eval'",) * engine, *hashes["script"]),
        "style-src": ("'self'", *hashes["style"]),
        "img-src": ("'self'",),
        "font-src": ("'self'",),
        "connect-src": ("'self'",),
        "worker-src": workers,
        "manifest-src": ("'self'",),
        "base-uri": (),
        "form-action": (),
        "require-trusted-types-for": ("'script'",),
        "trusted-types": (TRUSTED_TYPES,) if workers else (),
    }
    return text.replace(MARK, policy_text(policy)), problems
