"""Messages for authors: raised in English, translated by a catalogue when they are shown.

A catalogue is a file beside this one, `nl.toml`, that maps each English message to another language; one more language is one more file. A
message stays English until it is shown, so that the cache serves authors of any language. In both languages, `{name}` stands for a value;
braces around anything that the message has no value for stay as they are.
"""

import errno
import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Self

SETTINGS = PurePosixPath("content/site.yaml")
"""The file with the site's settings, which may name the authors' language, as `messages: nl`."""
SOURCE = "en"
"""The language in which messages are raised."""
_FOLDER = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)\}")
_SETTING_LINE = re.compile(r"^messages:[ \t]*[\"']?([A-Za-z-]+)", re.MULTILINE)
_language = SOURCE


class Message(str):
    """An English message that remembers its template and its values.

    >>> message = say("there is no page “{name}”", name="tips")
    >>> message
    'there is no page “tips”'
    >>> tell(message, "nl")
    'er is geen pagina ‘tips’'
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, str]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Self:
        """Fill in the values; what is no text, such as a number, becomes one."""
        texts = {name: value if isinstance(value, str) else str(value) for name, value in values.items()}
        message = super().__new__(cls, _fill(template, texts))
        message.template, message.values = template, texts
        return message

    def fill(self, **values: object) -> "Message":
        """Add values."""
        return Message(self.template, {**self.values, **values})

    def __reduce__(self) -> tuple[type["Message"], tuple[str, Mapping[str, str]]]:
        return Message, (self.template, self.values)


def say(template: str, /, **values: object) -> Message:
    """Make a message from English, in which `{name}` stands for the value of that name."""
    return Message(template, values)


def say_number(number: int, one: str, many: str, /, **values: object) -> Message:
    """Make a message about a `{number}` of things, from the template for one or more.

    >>> say_number(1, "1 fault", "{number} faults"), say_number(3, "1 fault", "{number} faults")
    ('1 fault', '3 faults')
    """
    return say(one if number == 1 else many, number=number, **values)


def say_decimal(value: float, digits: int = 1) -> Message:
    """Write a number with decimals, as the author's language does."""
    whole, _, decimals = f"{value:.{digits}f}".partition(".")
    return say("{whole}.{decimals}", whole=whole, decimals=decimals)


def say_all(words: Sequence[str]) -> str:
    """Join words: “a, b and c”."""
    return _join(words, say("{others} and {last}"))


def say_any(words: Sequence[str]) -> str:
    """Join words: “a, b or c”."""
    return _join(words, say("{others} or {last}"))


def say_list(words: Sequence[str]) -> str:
    """Join words: “a, b, c”."""
    return _join(words, say("{others}, {last}"))


def quote(words: str) -> Message:
    """Put words between quotation marks."""
    return say("“{words}”", words=words)


def shorten(text: str, most: int, start: int = 0) -> str:
    """Quote about so many characters of a text, with “…” for the rest.

    Words stay whole, unless they are long. `start`: the place of the first character.

    >>> shorten("Your network grows by itself", 16), shorten("Your network grows by itself", 16, 7)
    ('Your network…', '…grows by…')
    """
    end = start + most
    part = text[start:end]
    if text[end : end + 1].strip():
        part = re.sub(r"\s+\S{0,20}\Z", "", part)
    if text[max(start - 1, 0) : start].strip():
        part = re.sub(r"\A\S{0,20}\s+", "", part)
    return f"{'…' if start else ''}{part.strip()}{'…' if end < len(text) else ''}"


def cite(text: str) -> Message:
    """Make a message of another program's words, which stay as they are in every language."""
    return Message(text, {})


def explain(error: OSError) -> Message:
    """Say what the system says about a file or a folder."""
    return _REASONS.get(error.errno or 0) or cite(error.strerror or str(error))


def _join(words: Sequence[str], ending: Message) -> str:
    *others, last = words
    return ending.fill(others=say_list(others), last=last) if others else last


def tell(message: str, language: str = "") -> str:
    """Tell a message in a language, by default the author's. Other texts, such as names, stay as they are."""
    if not isinstance(message, Message):
        return str(message)
    code = language or _language
    template = message.template if code == SOURCE else _read_catalogue(code).get(message.template, message.template)
    return _fill(template, {name: tell(value, code) for name, value in message.values.items()})


def speak(language: str) -> None:
    """Set the author's language, for the whole process."""
    global _language
    _language = language


def current_language() -> str:
    """Return the language in which messages are told."""
    return _language


def list_languages() -> Sequence[str]:
    """List the languages in which messages can be told."""
    return (SOURCE, *sorted(file.stem for file in _FOLDER.glob("*.toml")))


def choose_language(root: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Choose the author's language: by `SSI_LANGUAGE`, the site's settings, or the system's language; else English.

    The settings are read by themselves: a message may be about what is wrong with them.
    """
    known = list_languages()
    try:
        settings = _SETTING_LINE.findall((root / SETTINGS).read_text(encoding="utf-8", errors="replace"))
    except OSError:
        settings = []
    system = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    wishes = (re.split("[-_.@]", wish.lower())[0] for wish in (environment.get("SSI_LANGUAGE", ""), *settings, system))
    return next((wish for wish in wishes if wish in known), SOURCE)


@cache
def _read_catalogue(language: str) -> Mapping[str, str]:
    # Lazy: English needs no catalogue.
    import tomllib

    catalogue: Mapping[str, str] = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return catalogue


def _fill(template: str, values: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda slot: values.get(slot[1], slot[0]), template) if values else template


_REASONS = {
    errno.EACCES: say("Permission denied"),
    errno.EPERM: say("Operation not permitted"),
    errno.ENOSPC: say("No space left on device"),
    errno.EROFS: say("Read-only file system"),
    errno.ENOENT: say("No such file or directory"),
}
"""The system's own words about a file, which it says in English."""
