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

    def refuse(self, answer: Mapping[str, str] | None = None, **words: object) -> Refusal:
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
