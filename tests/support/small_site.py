"""A whole site, as small as the check allows: two languages, every factor of the model, the fewest pages and the plainest templates.

A test takes it, breaks one thing, and reads what the build says.
"""

from pathlib import Path

from site_src.cache.build_cache import BuildCache
from site_src.commands.console import BuildClock
from site_src.model import Output, Problem
from site_src.pipeline import BuildOptions, build_site
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS

LANGUAGES = ("nl", "en")

_PAGE = """\
---
title: {title}
description: Waar {name} over gaat, in het {language}
slug: {slug}
written: 2026-01-02
checked: 2026-01-03
---
"""
_TEMPLATE = """\
<!doctype html>
<html lang="{{ language }}">
<head>
<meta http-equiv="Content-Security-Policy" content="{{ csp }}">
<title>{{ page.title }} {{ t("site.name") }}</title>
<link rel="canonical" href="{{ canonical }}">
<link rel="stylesheet" href="{{ asset("css/site.css") }}">
<link rel="icon" href="{{ asset("icons/dot.svg") }}">
<script src="{{ asset("page/quiz.js") }}" type="module"></script>
</head>
<body>
{% for section in sections %}{% for item in section.entries %}<a href="{{ href(item.name) }}">{{ item.title }}</a>{% endfor %}{% endfor %}
{% for alternate in alternates %}<a href="{{ alternate.href }}">{{ alternate.switch }}</a>{% endfor %}
<main>
{{ body }}
{% block more %}{% endblock %}
</main>
</body>
</html>
"""
_PILLAR = """\
{% extends "page.html" %}
{% block more %}
{% for key, pillar, texts in pillars if pillar.name == page.name %}{% for factor in texts %}
<section id="{{ factor.key }}"><h2>{{ factor.name }}</h2>{{ factor.why }}{{ factor.how }}{{ factor.source_note }}</section>
{% endfor %}{% endfor %}
{% endblock %}
"""
_QUIZ = """\
{% extends "page.html" %}
{% block more %}
<form id="form" data-runtime="{{ runtime_url }}">{{ t("site.step", n=1) }}</form>
{% for role in model.roles %}<p>{{ text_of("roles", role.key) }}</p>{% endfor %}
{% endblock %}
"""
_PERSONAS = """\
<ul id="personas">
{% for persona in personas %}<li>{{ text_of("personas", persona.key, "name") }}: {{ persona.result.total|number(1) }}</li>{% endfor %}
</ul>
"""
_CHOOSE = """\
<!doctype html>
<html lang="{{ language }}"><head><meta http-equiv="Content-Security-Policy" content="{{ csp }}"><title>{{ t("site.name") }}</title></head>
<body>{% for entry in languages %}<a href="{{ entry.href("index") }}">{{ entry.name }}</a>{% endfor %}</body></html>
"""
_NOT_FOUND = """\
<!doctype html>
<html lang="{{ language }}"><head><meta http-equiv="Content-Security-Policy" content="{{ csp }}">
<style>{{ inline("css/site.css") }}</style><title>404</title></head>
<body>{% for entry in languages %}<section lang="{{ entry.code }}">{{ entry.body }}</section>{% endfor %}</body></html>
"""


def files() -> dict[str, str]:
    """Path → text, of everything but the engine."""
    made = {
        "content/site.yaml": "base_url: https://ssi.example/\nlanguages: [nl, en]\n",
        "templates/page.html": _TEMPLATE,
        "templates/home.html": '{% extends "page.html" %}\n',
        "templates/pillar.html": _PILLAR,
        "templates/quiz.html": _QUIZ,
        "templates/choose.html": _CHOOSE,
        "templates/not_found.html": _NOT_FOUND,
        "templates/inserts/personas.html": _PERSONAS,
        "site_src/browser/css/site.css": ":root { --paper: #fff; --measure: 38rem } body { background: url(../icons/dot.svg) }\n",
        "site_src/browser/icons/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
        "site_src/browser/page/quiz.js": 'import "./other.js";\n',
        "site_src/browser/page/other.js": "export {};\n",
        "site_src/browser/worker/worker.js": "export {};\n",
        "site_src/assets/licences/texts/work.txt": "name: A work\npart: all\nlicence: MIT\nurl: https://work.example/\n\nText.\n",
    }
    for language in LANGUAGES:
        made |= {f"content/{language}/{name}": text for name, text in edition(language).items()}
    return made


