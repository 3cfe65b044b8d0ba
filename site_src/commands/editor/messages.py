"""Every sentence that the editor's server says, in one place: where, what, what to do."""

from collections.abc import Mapping
from typing import NamedTuple


class Refusal(Exception):  # noqa: N818, because it is an answer, and most often no error of the program's
    """A request that is refused: its HTTP status, a sentence for the author, and values for the page."""

    def __init__(self, status: int, sentence: str, values: Mapping[str, str]) -> None:
        """Take the status, the sentence, and what the page gets besides."""
        super().__init__(sentence)
        self.status, self.sentence, self.values = status, sentence, values


class Message(NamedTuple):
    """A sentence with its status; `{name}` stands for the value of that name."""

    status: int
    sentence: str

    def make_refusal(self, answer: Mapping[str, str] | None = None, **words: object) -> Refusal:
        """Return the refusal with these words in the sentence, and with `answer` for the page."""
        return Refusal(self.status, self.sentence.format(**words), answer or {})


NOT_OURS = Message(403, "This server answers only requests from its own pages.")
STALE_TOKEN = Message(403, "The server was started again since this page was opened: copy what you typed, and load this page again.")
NO_JSON = Message(415, "This request is not JSON: send the header “Content-Type: application/json”.")
TOO_MUCH = Message(413, "This request is larger than {most} MB: send less at once, or a smaller picture.")
UNREADABLE = Message(400, "This request is not JSON that can be read: send an object with the fields of the request.")
BAD_FIELD = Message(400, "The field “{field}” is missing or of another kind: send {kind}.")
UNKNOWN = Message(404, "There is no request “{name}”: the editor knows {known}.")
FAILED = Message(500, "The editor could not do this: {reason}. Try again, or tell a developer.")
NO_SUCH_FILE = Message(404, "“{file}” cannot be edited here: choose a page, a factor, a text or a setting below “content”.")
IS_GONE = Message(404, "{file} is not there any more: choose another file.")
IS_A_LINK = Message(403, "{file} is a symbolic link, which is not followed: put the file itself there.")
NOT_READ = Message(409, "{file} cannot be read: {reason}. Give yourself permission to read it.")
NOT_UTF8 = Message(422, "{file} is not written in UTF-8: save the file again with the encoding UTF-8.")
TOO_LONG = Message(413, "{file} would hold a text of {size} MB, and {most} MB is the most: divide it over several files.")
NOT_TEXT = Message(400, "{file}: the text holds half a character, which no file can: type that word again.")
CHANGED = Message(409, "{file} was changed by another program since you opened it: compare the two texts, and keep what you want of both.")
NOT_WRITTEN = Message(
    507, "{file} cannot be written: {reason}. Your text is still in this page; make room or give permission, then save again."
)
NO_FORM = Message(422, "{file}: “{key}” cannot be written in the lines between the dashes: mend those in the text first.")
NO_SUCH_FIELD = Message(404, "{file} has no field “{key}”: choose one of its form.")
NOT_YET_MARKED = Message(422, "{problem} Mend that first.")
NOT_DONE = Message(422, "{problem}")
NO_PICTURES_THERE = Message(422, "{file} shows no pictures: put it in a page or a factor.")
NO_ALT = Message(400, "The picture has no words: say what it shows, for who does not see it.")
NO_PICTURE = Message(422, "“{name}”: {what}. {remedy}")
NO_TWIN = Message(422, "{file} has no text in another language to be in step with: translate it first.")

