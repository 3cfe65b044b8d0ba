"""The check, on a whole small site with one thing broken: exactly these lines, and nothing else."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from site_src import pipeline
from site_src.commands.console import BuildClock
from site_src.pipeline import BuildOptions, build_site
from ssi_core.model import MODEL
from tests.support.dutch_faults import DUTCH
from tests.support.small_site import SmallSite

ROOT = Path(__file__).parent.parent.parent
EN, NL = "content/en", "content/nl"
EXAMPLES = """copy: C
copied: C
selected: C
length: "{n} {most}"
characters: "{n}"
headline:
  first:
    for: A
    text: A
post:
  first:
    for: A
  second:
    for: A
    text: A
"""
Change = Callable[[SmallSite], None]


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path)


def test_the_small_site_has_no_faults(site: SmallSite) -> None:
    assert site.faults() == []


def replace(name: str, old: str, new: str) -> Change:
    return lambda site: site.replace(name, old, new)


def append(name: str, text: str) -> Change:
    return lambda site: site.append(name, text)


def remove(*names: str) -> Change:
    def change(site: SmallSite) -> None:
        for name in names:
            site.remove(name)

    return change


def copy(old: str, new: str) -> Change:
    def change(site: SmallSite) -> None:
        site.write(new, (site.root / old).read_bytes())

    return change


def rename(old: str, new: str) -> Change:
    def change(site: SmallSite) -> None:
        site.write(new, (site.root / old).read_bytes())
        site.remove(old)

    return change


def other_capitals(site: SmallSite) -> None:
    (site.root / EN).rename(site.root / "content" / "EN")


def write(name: str, text: str) -> Change:
    return lambda site: site.write(name, text)


def both(*changes: Change) -> Change:
    def both_of_them(site: SmallSite) -> None:
        for change in changes:
            change(site)

    return both_of_them


PAGE = "---\ntitle: Over\ndescription: Iets.\nslug: {slug}\nwritten: 2026-01-02\nchecked: 2026-01-03\n---\n"

COPIED = "This whole sentence is copied."
GROUP = both(
    append(f"{NL}/texts/site.yaml", "pillar:\n  a: A\n  b: B\n"),
    append(f"{EN}/texts/site.yaml", "pillar:\n  a: A\n  b: B\n"),
    append("templates/page.html", '{{ t("site.pillar.a") }}{{ t("site.pillar.b") }}\n'),
)


def sectioned(site: SmallSite) -> None:
    """Pages in two sections; the home page, which has none, keeps its place out of the menu."""
    site.append("content/site.yaml", "sections: [main, other]\n")
    for language in (NL, EN):
        site.write(f"{language}/texts/sections.yaml", f"main: Main {language}\nother: Other {language}\n")
        for file in sorted((site.root / language).glob("**/*.md")):
            name = file.relative_to(site.root).as_posix()
            if "/factors/" not in name and file.stem not in ("index", "404"):
                site.replace(name, "written:", "section: main\nwritten:")


CASES: dict[str, tuple[Change, list[str]]] = {
    # Factors, levels, pillars, roles, against the model
    "a factor missing in one language": (
        remove(f"{EN}/factors/groups.md"),
        [
            f"{EN}/factors/groups.md: is missing, and {NL}/factors/groups.md is there. Translate that, under this same name.",
        ],
    ),
    "a factor misspelt": (
        rename(f"{EN}/factors/endorsements.md", f"{EN}/factors/endorsments.md"),
        [f"{EN}/factors/endorsments.md: no question of the quiz is called “endorsments”. Did you mean “endorsements”? Rename the file."],
    ),
    "a factor too many": (
        lambda site: site.write(f"{EN}/factors/xyz.md", (site.root / f"{EN}/factors/groups.md").read_bytes()),
        [f"{EN}/factors/xyz.md: no question of the quiz is called “xyz”. Remove it: nothing uses it."],
    ),
    "a level misspelt": (
        replace(f"{EN}/factors/endorsements.md", "  none:", "  non:"),
        [f"{EN}/factors/endorsements.md:5: unknown answer “non”. Did you mean “none”?"],
    ),
    "a level missing": (
        replace(f"{EN}/factors/endorsements.md", "  1_to_4: en 1_to_4\n", ""),
        [f"{EN}/factors/endorsements.md:4: the answer “1_to_4” is missing. Add it, with its words."],
    ),
    "a level too many": (
        replace(f"{EN}/factors/articles.md", "  one: en", "  xyz: Iets\n  one: en"),
        [f"{EN}/factors/articles.md:6: unknown answer “xyz”. Known: 3_or_more, none, one, two."],
    ),
    "levels in another order": (
        replace(f"{EN}/factors/articles.md", "  none: en none\n  one: en one\n", "  one: en one\n  none: en none\n"),
        [f"{EN}/factors/articles.md:4: the answers stand in another order. Put them from worst to best: none, one, two, 3_or_more."],
    ),
    "advice for a step missing": (
        replace(f"{EN}/factors/articles.md", "  two: en two.\n", ""),
        [f"{EN}/factors/articles.md:9: the advice for “two” is missing. Write one sentence: who does that has reached that answer."],
    ),
    "advice for a level misspelt": (
        replace(f"{EN}/factors/articles.md", "  3_or_more: en 3_or_more.", "  3_or_mor: en 3_or_more."),
        [f"{EN}/factors/articles.md:12: unknown answer “3_or_mor” in “advice”. Did you mean “3_or_more”?"],
    ),
    "advice for a level that the model lacks": (
        replace(f"{EN}/factors/articles.md", "  two: en two.", "  xyz: Iets\n  two: en two."),
        [f"{EN}/factors/articles.md:11: unknown answer “xyz” in “advice”. Known: 3_or_more, one, two."],
    ),
    "advice for the lowest level": (
        replace(f"{EN}/factors/articles.md", "advice:\n", "advice:\n  none: Do nothing.\n"),
        [f"{EN}/factors/articles.md:10: advice for “none”, the first answer, which no step reaches. Remove it, or put it under “one”."],
    ),
    "two steps of the same advice": (
        replace(f"{EN}/factors/articles.md", "two: en two.", "two: En one."),
        [
            f"{EN}/factors/articles.md:11: the advice for “two” says what “one” says. "
            "Write what it takes to come from one answer to the other."
        ],
    ),
    "advice left empty": (
        replace(f"{EN}/factors/articles.md", "  two: en two.", "  two:"),
        [f"{EN}/factors/articles.md:11: “advice.two” is empty. Write the text after the colon."],
    ),
    "one advice for all steps": (
        replace(
            f"{EN}/factors/articles.md",
            "advice:\n  one: en one.\n  two: en two.\n  3_or_more: en 3_or_more.\n",
            "advice: Do en something.\n",
        ),
        [f"{EN}/factors/articles.md:9: “advice” must be a group of lines. Put each on a line of its own below it, indented by two spaces."],
    ),
    "advice not translated": (
        both(
            replace(f"{EN}/factors/articles.md", "two: en two.", "two: Write two articles this month."),
            replace(f"{NL}/factors/articles.md", "two: nl two.", "two: Write two articles this month."),
        ),
        [
            f"{EN}/factors/articles.md:11: “Write two articles this month.” is identical here and in {NL}/factors/articles.md:11. "
            "One of the two files is not translated: write it in its own language."
        ],
    ),
    "not applicable forgotten": (
        replace(f"{EN}/factors/inmail_response.md", "not_applicable: Nvt\n", ""),
        [f"{EN}/factors/inmail_response.md:1: the line “not_applicable” is missing. Write the words of the answer that it does not apply."],
    ),
    "not applicable where it always applies": (
        replace(f"{EN}/factors/groups.md", "advice:", "not_applicable: Nvt\nadvice:"),
        [f"{EN}/factors/groups.md:10: “not_applicable” at a question that applies to everyone. Remove it."],
    ),
    "a pillar misspelt": (
        rename(f"{NL}/pillars/brand.md", f"{NL}/pillars/brands.md"),
        [f"{NL}/pillars/brands.md: no pillar is called “brands”. Did you mean “brand”? Rename the file."],
    ),
    "a role misspelt": (
        replace(f"{EN}/texts/roles.yaml", "recruiter:", "recuiter:"),
        [f"{EN}/texts/roles.yaml:4: unknown text “roles.recuiter”. Did you mean “roles.recruiter”?"],
    ),
    "a role missing": (
        replace(f"{EN}/texts/roles.yaml", "hr: hr\n", ""),
        [f"{EN}/texts/roles.yaml: the text “roles.hr” is missing; {NL}/texts/roles.yaml:3 has it. Translate it here."],
    ),
    "a persona's description missing": (
        replace(f"{EN}/texts/personas.yaml", "  description: typical\n", ""),
        [
            f"{EN}/texts/personas.yaml: the text “personas.typical.description” is missing; {NL}/texts/personas.yaml:6 has it. "
            "Translate it here."
        ],
    ),
    "a language's decimal mark missing": (
        replace(f"{EN}/texts/language.yaml", 'decimal: ","\n', ""),
        [f"{EN}/texts/language.yaml: the text “language.decimal” is missing; {NL}/texts/language.yaml:3 has it. Translate it here."],
    ),
    # Interface texts
    "a text in one language only": (
        replace(f"{NL}/texts/site.yaml", "step: Step {n} nl\n", ""),
        [f"{NL}/texts/site.yaml: the text “site.step” is missing; {EN}/texts/site.yaml:2 has it. Translate it here."],
    ),
    "an empty text": (
        replace(f"{NL}/texts/site.yaml", "step: Step {n} nl\n", "step:\n"),
        [f"{NL}/texts/site.yaml:2: “step” is empty. Write the text after the colon."],
    ),
    "placeholders that differ": (
        replace(f"{EN}/texts/site.yaml", "Step {n}", "Step {m}"),
        [
            f"{EN}/texts/site.yaml:2: the placeholders of “site.step” are {{m}} here and {{n}} in {NL}/texts/site.yaml:2. "
            f"Use the same names in every language.",
        ],
    ),
    "a text nobody uses": (
        both(append(f"{NL}/texts/site.yaml", "over: Over\n"), append(f"{EN}/texts/site.yaml", "over: About\n")),
        [
            f"{EN}/texts/site.yaml:3: no template uses the text “site.over”. Remove it.",
            f"{NL}/texts/site.yaml:3: no template uses the text “site.over”. Remove it.",
        ],
    ),
    "a whole file of texts missing": (
        remove(f"{NL}/texts/site.yaml"),
        [f"{NL}/texts/site.yaml: is missing, and {EN}/texts/site.yaml is there. Translate that, under this same name."],
    ),
    "texts that cannot be read are not missing too": (
        both(write(f"{NL}/texts/site.yaml", "name: [a\n"), write(f"{EN}/texts/site.yaml", "name: a: b\n")),
        [
            f"{EN}/texts/site.yaml:1: a second colon on the line. Put the text after the colon between double quotes.",
            f"{NL}/texts/site.yaml:1: a bracket is opened and never closed. "
            "Close it, or put the text after the colon between double quotes.",
        ],
    ),
    "a text misspelt in one language": (
        replace(f"{NL}/texts/site.yaml", "step:", "stap:"),
        [f"{NL}/texts/site.yaml:2: unknown text “site.stap”. Did you mean “site.step”?"],
    ),
    "a group of texts misspelt in one language": (
        both(GROUP, replace(f"{NL}/texts/site.yaml", "pillar:", "piller:")),
        [f"{NL}/texts/site.yaml:3: unknown text “site.piller”. Did you mean “site.pillar”?"],
    ),
    "a group of the model's keys misspelt": (
        replace(f"{EN}/texts/personas.yaml", "typical:", "tipical:"),
        [f"{EN}/texts/personas.yaml:4: unknown text “personas.tipical”. Did you mean “personas.typical”?"],
    ),
    "a text misspelt in every language": (
        both(replace(f"{NL}/texts/site.yaml", "step:", "stap:"), replace(f"{EN}/texts/site.yaml", "step:", "stap:")),
        ["templates/quiz.html:3: nobody wrote the text “site.step”. Did you mean “site.stap”?"],
    ),
    "a text removed from every language": (
        both(replace(f"{NL}/texts/site.yaml", "step: Step {n} nl\n", ""), replace(f"{EN}/texts/site.yaml", "step: Step {n} en\n", "")),
        [f"templates/quiz.html:3: nobody wrote the text “site.step”. Add it to {NL}/texts/site.yaml and {EN}/texts/site.yaml."],
    ),
    "a group of texts removed from every language": (
        both(append("templates/page.html", '{{ t("site.pillar.a") }}{{ t("site.pillar.b") }}\n')),
        [
            "templates/page.html:20: nobody wrote the texts “site.pillar.a”, “site.pillar.b”, asked for here and in 1 more place. "
            f"Add it to {NL}/texts/site.yaml and {EN}/texts/site.yaml."
        ],
    ),
    "a section of texts misspelt in a template": (
        append("templates/page.html", '{{ t("sites.name") }}\n'),
        ["templates/page.html:20: nobody wrote the text “sites.name”. Did you mean “site.name”?"],
    ),
    "a section of texts nobody wrote": (
        append("templates/page.html", '{{ t("xyz.name") }}\n'),
        [f"templates/page.html:20: nobody wrote the text “xyz.name”. Add it to {NL}/texts/xyz.yaml and {EN}/texts/xyz.yaml."],
    ),
    "a text nobody uses in one language only": (
        append(f"{NL}/texts/site.yaml", "over: Over\n"),
        [f"{NL}/texts/site.yaml:3: no template uses the text “site.over”. Remove it."],
    ),
    "a group of texts nobody uses": (
        append(f"{NL}/texts/site.yaml", "over:\n  one: A\n  two: B\n"),
        [f"{NL}/texts/site.yaml:3: no template uses the texts “site.over.…”. Remove them."],
    ),
    "a file of texts misspelt in one language": (
        rename(f"{NL}/texts/site.yaml", f"{NL}/texts/sitee.yaml"),
        [
            f"{NL}/texts/sitee.yaml: “sitee.yaml” has no translation, and {EN}/texts/site.yaml has none here. "
            "Did you mean “site.yaml”? Rename the file."
        ],
    ),
    "placeholders that are not what the template gives": (
        replace(f"{NL}/texts/site.yaml", "Step {n}", "Step {m}"),
        [
            f"{NL}/texts/site.yaml:2: the placeholders of “site.step” are {{m}} here and {{n}} in {EN}/texts/site.yaml:2. "
            "Use the same names in every language."
        ],
    ),
    "a placeholder in two braces": (
        replace(f"{NL}/texts/site.yaml", "Step {n}", "Step {{n}}"),
        [
            f"{NL}/texts/site.yaml:2: a “{{” in “site.step” that belongs to no placeholder. "
            "Write a placeholder as one word between single braces, such as {n}."
        ],
    ),
    "a notation that browsers do not know": (
        both(
            replace(f"{NL}/texts/language.yaml", "locale: nl", "locale: nl_NL"),
            replace(f"{EN}/texts/language.yaml", 'decimal: ","', "decimal: comma"),
        ),
        [
            f"{EN}/texts/language.yaml:3: “comma” separates no decimals. Write “,” or “.”, between double quotes.",
            f"{NL}/texts/language.yaml:2: “nl_NL” is no code of a language. Write one such as nl or nl-NL.",
        ],
    ),
    "two answers of the same words": (
        replace(f"{EN}/factors/articles.md", "none: en none", "none: en one"),
        [f"{EN}/factors/articles.md:6: the answer “one” says what “none” says. Say how the two answers differ."],
    ),
    "Markdown in a question": (
        replace(f"{EN}/factors/articles.md", "question: articles?", "question: How **many** articles?"),
        [f"{EN}/factors/articles.md:3: Markdown in “question”: “**”. Leave it out: these words are shown exactly as they stand."],
    ),
    "HTML in a text": (
        replace(f"{NL}/texts/site.yaml", "name: Site", "name: <b>Site</b>"),
        [f"{NL}/texts/site.yaml:1: HTML in “site.name”: “<b>”. Leave it out: these words are shown exactly as they stand."],
    ),
    "HTML in a title and in an answer": (
        both(
            replace(f"{EN}/method.md", "title: method", "title: R&amp;D"),
            replace(f"{EN}/factors/articles.md", "none: en none", "none: none<br>"),
            replace(f"{NL}/texts/site.yaml", "name: Site", "name: Site <!-- or so -->"),
        ),
        [
            f"{EN}/factors/articles.md:5: HTML in “levels.none”: “<br>”. Leave it out: these words are shown exactly as they stand.",
            f"{EN}/method.md:2: HTML in “title”: “&amp;”. Leave it out: these words are shown exactly as they stand.",
            f"{NL}/texts/site.yaml:1: HTML in “site.name”: “<!-- or so -->”. Leave it out: these words are shown exactly as they stand.",
        ],
    ),
    # Pages and their twins
    "a page misspelt in one language": (
        rename(f"{EN}/method.md", f"{EN}/metod.md"),
        [f"{EN}/metod.md: “metod.md” has no translation, and {NL}/method.md has none here. Did you mean “method.md”? Rename the file."],
    ),
    "a required page misspelt": (
        rename(f"{EN}/quiz.md", f"{EN}/quizz.md"),
        [f"{EN}/quizz.md: “quizz.md” has no translation, and {NL}/quiz.md has none here. Did you mean “quiz.md”? Rename the file."],
    ),
    "a pillar's page missing in one language": (
        remove(f"{EN}/pillars/find.md"),
        [f"{EN}/pillars/find.md: is missing, and {NL}/pillars/find.md is there. Translate that, under this same name."],
    ),
    "a page without its translation": (
        write(f"{NL}/over.md", PAGE.format(slug="over") + "Tekst.\n"),
        [f"{EN}/over.md: is missing, and {NL}/over.md is there. Translate that, under this same name."],
    ),
    "a page every language needs": (
        remove(f"{EN}/404.md", f"{NL}/404.md"),
        [f"{EN}/404.md: is missing. Every language needs this file.", f"{NL}/404.md: is missing. Every language needs this file."],
    ),
    "a heading whose id was removed": (
        both(
            replace(f"{NL}/method.md", "## Range {#range}", "## De marge"),
            append(f"{NL}/quiz.md", "\n[x](method.md#range)\n"),
            *(append(f"{language}/method.md", "\n## More {#more}\n\nText.\n") for language in (NL, EN)),
        ),
        [f"{NL}/method.md:11: the section “De marge” has no name; in {EN}/method.md:11 it is “#range”. Write “{{#range}}” behind it."],
    ),
    "a heading with another id": (
        replace(f"{NL}/method.md", "{#range}", "{#marge}"),
        [f"{NL}/method.md:11: the section “Range” is called “#marge”; in {EN}/method.md:11 it is “#range”. Write “{{#range}}” behind it."],
    ),
    "a part of a factor whose id was removed": (
        replace(f"{EN}/factors/groups.md", "## Why {#why}", "## The reason"),
        [f"{EN}/factors/groups.md:17: the section “The reason” has no name. Write “{{#why}}” behind it."],
    ),
    "a section in one language only": (
        append(f"{EN}/method.md", "\n## Rank {#rank}\n\nMore.\n"),
        [
            f"{NL}/method.md: the section “#rank” is missing; {EN}/method.md:17 has it. Translate it, or give its heading "
            f"here the same name, “{{#rank}}”."
        ],
    ),
    "a sentence not translated": (
        both(
            append(f"{NL}/method.md", "\nThis sentence was never\ntranslated.\n"),
            append(f"{EN}/method.md", "\nThis sentence was never translated.\n"),
        ),
        [
            f"{EN}/method.md:17: “This sentence was never translated.” is identical here and in {NL}/method.md:17. "
            "One of the two files is not translated: write it in its own language."
        ],
    ),
    "a question not translated": (
        both(
            replace(f"{NL}/factors/groups.md", "question: groups?", "question: How many groups are you in?"),
            replace(f"{EN}/factors/groups.md", "question: groups?", "question: How many groups are you in?"),
        ),
        [
            f"{EN}/factors/groups.md:3: “How many groups are you in?” is identical here and in {NL}/factors/groups.md:3. "
            "One of the two files is not translated: write it in its own language."
        ],
    ),
    "a whole file copied from the other language": (
        both(
            *(replace(f"{language}/factors/groups.md", "Why.\n", f"{COPIED}\nAnd so is this sentence here.\n") for language in (NL, EN)),
            replace(f"{EN}/factors/articles.md", "Why.\n", f"{COPIED}\n"),
        ),
        [
            f"{EN}/factors/groups.md:19: “This whole sentence is copied.” is identical here and in {NL}/factors/groups.md:19, "
            "and so is one more place in these two files. One of the two files is not translated: write it in its own language."
        ],
    ),
    "a copy under another name": (
        both(
            replace(f"{NL}/factors/groups.md", "Why.\n", f"{COPIED}\nAnd so is this sentence here.\n\nAnd even this one, too.\n"),
            replace(f"{EN}/factors/groups.md", "Why.\n", f"{COPIED}\n"),
            replace(f"{EN}/factors/articles.md", "Why.\n", f"{COPIED}\nAnd so is this sentence here.\n\nAnd even this one, too.\n"),
        ),
        [
            f"{EN}/factors/articles.md:17: “This whole sentence is copied.” is identical here and in {NL}/factors/groups.md:19, "
            "and so are 2 more places in these two files. One of the two files is not translated: write it in its own language."
        ],
    ),
    "two pages with one address": (
        replace(f"{EN}/method.md", "slug: method-en", "slug: quiz"),
        [f"{EN}/quiz.md:4: the address “quiz” is taken by {EN}/method.md:4. Give one of them another “slug”."],
    ),
    "a reserved address": (
        replace(f"{EN}/method.md", "slug: method-en", "slug: sitemap"),
        [f"{EN}/method.md:4: the address “sitemap” is reserved. Choose another “slug”."],
    ),
    "the home page's address": (
        replace(f"{EN}/method.md", "slug: method-en", "slug: index"),
        [f"{EN}/method.md:4: the address “index” is reserved. Choose another “slug”."],
    ),
    "a page with another's template": (
        replace(f"{EN}/method.md", "written:", "template: quiz\nwritten:"),
        [f"{EN}/method.md:6: the template “quiz” belongs to a page with a task of its own. Remove the line “template”."],
    ),
    "a page without its own template": (
        replace(f"{EN}/quiz.md", "written:", "template: page\nwritten:"),
        [f"{EN}/quiz.md:5: the template is “page”, and this page's task needs “quiz”. Write “template: quiz”."],
    ),
    "an address that starts with its language": (
        replace(f"{EN}/method.md", "slug: method-en", "slug: en/method\nredirects: [en/old]"),
        [
            f"{EN}/method.md:4: the address “en/method” starts with its language, which every address here does by itself. Write “method”.",
            f"{EN}/method.md:5: the old address “en/old” starts with its language, which every address here does by itself. Write “old”.",
        ],
    ),
    "the address of the quiz as one file": (
        replace(f"{EN}/method.md", "slug: method-en", "slug: ssi-quiz-en"),
        [f"{EN}/method.md:4: the address “ssi-quiz-en” is reserved. Choose another “slug”."],
    ),
    "an id of the page's frame": (
        both(*(append(f"{folder}/quiz.md", "\n## Form {#form}\n") for folder in (EN, NL))),
        [
            f"{folder}/quiz.md:10: the site itself has something called “#form” on this page. Give this heading another name."
            for folder in (EN, NL)
        ],
    ),
    "contents of nothing": (
        replace(f"{EN}/quiz.md", "written:", "toc: true\nwritten:"),
        [f"{EN}/quiz.md:5: a table of contents, and no section to list. Remove the line “toc”, or start sections with “##”."],
    ),
    "a page copied beside itself": (
        copy(f"{EN}/method.md", f"{EN}/method (1).md"),
        [
            f"{EN}/method (1).md:4: has the address of {EN}/method.md, and no translation. "
            "If it is a copy, remove it; if not, give it another “slug”."
        ],
    ),
    "a page renamed in one language": (
        both(
            *(write(f"{folder}/about.md", PAGE.format(slug="about") + "\n## Een {#one}\n\n## Twee {#two}\n") for folder in (EN, NL)),
            rename(f"{NL}/about.md", f"{NL}/uitleg.md"),
        ),
        [f"{NL}/uitleg.md: “uitleg.md” has no translation, and {EN}/about.md has none here. Did you mean “about.md”? Rename the file."],
    ),
    "a page without its text": (
        both(append(f"{NL}/index.md", "\n## Een {#one}\n\n## Twee {#two}\n"), replace(f"{EN}/index.md", "Hallo.\n", "\n")),
        [f"{EN}/index.md:9: the page has no text. Write it below the dashes."],
    ),
    "a file of texts without any": (
        write(f"{NL}/texts/site.yaml", ""),
        [f"{NL}/texts/site.yaml: holds no texts; {EN}/texts/site.yaml holds 2. Copy that file to this place, and translate it."],
    ),
    "a folder with other capitals": (
        other_capitals,
        ["content/EN: the folder of “en” has other capitals. Rename it to “en”."],
    ),
    "names that differ in capitals": (
        both(
            write(f"{EN}/Method.md", PAGE.format(slug="m") + "A.\n"),
            write(f"{NL}/Method.md", PAGE.format(slug="m") + "A.\n"),
        ),
        [
            f"{EN}/method.md: has the name of Method.md but for its capitals, which many computers take for one file. Rename one of them.",
            f"{NL}/method.md: has the name of Method.md but for its capitals, which many computers take for one file. Rename one of them.",
        ],
    ),
    "an address and a file that Windows cannot open": (
        both(
            replace(f"{EN}/method.md", "slug: method-en", "slug: tips/aux"),
            write(f"{NL}/COM1.x.md", PAGE.format(slug="m") + "A.\n"),
            write(f"{EN}/COM1.x.md", PAGE.format(slug="m") + "A.\n"),
        ),
        [
            f"{EN}/COM1.x.md: Windows opens no file or folder of the name “COM1.x.md”. Rename it.",
            f"{EN}/method.md:4: the address “tips/aux”: Windows opens no file or folder of the name “aux”. Choose another “slug”.",
            f"{NL}/COM1.x.md: Windows opens no file or folder of the name “COM1.x.md”. Rename it.",
        ],
    ),
    "checked before written": (
        replace(f"{EN}/method.md", "checked: 2026-01-03", "checked: 2026-01-01"),
        [f"{EN}/method.md:7: “checked” is before “written”. Put the day on which the page was last checked."],
    ),
    "a template nobody made": (
        replace(f"{EN}/method.md", "menu: 2", "menu: 2\ntemplate: pilar"),
        [f"{EN}/method.md:6: there is no template “pilar”. Did you mean “pillar”?"],
    ),
    "an insert nobody made": (
        append(f"{EN}/method.md", "\n{{ persons }}\n"),
        [f"{EN}/method.md:17: there is nothing to insert called “persons”. Did you mean “personas”?"],
    ),
    "faults in the front matter and in the text": (
        both(
            replace(f"{EN}/method.md", "title: method", "titel: method"),
            replace(f"{EN}/method.md", "slug: method-en", "slug: Method"),
            append(f"{EN}/method.md", "\n[x](quizz.md)\n"),
            append(f"{EN}/quiz.md", "[x](method.md#rang)\n"),
        ),
        [
            f"{EN}/method.md:2: unknown line “titel”. Did you mean “title”?",
            f"{EN}/method.md:4: “Method” cannot be an address. Use a to z, 0 to 9 and single hyphens, with “/” for a folder.",
            f"{EN}/method.md:17: the link “quizz.md” leads to no file. Did you mean “quiz.md”?",
            f"{EN}/quiz.md:9: nothing in {EN}/method.md is called “#rang”. Did you mean “range”?",
        ],
    ),
    "front matter that cannot be read, and a fault in the text": (
        both(replace(f"{EN}/method.md", "title: method", "title: a: b"), append(f"{EN}/method.md", "\n[x](quizz.md)\n")),
        [
            f"{EN}/method.md:2: a second colon on the line. Put the text after the colon between double quotes.",
            f"{EN}/method.md:17: the link “quizz.md” leads to no file. Did you mean “quiz.md”?",
        ],
    ),
    "a factor's front matter that cannot be read, and a fault in its text": (
        both(
            replace(f"{EN}/factors/inmail_response.md", "name: inm", "name: a: inm"),
            replace(f"{EN}/factors/inmail_response.md", "Why.\n", "[x](quizz.md)\n"),
        ),
        [
            f"{EN}/factors/inmail_response.md:2: a second colon on the line. Put the text after the colon between double quotes.",
            f"{EN}/factors/inmail_response.md:16: the link “quizz.md” leads to no file. Did you mean “../quiz.md”?",
        ],
    ),
    "two pages with one place in the menu": (
        replace(f"{EN}/method.md", "menu: 2", "menu: 1"),
        [f"{EN}/method.md:5: the menu's place 1 is taken by {EN}/index.md:5. Give one of them another number."],
    ),
    "sections": (sectioned, []),
    "a page in no section": (
        both(sectioned, replace(f"{EN}/method.md", "section: main\n", ""), replace(f"{NL}/method.md", "section: main\n", "")),
        [
            f"{EN}/method.md:1: the page is in no section of the menu. Add “section: ” with one of: main, other.",
            f"{NL}/method.md:1: the page is in no section of the menu. Add “section: ” with one of: main, other.",
        ],
    ),
    "a section that nobody knows": (
        both(sectioned, *(replace(f"{folder}/method.md", "section: main", "section: mian") for folder in (EN, NL))),
        [f"{folder}/method.md:6: unknown section “mian”. Did you mean “main”?" for folder in (EN, NL)],
    ),
    "settings of which nothing can be read": (
        both(sectioned, replace("content/site.yaml", "[nl, en]", "[nl, en")),
        ["content/site.yaml:2: a bracket is opened and never closed. Close it."],
    ),
    "a page whose section has its key misspelt": (
        both(sectioned, replace(f"{EN}/method.md", "section: main", "sectoin: main")),
        [f"{EN}/method.md:6: unknown line “sectoin”. Did you mean “section”?"],
    ),
    "settings with a section at fault": (
        both(sectioned, replace("content/site.yaml", "[main, other]", "[main, Other]")),
        ["content/site.yaml:3: “Other” cannot name a section. Write small letters, digits and “_”, such as pillars."],
    ),
    "settings with a fault, and a page with its own": (
        both(
            sectioned,
            replace("content/site.yaml", "https://ssi.example/", "ssi.example"),
            replace(f"{EN}/method.md", "section: main", "section: mian"),
        ),
        [
            f"{EN}/method.md:6: unknown section “mian”. Did you mean “main”?",
            "content/site.yaml:1: “ssi.example” is not a base address. Write it whole, such as https://ssi.example/.",
        ],
    ),
    "settings without languages, and a section at odds": (
        both(
            sectioned,
            replace("content/site.yaml", "languages: [nl, en]\nsections: [main, other]", "languages: []\nsections: [Main]"),
            replace(f"{EN}/method.md", "section: main", "section: other"),
        ),
        [
            f"{NL}/method.md:6: the section is “main” here and “other” in {EN}/method.md:6. Use the same in every language.",
            "content/site.yaml:2: “languages” must be a list. Write it as [nl, en].",
            "content/site.yaml:3: “Main” cannot name a section. Write small letters, digits and “_”, such as pillars.",
        ],
    ),
    "a section where the site has none": (
        both(*(replace(f"{folder}/quiz.md", "written:", "section: main\nwritten:") for folder in (EN, NL))),
        [
            f"{folder}/quiz.md:5: unknown section “main”. Add “sections” to content/site.yaml, or remove the line here."
            for folder in (EN, NL)
        ],
    ),
    "a page in two sections": (
        both(sectioned, replace(f"{EN}/method.md", "section: main", "section: other")),
        [f"{NL}/method.md:6: the section is “main” here and “other” in {EN}/method.md:6. Use the same in every language."],
    ),
    "a home page in a section": (
        both(sectioned, *(replace(f"{folder}/index.md", "written:", "section: main\nwritten:") for folder in (EN, NL))),
        [f"{folder}/index.md:6: “section” on a page that no menu lists. Remove it." for folder in (EN, NL)],
    ),
    "a section without a name": (
        both(sectioned, replace(f"{EN}/texts/sections.yaml", f"other: Other {EN}\n", "")),
        [f"{EN}/texts/sections.yaml: the text “sections.other” is missing; {NL}/texts/sections.yaml:2 has it. Translate it here."],
    ),
    "a page without text": (
        replace(f"{EN}/index.md", "Hallo.\n", "\n"),
        [f"{EN}/index.md:9: the page has no text. Write it below the dashes."],
    ),
    "a link to an address without https": (
        append(f"{EN}/method.md", "\n[x](www.linkedin.com/sales/ssi)\n"),
        [
            f"{EN}/method.md:17: the link “www.linkedin.com/sales/ssi” leads to no file. "
            "For an address on the web, write https://www.linkedin.com/sales/ssi."
        ],
    ),
    # Links and pictures
    "a link to a page that is not there": (
        append(f"{EN}/method.md", "\n[x](quizz.md)\n"),
        [f"{EN}/method.md:17: the link “quizz.md” leads to no file. Did you mean “quiz.md”?"],
    ),
    "a link to what a page becomes": (
        append(f"{EN}/method.md", "\n[x](quiz.html)\n"),
        [f"{EN}/method.md:17: the link “quiz.html” leads to no file. Did you mean “quiz.md”?"],
    ),
    "a link with other capitals": (
        append(f"{EN}/method.md", "\n[x](Quiz.md)\n"),
        [f"{EN}/method.md:17: the link “Quiz.md” leads to no file. The file is called “quiz.md”: capitals count."],
    ),
    "a link from the root": (
        append(f"{EN}/method.md", "\n[x](/quiz.md)\n"),
        [f"{EN}/method.md:17: the link “/quiz.md” leads to no file. Did you mean “quiz.md”?"],
    ),
    "a link that forgets the folder above": (
        append(f"{EN}/pillars/brand.md", "\n[x](method.md)\n"),
        [f"{EN}/pillars/brand.md:10: the link “method.md” leads to no file. Did you mean “../method.md”?"],
    ),
    "a link to everything": (
        append(f"{EN}/method.md", "\n[x](../..)\n"),
        [
            f"{EN}/method.md:17: the link “../..” leads to no file. "
            "Put the file there, or name it as seen from this one, such as “method.md”."
        ],
    ),
    "a link without an address": (
        append(f"{EN}/method.md", "\n[x]()\n"),
        [f"{EN}/method.md:17: a link without an address. Write the address between the round brackets."],
    ),
    "a link to the other language": (
        append(f"{EN}/method.md", "\n[x](../nl/quiz.md)\n"),
        [f"{EN}/method.md:17: the link “../nl/quiz.md” leads out of {EN}. Link to the page in this same language."],
    ),
    "an anchor that is not there": (
        append(f"{EN}/quiz.md", "[x](method.md#rang)\n"),
        [f"{EN}/quiz.md:9: nothing in {EN}/method.md is called “#rang”. Did you mean “range”?"],
    ),
    "an anchor that is not on this page": (
        append(f"{EN}/quiz.md", "[x](#nowhere)\n"),
        [
            f"{EN}/quiz.md:9: nothing in {EN}/quiz.md is called “#nowhere”. Nothing known looks like it.",
        ],
    ),
    "an anchor of a factor": (
        append(f"{EN}/quiz.md", "[x](factors/groups.md#sauce)\n"),
        [f"{EN}/quiz.md:9: nothing in {EN}/factors/groups.md is called “#sauce”. Did you mean “source”?"],
    ),
    "a factor on the wrong pillar's page": (
        append(f"{EN}/quiz.md", "[x](pillars/find.md#groups)\n"),
        [
            f"{EN}/quiz.md:9: nothing in {EN}/pillars/find.md is called “#groups”. Nothing known looks like it.",
        ],
    ),
    "a picture that is not there": (
        append(f"{EN}/method.md", "\n![A graph](graph.png)\n"),
        [
            f"{EN}/method.md:17: the picture “graph.png” leads to no file. Put the file there, or name it as seen from this "
            f"one, such as “method.md”."
        ],
    ),
    "a picture and a document that only the other language's folder has": (
        both(
            *(write(f"{NL}/{name}", "%PDF-1.4") for name in ("graph.pdf", "pillars/graph.pdf")),
            write(f"{NL}/graph.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>'),
            append(f"{EN}/method.md", "\n![A graph](graph.svg)\n\n[A graph](../nl/graph.pdf)\n"),
            append(f"{EN}/pillars/find.md", "\n[A graph](graph.pdf)\n"),
        ),
        [
            f"{EN}/method.md:17: the picture “graph.svg” leads to no file. "
            "It is in content/nl: write “../nl/graph.svg”; one file can serve all languages.",
            f"{EN}/pillars/find.md:10: the link “graph.pdf” leads to no file. "
            "It is in content/nl: write “../../nl/pillars/graph.pdf”; one file can serve all languages.",
        ],
    ),
    "a picture that is a page": (
        append(f"{EN}/method.md", "\n![A graph](quiz.md)\n"),
        [f"{EN}/method.md:17: “quiz.md” is not a picture. Use a file ending in .png, .jpg, .jpeg, .gif, .webp, .avif, .svg."],
    ),
    "a picture that browsers do not show": (
        both(write(f"{EN}/a.heic", "x"), append(f"{EN}/method.md", "\n![A graph](a.heic)\n")),
        [f"{EN}/a.heic: is not a file this site uses. Browsers do not show such a picture: save it as JPEG, PNG or WebP."],
    ),
    "a picture elsewhere": (
        append(f"{EN}/method.md", "\n![A graph](https://example.org/graph.png)\n"),
        [
            f"{EN}/method.md:17: the picture “https://example.org/graph.png” is on another site. "
            "Put the file itself beside the page: visitors ask nothing of anyone else."
        ],
    ),
    # Week plans
    "faults in the steps of plans": (
        write(
            "content/plans.yaml",
            "sales:\n  sharing: weekly\n  sharring: weekly\n  groups: weekly\n  connections: under_50\n"
            "  inmail_response: 25_percent_or_more\nhr: x\n",
        ),
        [
            "content/plans.yaml:3: no question of the quiz is called “sharring”. Did you mean “sharing”?",
            "content/plans.yaml:4: unknown answer “weekly” of groups."
            " Known: member_only, none, sometimes_active, weekly_in_one, weekly_in_several.",
            "content/plans.yaml:5: “under_50” is no step up: the typical member has “150_to_299”. Choose one of: 300_to_499, 500_or_more.",
            "content/plans.yaml:6: “25_percent_or_more” is no step up: the typical member has “not_applicable”. Remove it.",
            "content/plans.yaml:7: “hr” is not a step of a plan. Put each step below its plan, indented by two spaces: “sharing: weekly”.",
        ],
    ),
    "shortcodes with the wrong names": (
        both(
            write("content/plans.yaml", "sales:\n  sharing: weekly\n"),
            write("templates/inserts/plan.html", "{{ argument }}"),
            append(f"{EN}/method.md", "\n{{ plan sale }}\n\n{{ plan }}\n\n{{ personas hr }}\n\n{{ person hr }}\n"),
        ),
        [
            f"{EN}/method.md:17: there is no “sale” to insert with “plan”. Did you mean “sales”?",
            f"{EN}/method.md:19: “plan” needs a name. Known: sales.",
            f"{EN}/method.md:21: “personas” takes no name, and gets “hr”. Write “{{{{ personas }}}}”.",
            f"{EN}/method.md:23: there is nothing to insert called “person”. Did you mean “personas”?",
        ],
    ),
    "examples that are not whole": (
        both(
            write("templates/inserts/examples.html", (ROOT / "templates/inserts/examples.html").read_text(encoding="utf-8")),
            write(f"{EN}/texts/examples.yaml", EXAMPLES),
            write(f"{NL}/texts/examples.yaml", EXAMPLES),
            append(f"{EN}/method.md", "\n{{ examples headline }}\n"),
            append(f"{NL}/method.md", "\n{{ examples headline }}\n"),
        ),
        [
            f"content/{language}/texts/examples.yaml:{line}: {what}"
            for language in ("en", "nl")
            for line, what in (
                (6, "“headline” lacks “second”, one of its examples. Add “second:” below it, with “for:” and “text:” below that."),
                (11, "“first”, an example of “post”, lacks “text”. Add “text:” below “first:”."),
            )
        ],
    ),
    # Settings and folders
    "no settings": (remove("content/site.yaml"), ["content/site.yaml: is missing. It holds “base_url” and “languages”."]),
    "pages that show a contact that is not set": (
        both(
            write("templates/inserts/contact.html", "{{ contact }}"),
            append("content/nl/method.md", "\n{{ contact }}\n"),
            append("content/en/method.md", "\n{{ contact }}\n"),
        ),
        [
            "content/site.yaml: the line “contact” is missing, and content/en/method.md shows it."
            " Add it: “contact: https://…”, the page where readers can write to you, or “mailto:…”."
        ],
    ),
    "a language without a folder": (
        replace("content/site.yaml", "[nl, en]", "[nl, en, de]"),
        ["content/site.yaml:2: the language “de” has no folder. Make “content/de”, with every file of another language."],
    ),
    "a folder that is no language": (
        write("content/pictures/graph.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ["content/pictures: “pictures” is not a language of this site. Add it to “languages” in content/site.yaml, or move the folder."],
    ),
    # Templates
    "a template asks for a text nobody wrote": (
        append("templates/page.html", '{{ t("site.stap") }}\n'),
        [
            "templates/page.html:20: nobody wrote the text “site.stap”. Did you mean “site.step”? "
            f"If not, add it to {NL}/texts/site.yaml and {EN}/texts/site.yaml."
        ],
    ),
    "a template asks for texts by a key nobody knows": (
        append("templates/page.html", '{{ text_of("rolls", "hr") }}\n'),
        ["templates/page.html:20: nobody wrote texts “rolls.…”. Did you mean “roles”?"],
    ),
    "a key put together": (
        append("templates/page.html", '{{ t("site." ~ page.name) }}\n'),
        [
            "templates/page.html:20: the key in t(…) is put together. Write the whole key as a constant; for the words of "
            "the model's keys, use text_of(“section”, key)."
        ],
    ),
    "a value for which there is no place": (
        append("templates/page.html", '{{ t("site.step", m=1) }}\n'),
        ["templates/page.html:20: the text “site.step” has no placeholder {m}. Known: n."],
    ),
    "a template asks for a file nobody made": (
        append("templates/page.html", '{{ asset("css/sites.css") }}\n'),
        ["templates/page.html:20: there is no file “css/sites.css” in site_src/browser. Did you mean “css/site.css”?"],
    ),
    "a template asks for a page nobody wrote": (
        append("templates/page.html", '{{ href("metod") }}\n'),
        ["templates/page.html:20: there is no page “metod”. Did you mean “method”?"],
    ),
    "a template asks for an anchor nobody wrote": (
        append("templates/page.html", '{{ href("method", "rang") }}\n'),
        [
            f"templates/page.html:20: nothing in {EN}/method.md is called “#rang”. Did you mean “range”?",
            f"templates/page.html:20: nothing in {NL}/method.md is called “#rang”. Did you mean “range”?",
        ],
    ),
    "a template includes one nobody made": (
        append("templates/page.html", '{% include "parts/foot.html" %}\n'),
        [
            "templates/page.html:20: there is no template “parts/foot.html”. "
            "Known: choose.html, home.html, inserts/personas.html, not_found.html, page.html, pillar.html, quiz.html."
        ],
    ),
    "a template that cannot be read": (
        append("templates/page.html", "{% if %}\n"),
        ["templates/page.html:20: Expected an expression, got 'end of statement block'. Mend the template."],
    ),
    "a style sheet asks for a file nobody made": (
        append("site_src/browser/css/site.css", "a { background: url('../icons/dott.svg') }\n"),
        ["site_src/browser/css/site.css:2: there is no file “icons/dott.svg” in site_src/browser. Did you mean “icons/dot.svg”?"],
    ),
}


WARNINGS: dict[str, tuple[Change, list[str]]] = {
    "two pages with one title, and two factors with one name": (
        both(
            replace(f"{EN}/method.md", "title: method", "title: Quiz"), replace(f"{NL}/factors/sharing.md", "name: sharing", "name: groups")
        ),
        [
            f"{EN}/quiz.md:2: the title “quiz” is also that of {EN}/method.md. "
            "Give one of them another, so that readers can tell them apart.",
            f"{NL}/factors/sharing.md:2: the name “groups” is also that of {NL}/factors/groups.md. "
            "Give one of them another, so that readers can tell them apart.",
        ],
    ),
    "days to come": (
        both(
            replace(f"{EN}/method.md", "checked: 2026-01-03", "checked: 9999-01-03\nchanges:\n  9998-02-01: More."),
            replace(f"{NL}/factors/groups.md", "checked: 2026-01-03", "checked: 9999-12-31"),
        ),
        [
            f"{EN}/method.md:7: 9999-01-03, the day of “checked”, is still to come. Write today’s date or an earlier one.",
            f"{EN}/method.md:9: 9998-02-01, the day of “changes”, is still to come. Write today’s date or an earlier one.",
            f"{NL}/factors/groups.md:15: 9999-12-31, the day of “checked”, is still to come. Write today’s date or an earlier one.",
        ],
    ),
    "a mail address that some hosts hide": (
        append("content/site.yaml", "contact: mailto:me@score.test\n"),
        [
            "content/site.yaml:3: “contact” is an e-mail address, which some hosts hide by a script that this site’s own policy blocks."
            " docs/publish.md says what to switch off there."
        ],
    ),
    "a table in one language only": (
        append(f"{EN}/quiz.md", "\n{{ personas }}\n"),
        [f"{NL}/quiz.md: “{{{{ personas }}}}” is missing; {EN}/quiz.md:10 has it. Put it here, too, or remove it there."],
    ),
    "the mark of a translation removed": (
        replace(f"{EN}/method.md", "checked:", 'twins: {nl: "12345678"}\nchecked:'),
        [
            f"{EN}/method.md:7: {NL}/method.md has changed since it said the same as this file. "
            f"Bring this file in line with it; then run: make translated FILE={EN}/method.md",
            f"{NL}/method.md:1: the line “twins” lacks en, so a change of {EN}/method.md would pass unseen. "
            f"If both say the same, run: make translated FILE={NL}/method.md",
        ],
    ),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_one_thing_doubtful(site: SmallSite, name: str) -> None:
    change, expected = WARNINGS[name]
    change(site)
    made = build_site(BuildOptions(site.root, engine=False), BuildClock(), site.memory)
    assert made.problems == ()
    assert [str(warning) for warning in sorted(made.warnings)] == expected
    assert [warning.tell("nl") for warning in sorted(made.warnings)] == DUTCH["doubtful"][name]


def test_a_clock_that_is_wrong_makes_no_day_doubtful(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    class LongAgo(date):
        @classmethod
        def today(cls) -> "LongAgo":
            return cls(2020, 1, 1)

    monkeypatch.setattr(pipeline, "date", LongAgo)
    assert build_site(BuildOptions(site.root, engine=False), BuildClock(), site.memory).warnings == ()


def test_a_site_without_content_is_one_fault(site: SmallSite) -> None:
    (site.root / "content").rename(site.root / "contents")
    assert site.faults() == ["content: there is no such folder. Run this from the project's own copy, with all its folders."]


@pytest.mark.parametrize("name", CASES)
def test_one_thing_broken(site: SmallSite, name: str) -> None:
    change, expected = CASES[name]
    change(site)
    assert site.faults() == expected
    assert site.faults_in_dutch() == DUTCH["broken"][name]


def test_a_template_with_the_name_of_no_page_is_for_any_page(site: SmallSite) -> None:
    site.write("templates/plain.html", '{% extends "page.html" %}\n')
    for folder in (EN, NL):
        site.replace(f"{folder}/method.md", "written:", "template: plain\nwritten:")
    assert site.faults() == []


@pytest.mark.parametrize(
    ("href", "fault"),
    [
        ("https://example.org/path?q=1#part", ""),
        ("https://www.linkedin.com/help/sales-navigator", ""),
        ("https://münchen.example/", ""),
        ("mailto:someone@example.org", ""),
        ("tel:+31201234567", ""),
        ("https://example", "“https://example” is not a web address. Check it: https://, the site's name with a dot in it, and no spaces."),
        ("https:///path", "“https:///path” is not a web address. Check it: https://, the site's name with a dot in it, and no spaces."),
        (
            "https://exa..mple.org/",
            "“https://exa..mple.org/” is not a web address. Check it: https://, the site's name with a dot in it, and no spaces.",
        ),
        ("https://example.org:port/", "“https://example.org:port/” is not a web address. Check its brackets and its port."),
        ("//example.org/", "“//example.org/” is not a web address. Start it with https://."),
        ("htps://example.org/", "a link may not start with “htps:”. Did you mean “https”?"),
        ("javascript:alert(1)", "a link may not start with “javascript:”. Known: http, https, mailto, tel."),
        ("mailto:someone", "“mailto:someone” is not an e-mail address. Write mailto:name@example.org."),
        (
            "http://127.0.0.1:5500/nl/quiz.html#form",
            "“http://127.0.0.1:5500/nl/quiz.html#form” is on your own computer. Link to the page's file: quiz.md#form.",
        ),
        ("http://localhost/", "“http://localhost/” is on your own computer. Link to the page's file, such as “method.md”."),
        ("https://ssi.example/en/", "“https://ssi.example/en/” is a page of this site. Link to its file: index.md."),
        ("https://ssi.example/press", ""),
        (
            "someone@example.org",
            "the link “someone@example.org” leads to no file. For an e-mail address, write mailto:someone@example.org.",
        ),
        ("https//example.org", "the link “https//example.org” leads to no file. An address on the web starts with https://."),
        ("tel:abc", "“tel:abc” is not a telephone number. Write tel:+31201234567."),
    ],
)
def test_addresses_elsewhere(site: SmallSite, href: str, fault: str) -> None:
    site.append(f"{EN}/method.md", f"\n[x]({href})\n")
    assert site.faults() == ([f"{EN}/method.md:17: {fault}"] if fault else [])


def test_all_faults_are_told_at_once_and_sorted(site: SmallSite) -> None:
    site.append(f"{NL}/method.md", "\n[x](quizz.md)\n\n[y](metod.md)\n")
    site.replace(f"{EN}/factors/articles.md", "  none:", "  non:")
    site.remove(f"{EN}/404.md")
    site.append("templates/quiz.html", '{{ t("site.stap") }}')
    assert [fault.split(": ")[0] for fault in site.faults()] == [
        "content/en/404.md",
        "content/en/factors/articles.md:5",
        "content/nl/method.md:17",
        "content/nl/method.md:19",
        "templates/quiz.html:6",
    ]


def test_leaving_one_file_out_of_a_new_language_gives_exactly_one_fault(site: SmallSite) -> None:
    for file in sorted((site.root / "content/en").rglob("*.*")):
        inner = file.relative_to(site.root / "content/en")
        text = file.read_text(encoding="utf-8").replace(" en", " de").replace(": EN", ": DE")
        site.write(f"content/de/{inner}", text)
    site.replace("content/site.yaml", "[nl, en]", "[nl, en, de]")
    assert site.faults() == []
    assert {"de/index.html", "de/method-en.html", "de/quiz.html"} <= set(site.pages())
    site.remove("content/de/factors/connections.md")
    assert site.faults() == [
        "content/de/factors/connections.md: is missing, and content/nl/factors/connections.md is there. "
        "Translate that, under this same name."
    ]


def test_a_translation_is_begun_until_half_of_it_is_done(site: SmallSite) -> None:
    shutil.copytree(site.root / "content/en", site.root / "content/de")
    site.replace("content/site.yaml", "[nl, en]", "[nl, en, de]")

    def warned() -> list[str]:
        return [str(warning) for warning in build_site(BuildOptions(site.root, engine=False), BuildClock(), site.memory).warnings]

    def translate(file: Path) -> None:
        file.write_text(file.read_text(encoding="utf-8").replace(" en", " de").replace("Waar", "Worum"), encoding="utf-8")

    said = "content/de/: {} of 18 files with sentences still say what content/en/ says. Translate them: factors/{}, factors/{}, factors/{} "
    said += "and {} more. Once half is done, each that is left is a fault."
    assert site.faults() == []
    (first,) = warned()
    assert first.startswith("content/de/: 18 of 18 files with sentences")
    for page in ("404.md", "index.md", "method.md", "quiz.md", *(f"pillars/{pillar}.md" for pillar in MODEL.pillars)):
        translate(site.root / "content/de" / page)
    assert site.faults() == []
    (second,) = warned()
    left = [name.strip() for name in second.split("Translate them: ")[1].split(" and ")[0].split(",")]
    assert second == said.format(10, *(name.removeprefix("factors/") for name in left), 7)
    for name in left:
        translate(site.root / "content/de" / name)
    assert warned() == []
    faults = site.faults()
    # The other files share words with each other, which are reported once.
    assert len(faults) == 5 + 1
    assert all("is identical here and in content/en/" in fault and fault.startswith("content/de/factors/") for fault in faults[:-1])
    assert faults[-1] == (
        "content/de/texts/language.yaml:1: the language is called “EN”, and so is the one of content/en/texts/language.yaml:1. "
        "Write what its own readers call it."
    )


@pytest.mark.parametrize(
    "hidden", ["", EN, f"{NL}/pillars", f"{NL}/texts", f"{EN}/texts/site.yaml", f"{EN}/method.md", "content/site.yaml"]
)
def test_what_lies_in_what_cannot_be_opened_is_not_called_missing(site: SmallSite, hidden: str) -> None:
    sectioned(site)
    if not hidden:
        # Both twins: no language has the file to show.
        for language in (EN, NL):
            close(site.root / language / "quiz.md")
    else:
        close(site.root / hidden)
    expected = [hidden] if hidden else [f"{EN}/quiz.md", f"{NL}/quiz.md"]
    assert site.faults() == [f"{path}: is a symbolic link, which is not followed. Put the file or folder itself here." for path in expected]


def close(path: Path) -> None:
    """Puts a link there, which no build opens. A right to read taken away would not stop a test that the administrator runs."""
    aside = path.rename(path.with_name(f".{path.name}"))
    path.symlink_to(aside)
