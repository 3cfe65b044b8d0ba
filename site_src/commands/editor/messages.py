"""Every sentence that the editor's server says, in one place: where, what, what to do."""

from collections.abc import Mapping
from typing import NamedTuple

from site_src.messages import Message, say
from site_src.model import Problem


class Refusal(Exception):  # noqa: N818, because it is an answer, and most often no error of the program's
    """A request that is refused: its HTTP status, a sentence for the author, and values for the page."""

    def __init__(self, status: int, sentence: Message, values: Mapping[str, str]) -> None:
        """Take the status, the sentence, and further values for the page."""
        super().__init__(sentence)
        self.status, self.sentence, self.values = status, sentence, values


class Reason(NamedTuple):
    """A sentence with its status; `{name}` stands for the value of that name."""

    status: int
    sentence: Message

    def make_refusal(self, answer: Mapping[str, str] | None = None, **words: object) -> Refusal:
        """Return the refusal with these words in the sentence, and with `answer` for the page."""
        return Refusal(self.status, self.sentence.fill(**words), answer or {})


def refuse_problems(*problems: Problem | str | None) -> None:
    """Refuse what a command refuses, in its own words: the first of its faults, if any."""
    for problem in filter(None, problems):
        raise NOT_DONE.make_refusal(problem=problem)


NOT_OURS = Reason(403, say("This server answers only requests from its own pages."))
STALE_TOKEN = Reason(403, say("The server was started again since this page was opened: copy what you typed, and load this page again."))
NO_JSON = Reason(415, say("This request is not JSON: send the header “Content-Type: application/json”."))
TOO_MUCH = Reason(413, say("This request is larger than {most} MB: send less at once, or a smaller picture."))
UNREADABLE = Reason(400, say("This request is not JSON that can be read: send an object with the fields of the request."))
BAD_FIELD = Reason(400, say("The field “{field}” is missing or of another kind: send {kind}."))
UNKNOWN = Reason(404, say("There is no request “{name}”: the editor knows {known}."))
FAILED = Reason(500, say("The editor could not do this: {reason}. Try again, or tell a developer."))
NO_SUCH_FILE = Reason(404, say("“{file}” cannot be edited here: choose a page, a question, a text or a setting below “content”."))
IS_GONE = Reason(404, say("{file} is not there any more: choose another file."))
IS_A_LINK = Reason(403, say("{file} is a symbolic link, which is not followed: put the file itself there."))
NOT_READ = Reason(409, say("{file} cannot be read: {reason}. Give yourself permission to read it."))
NOT_UTF8 = Reason(422, say("{file} is not written in UTF-8: save the file again with the encoding UTF-8."))
TOO_LONG = Reason(413, say("{file} would hold a text of {size} MB, and {most} MB is the most: divide it over several files."))
NOT_TEXT = Reason(400, say("{file}: the text holds half a character, which no file can: type that word again."))
CHANGED = Reason(
    409, say("{file} was changed by another program since you opened it: compare the two texts, and keep what you want of both.")
)
NOT_WRITTEN = Reason(
    507, say("{file} cannot be written: {reason}. Your text is still in this page; make room or give permission, then save again.")
)
NO_FORM = Reason(422, say("{file}: “{key}” cannot be written in the lines between the dashes: mend those in the text first."))
NO_SUCH_FIELD = Reason(404, say("{file} has no field “{key}”: choose one of its form."))
NOT_YET_MARKED = Reason(422, say("{problem} Mend that first."))
NOT_DONE = Reason(422, say("{problem}"))
NO_PICTURES_THERE = Reason(422, say("{file} shows no pictures: put it in a page or a question."))
NO_ALT = Reason(400, say("The picture has no alt text: say what it shows, for people who cannot see it."))
NO_PICTURE = Reason(422, say("“{name}”: {what}. {remedy}"))
NO_TWIN = Reason(422, say("{file} has no translation yet: make that first."))

LABELS = {
    "title": say("Title"),
    "description": say("Description"),
    "slug": say("Address"),
    "section": say("Group in the menu"),
    "menu": say("Place in the menu"),
    "menu_title": say("Name in the menu"),
    "template": say("Kind of page"),
    "draft": say("Draft"),
    "toc": say("Table of contents"),
    "written": say("Written"),
    "checked": say("Checked"),
    "changes": say("Changed on {name}"),
    "redirects": say("Earlier addresses"),
    "name": say("Name"),
    "question": say("Question"),
    "hint": say("Note with the question"),
    "levels": say("Answer {number} of {most}"),
    "not_applicable": say("Answer where the question does not apply"),
    "advice": say("Advice to reach answer {number}"),
    "base_url": say("Address of the site"),
    "contact": say("Where readers report a mistake"),
    "languages": say("Languages"),
    "messages": say("Language of faults and warnings"),
    "sections": say("Groups of the menu"),
}
"""The label of each field of a form."""
HELP = {
    "title": say("Also shown on the browser’s tab."),
    "description": say("One sentence for search engines, of at most 160 characters."),
    "slug": say("The end of the address: small letters, digits and hyphens. After a change, add the old one to the earlier addresses."),
    "menu": say("A number: a lower one comes earlier. Empty: at the end of the group."),
    "menu_title": say("Only where the title is too long for the menu."),
    "draft": say("A draft is not on the published site."),
    "checked": say("The day on which somebody last checked the whole text."),
    "changes": say("What changed that day, in a sentence for readers. Empty: nothing."),
    "redirects": say("Links to these addresses keep working."),
    "placeholders": say("Leave {names} as it is: a number or a word takes its place."),
}
"""The help with a field."""
VALUES = {
    "list": say("a list of texts"),
    "flag": say("true or false"),
    "number": say("a whole number or null"),
    **dict.fromkeys(("text", "long", "date", "choice"), say("a text")),
}
"""The kind of value that each type of field takes."""
CORNER = {
    "label": say("Edit this page"),
    "edit": say("Edit"),
    "twin": say("Translation:"),
    "more": say("More"),
    "parts": say("Also on this page"),
    "problems": say("Other files with faults or warnings"),
    "all": say("All files"),
}
"""The words of the line in the corner of a page."""
FIX = {"write": say("Write: {new}"), "mend": say("Mend this")}
"""The words of a button that mends a problem."""