LABELS = {
    "title": ("Titel", "Title"),
    "description": ("Omschrijving", "Description"),
    "slug": ("Adres", "Address"),
    "section": ("Groep in het menu", "Group in the menu"),
    "menu": ("Plaats in het menu", "Place in the menu"),
    "menu_title": ("Naam in het menu", "Name in the menu"),
    "template": ("Soort pagina", "Kind of page"),
    "draft": ("Concept", "Draft"),
    "toc": ("Inhoudsopgave", "Table of contents"),
    "written": ("Geschreven", "Written"),
    "checked": ("Nagekeken", "Checked"),
    "changes": ("Veranderd op {name}", "Changed on {name}"),
    "redirects": ("Vroegere adressen", "Earlier addresses"),
    "name": ("Naam", "Name"),
    "question": ("Vraag", "Question"),
    "hint": ("Toelichting bij de vraag", "Note with the question"),
    "levels": ("Antwoord {number} van {most}", "Answer {number} of {most}"),
    "not_applicable": ("Antwoord als de vraag niet geldt", "Answer where the question does not apply"),
    "advice": ("Advies om antwoord {number} te bereiken", "Advice to reach answer {number}"),
    "base_url": ("Adres van de site", "Address of the site"),
    "contact": ("Waar lezers een fout melden", "Where readers report a mistake"),
    "languages": ("Talen", "Languages"),
    "sections": ("Groepen van het menu", "Groups of the menu"),
}
"""The label of each field of a form, in Dutch and in English."""
HELP = {
    "title": ("Ook de kop van het tabblad.", "Also the heading of the tab."),
    "description": ("Eén zin voor zoekmachines, hoogstens 160 tekens.", "One sentence for search engines, of at most 160 characters."),
    "slug": (
        "Het eind van het adres: kleine letters, cijfers en koppeltekens. Zet bij een verandering het oude adres bij de vroegere adressen.",
        "The end of the address: small letters, digits and hyphens. After a change, add the old one to the earlier addresses.",
    ),
    "menu": (
        "Een getal: lager komt eerder. Leeg: achteraan in de groep.",
        "A number: a lower one comes earlier. Empty: at the end of the group.",
    ),
    "menu_title": ("Alleen nodig als de titel te lang is voor het menu.", "Only where the title is too long for the menu."),
    "draft": ("Een concept staat niet op de gepubliceerde site.", "A draft is not on the published site."),
    "checked": (
        "De dag waarop iemand de hele tekst voor het laatst heeft nagekeken.",
        "The day on which somebody last checked the whole text.",
    ),
    "changes": (
        "Wat er die dag veranderde, in een zin voor lezers. Leeg: niets.",
        "What changed that day, in a sentence for readers. Empty: nothing.",
    ),
    "redirects": ("Links naar deze adressen blijven werken.", "Links to these addresses keep working."),
    "placeholders": (
        "Laat {names} staan: daar komt een getal of een woord.",
        "Leave {names} as it is: a number or a word takes its place.",
    ),
}
"""The help with a field, in Dutch and in English."""
FORM_LANGUAGES = ("nl", "en")
"""The languages of labels and helps, in their order."""
VALUES = {
    "list": "a list of texts",
    "flag": "true or false",
    "number": "a whole number or null",
    **dict.fromkeys(("text", "long", "date", "choice"), "a text"),
}
"""The kind of value that each type of field takes."""
CORNER = {
    "label": ("Deze pagina bewerken", "Edit this page"),
    "edit": ("Bewerk", "Edit"),
    "twin": ("Vertaling:", "Translation:"),
    "fault": ("fout", "fault"),
    "faults": ("fouten", "faults"),
    "warning": ("waarschuwing", "warning"),
    "warnings": ("waarschuwingen", "warnings"),
    "more": ("Meer", "More"),
    "parts": ("Ook op deze pagina", "Also on this page"),
    "problems": ("Andere bestanden met fouten of waarschuwingen", "Other files with faults or warnings"),
    "all": ("Alle bestanden", "All files"),
}
"""The words of the line in the corner of a page, in Dutch and in English."""
FIX = {"write": ("Schrijf: {new}", "Write: {new}"), "mend": ("Herstel dit", "Mend this")}
"""The words of a button that mends a problem, in Dutch and in English."""