def edition(language: str) -> dict[str, str]:
    made = {
        "texts/language.yaml": f'name: {language.upper()}\nlocale: {language}\ndecimal: ","\nswitch: {language}?\n',
        "texts/site.yaml": f"name: Site {language}\nstep: Step {{n}} {language}\n",
        "texts/roles.yaml": "".join(f"{role.key}: {role.key}\n" for role in MODEL.roles),
        "texts/personas.yaml": "".join(f"{persona.key}:\n  name: {persona.key}\n  description: {persona.key}\n" for persona in PERSONAS),
        "index.md": _page("index", "index", language, "menu: 1\n") + "Hallo.\n",
        "404.md": _page("404", "404", language) + "Niets.\n",
        "quiz.md": _page("quiz", "quiz", language) + "Vragen.\n",
        "method.md": _page("method", f"method-{language}", language, "menu: 2\n")
        + "See [the quiz](quiz.md).\n\n## Range {#range}\n\n"
        + "A [factor](factors/groups.md) and its [reason](factors/groups.md#why).\n\n{{ personas }}\n",
    }
    for pillar in MODEL.pillars:
        made[f"pillars/{pillar}.md"] = (
            _page(f"pillars/{pillar}", f"pillars/{pillar}-{language}", language) + "See [above](../method.md#range).\n"
        )
    for factor in MODEL.factors:
        levels = "".join(f"  {level.key}: {language} {level.key}\n" for level in factor.levels)
        optional = "not_applicable: Nvt\n" if factor.optional else ""
        advice = "".join(f"  {level.key}: {language} {level.key}.\n" for level in factor.levels[1:])
        made[f"factors/{factor.key}.md"] = (
            f"---\nname: {factor.key}\nquestion: {factor.key}?\nlevels:\n{levels}{optional}"
            f"advice:\n{advice}checked: 2026-01-03\n---\n"
            "## Why {#why}\n\nWhy.\n\n## How {#how}\n\nHow.\n\n## Source {#source}\n\nSource.\n"
        )
    return made


def _page(name: str, slug: str, language: str, more: str = "") -> str:
    return _PAGE.format(title=name, name=name, language=language, slug=slug).replace("written:", f"{more}written:")


_SHARED = BuildCache()
"""The results of builds, by their content: of most sites nearly every file is the same."""


class SmallSite:
    """The files in a folder, and what a build makes of them.

    `memory`: the cache of its builds; tests of caching have one of their own.
    """

    def __init__(self, root: Path, memory: BuildCache = _SHARED) -> None:
        self.root = root
        self.memory = memory
        self.problems: list[Problem] = []
        for name, text in files().items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        self.write(name, text.replace(old, new, 1))

    def append(self, name: str, text: str) -> None:
        self.write(name, (self.root / name).read_text(encoding="utf-8") + text)

    def remove(self, name: str) -> None:
        (self.root / name).unlink()

    def build(self) -> tuple[tuple[Output, ...], list[str]]:
        made = build_site(BuildOptions(self.root, engine=False), BuildClock(), self.memory)
        self.problems = sorted(set(made.problems))
        return made.outputs, [str(problem) for problem in self.problems]

    def faults(self) -> list[str]:
        """Build, and list the faults; nothing, where all is well."""
        return self.build()[1]

    def faults_in_dutch(self) -> list[str]:
        """List the faults of the last build, in Dutch."""
        return [problem.tell("nl") for problem in self.problems]

    def pages(self) -> dict[str, str]:
        """Path in dist → text."""
        outputs, faults = self.build()
        assert not faults, faults
        return {str(output.path): output.data.decode("utf-8", "replace") for output in outputs}
