"""The frozen values that travel through the pipeline. No module here does input or output, or imports a library.

Each value is made complete by one call. Paths are POSIX and relative: a source's to the project (`content/en/quiz.md`), an output's to
`dist/`.

    problem.py      a fault, with its remedy
    files.py        input and output files
    csp.py          parts of the content security policy
    content.py      documents, pages, factors, texts, settings
    requirements.py what templates and the model require
    site.py         the site to publish
    fingerprint.py  a hash of any of these
    mapping.py      a function over many values, in series or in parallel
    substitute.py   a long pattern's substitution, quickly
    clock.py        how long each stage takes
"""

from site_src.messages import SETTINGS
from site_src.model.clock import Clock
from site_src.model.content import (
    INVISIBLE,
    NO_PLANS,
    PLACEHOLDER,
    Change,
    Content,
    Document,
    FactorText,
    Heading,
    Html,
    Link,
    Page,
    PageSummary,
    Settings,
    Shortcode,
    Texts,
    default_template,
)
from site_src.model.csp import REFERRER, TRUSTED_TYPES, format_policy, hash_source
from site_src.model.files import (
    ATTACHMENTS,
    BROWSER,
    EDITOR,
    FILE,
    IMAGES,
    NAMES,
    NOT_IN_BROWSERS,
    PLANS,
    SCRIPTS,
    SERVICE,
    SERVICE_WORKER,
    WORDS,
    Output,
    Source,
    Sources,
    index_browser,
)
from site_src.model.fingerprint import fingerprint
from site_src.model.mapping import ParallelMap, serial_map
from site_src.model.problem import Fix, Problem, find_closest, suggest
from site_src.model.requirements import Requirement, TemplateUsage, Vocabulary
from site_src.model.site import Assets, Download, Edition, Image, Pillar, ScoredPersona, ScoredPlan, Section, Site, Work
from site_src.model.substitute import substitute
