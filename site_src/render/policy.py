"""Every page's security policy: what its browser may load and run. Nothing from elsewhere, and no script or style inside the page."""

import base64
import hashlib
import re

from site_src.model import Problem

MARK = "\ue000policy\ue001"
"""Stands in a page where its policy goes, which depends on the rest of the page."""

_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL)
_STARTS_ENGINE = re.compile(r'<[a-z][^<>]*\sdata-runtime="')
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}


def sealed(text: str, template: str) -> tuple[str, list[Problem]]:
    """A page with its security policy filled in. Only the page for a missing address may hold styles and scripts of its own, by their hash:
    it is shown at any depth, where no relative address leads anywhere."""
    policy = {name: [value] for name, value in _POLICY.items()}
    problems: list[Problem] = []
    # Only a page that starts the engine, which is WebAssembly. In an author's words no “<” stands as it is.
    if 'data-runtime="' in text and _STARTS_ENGINE.search(text):
        policy["script-src"].append("'wasm-unsafe-eval'")
    file = f"templates/{template}.html"
    for tag, attributes, content in _INLINE.findall(text):
        if not content.strip() or (tag == "script" and re.search(r"\btype=\"(?!module|text/javascript)", attributes)):
            continue
        if template == "not_found":
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            policy[f"{tag}-src"].append(f"'sha256-{digest}'")
        else:
            problems.append(
                Problem(file, 0, f"a <{tag}> with content, which the page's own policy refuses", "Put it in a file of its own.")
            )
    outside = _INLINE.sub("", text)
    for attribute in sorted(set(re.findall(r"<[a-z][^<>]*?\s(style|on[a-z]+)=\"", outside))):
        problems.append(
            Problem(file, 0, f"an attribute “{attribute}”, which the page's own policy refuses", "Use a class, or a script file.")
        )
    said = "; ".join(f"{name} {' '.join(values)}" for name, values in policy.items())
    return text.replace(MARK, said), problems
