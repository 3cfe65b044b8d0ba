"""The values that travel through the pipeline. Frozen, made whole in one go; no module here reads, writes or knows a library.

Paths are POSIX and relative: a source's to the project (`content/en/quiz.md`), an output's to `dist/`.

    problem.py      what is wrong, and what to do about it
    files.py        what is read, what is written
    csp.py          what browsers are to allow
    content.py      what the authors write
    asked.py        what templates and the model ask for
    site.py         what is published
    fingerprint.py  a hash of any of these
    spread.py       how a hop is handed the machine's cores
"""

from site_src.model.asked import Survey, Use, Vocabulary
from site_src.model.content import (
    INVISIBLE,
    PLACEHOLDER,
    Card,
    Change,
    Content,
    Document,
    FactorText,
    Heading,
    Html,
    Insert,
    Link,
    Page,
    Settings,
    Texts,
    default_template,
)
from site_src.model.csp import REFERRER, TRUSTED_TYPES, policy_text
from site_src.model.files import BROWSER, FILE, SCRIPTS, SERVICE, SERVICE_WORKER, Output, Source, Sources
from site_src.model.fingerprint import digest, fingerprint
from site_src.model.problem import Problem, closest, suggestion
from site_src.model.site import Assets, Download, Edition, Picture, Pillar, Scored, Section, Site, Work
from site_src.model.spread import Spread, in_turn

__all__ = [
    "BROWSER",
    "FILE",
    "INVISIBLE",
    "PLACEHOLDER",
    "REFERRER",
    "SCRIPTS",
    "SERVICE",
    "SERVICE_WORKER",
    "TRUSTED_TYPES",
    "Assets",
    "Card",
    "Change",
    "Content",
    "Document",
    "Download",
    "Edition",
    "FactorText",
    "Heading",
    "Html",
    "Insert",
    "Link",
    "Output",
    "Page",
    "Picture",
    "Pillar",
    "Problem",
    "Scored",
    "Section",
    "Settings",
    "Site",
    "Source",
    "Sources",
    "Spread",
    "Survey",
    "Texts",
    "Use",
    "Vocabulary",
    "Work",
    "closest",
    "default_template",
    "digest",
    "fingerprint",
    "in_turn",
    "policy_text",
    "suggestion",
]
