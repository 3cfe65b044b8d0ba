"""Checks week plans against the model's keys, shortcodes' arguments, and the examples to insert."""

from collections.abc import Iterator

from site_src.messages import say
from site_src.model import PLANS, Content, Problem, TemplateUsage, Vocabulary, suggest


def check_plans(content: Content, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Check each step of each week plan: a factor of the model, and a level above the typical member's."""
    for key, level in content.plans.words.items():
        line, name = content.plans.lines[key], key.removeprefix("plans.")
        _, _, factor = name.partition(".")
        if not factor or "." in factor:
            remedy = say("Put each step below its plan, indented by two spaces: “sharing: weekly”.")
            yield Problem(str(PLANS), line, say("“{name}” is not a step of a plan", name=name), remedy)
        elif factor not in vocabulary.factors:
            yield Problem(
                str(PLANS), line, say("no question of the quiz is called “{name}”", name=factor), suggest(factor, vocabulary.factors)
            )
        else:
            _, levels, _ = vocabulary.factors[factor]
            start = vocabulary.typical[factor]
            # The levels that a plan may lead to; a factor that does not apply to the typical member has none.
            higher = levels[levels.index(start) + 1 :] if start in levels else ()
            if level not in levels:
                yield Problem(
                    str(PLANS), line, say("unknown answer “{level}” of {factor}", level=level, factor=factor), suggest(level, levels)
                )
            elif level not in higher:
                remedy = say("Choose one of: {names}.", names=", ".join(higher)) if higher else say("Remove it.")
                yield Problem(
                    str(PLANS), line, say("“{level}” is no step up: the typical member has “{start}”", level=level, start=start), remedy
                )


def check_arguments(content: Content, usage: TemplateUsage) -> Iterator[Problem]:
    """Report shortcodes with a superfluous, missing or unknown argument."""
    takers = {
        "plan": {key.split(".")[1] for key in content.plans.words},
        "examples": {
            key.split(".")[1] for texts in content.texts for key in texts.words if texts.section == "examples" and key.count(".") > 1
        },
    }
    plans = [(page, line) for page in content.pages for name, line, _ in page.shortcodes if name == "plan"]
    if plans and PLANS not in content.files and not content.hides(PLANS):
        place = f"{plans[0][0].source}:{plans[0][1]}"
        yield Problem(
            str(PLANS),
            0,
            say("is missing, and {place} shows a plan", place=place),
            say("Give the file with the plans this name again, or put it back."),
        )
    for page in content.pages:
        for name, line, argument in page.shortcodes:
            if f"inserts/{name}.html" not in usage.templates:
                continue  # An unknown shortcode is already reported.
            if name not in takers and argument:
                yield Problem(
                    str(page.source),
                    line,
                    say("“{name}” takes no name, and gets “{argument}”", name=name, argument=argument),
                    say("Write “{{ {name} }}”.", name=name),
                )
            elif name in takers and argument not in takers[name] and (name != "plan" or PLANS in content.files):
                what = (
                    say("there is no “{argument}” to insert with “{name}”", argument=argument, name=name)
                    if argument
                    else say("“{name}” needs a name", name=name)
                )
                yield Problem(str(page.source), line, what, suggest(argument, takers[name]))


def check_examples(content: Content, usage: TemplateUsage) -> Iterator[Problem]:
    """Report a missing first or second example, and a missing part of one. `check_texts` reports what one language lacks."""
    if "inserts/examples.html" not in usage.templates:
        return
    editions = [texts for texts in content.texts if texts.section == "examples"]
    known = frozenset[str]().union(*(texts.lines for texts in editions))
    for texts in editions:
        for group in [key for key in texts.lines if key.count(".") == 1 and key not in texts.words]:
            name = group.partition(".")[2]
            for example in ("first", "second"):
                node = f"{group}.{example}"
                if node not in known:
                    remedy = say("Add “{example}:” below it, with “for:” and “text:” below that.", example=example)
                    what = say("“{name}” lacks “{key}”, one of its examples", name=name, key=example)
                    yield Problem(str(texts.source), texts.lines[group], what, remedy)
                elif node in texts.lines:
                    for part in ("for", "text"):
                        if f"{node}.{part}" not in known:
                            what = say("“{example}”, an example of “{name}”, lacks “{part}”", example=example, name=name, part=part)
                            yield Problem(
                                str(texts.source),
                                texts.lines[node],
                                what,
                                say("Add “{part}:” below “{example}:”.", part=part, example=example),
                            )
