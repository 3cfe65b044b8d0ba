"""Every page's content security policy: what its browser may load and run.

It allows no other site, and of inline scripts and styles only those that the build wrote. A worker that a page starts from a `blob:`
address is bound by that page's policy, on any host.
"""

import re
from collections.abc import Collection

from site_src.messages import say
from site_src.model import TRUSTED_TYPES, Problem, format_policy, hash_source
from site_src.render.site_data import Question

POLICY_SLOT = "\ue000policy\ue001"
"""Stands in a page where its policy goes, which depends on the rest of the page."""

_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL)
_DATA = re.compile(r'\btype="(?!module|text/javascript|importmap)')


def add_csp(text: str, template: str, questions: Collection[Question], inline: Collection[str]) -> tuple[str, list[Problem]]:
    """Fill in a page's security policy; return the page and problems.

    Each part of the page that the policy would block is a Problem.
    `questions`: the page's questions to the site data, which decide what it may do: engine, service worker. `inline`: the styles and
    scripts that the build put inside the page; they are allowed by their hash.
    """
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    problems: list[Problem] = []
    file = f"templates/{template}.html"
    for tag, attributes, content in _INLINE.findall(text):
        if content in inline:
            hashes[tag].append(hash_source(content))
        elif content.strip() and not (tag == "script" and _DATA.search(attributes)):
            what = say("a <{name}> with content, which the page's own policy refuses", name=tag)
            problems.append(Problem(file, 0, what, say("Put it in a file of its own.")))
    markup = _INLINE.sub("", text)
    for attribute in sorted(set(re.findall(r"<[a-z][^<>]*?\s(style|on[a-z]+)=\"", markup))):
        what = say("an attribute “{name}”, which the page's own policy refuses", name=attribute)
        problems.append(Problem(file, 0, what, say("Use a class, or a script file.")))
    engine, service = ("runtime",) in questions, ("service",) in questions
    # The engine is WebAssembly in a worker that starts from a `blob:` address; the service worker has an address in `dist/`.
    workers = ("blob:",) * engine + ("'self'",) * service
    policy = {
        "default-src": (),
        "script-src": ("'self'", *("'wasm-unsafe-eval'",) * engine, *hashes["script"]),
        "style-src": ("'self'", *hashes["style"]),
        # The picture of a result, which the page itself draws.
        "img-src": ("'self'", *("blob:",) * engine),
        "font-src": ("'self'",),
        "connect-src": ("'self'",),
        "worker-src": workers,
        "manifest-src": ("'self'",),
        "base-uri": (),
        "form-action": (),
        "require-trusted-types-for": ("'script'",),
        "trusted-types": (TRUSTED_TYPES,) if workers else (),
    }
    return text.replace(POLICY_SLOT, format_policy(policy)), problems
