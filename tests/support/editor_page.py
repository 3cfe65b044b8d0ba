"""The editor's page in a browser, as an author sees it."""

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.support.dev_server import ServedSite

# What a browser sends when something is pasted; a page cannot put the HTML of other programs on the clipboard itself.
PASTE = """(element, [html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


class Editor:
    """The editor's page for one file, as an author sees it."""

    def __init__(self, page: Page, served: ServedSite, file: str) -> None:
        self.page, self.served, self.file = page, served, file

    def open(self) -> "Editor":
        self.page.goto(f"{self.served.url}.serve/edit?file={self.file}")
        expect(self.pane(self.file)).to_be_visible()
        return self

    def pane(self, file: str = "") -> Locator:
        return self.page.locator(f'section.pane[data-file="{file or self.file}"]')

    def text(self, file: str = "") -> Locator:
        return self.pane(file).locator(".cm-content")

    def field(self, key: str, file: str = "") -> Locator:
        return self.pane(file).locator(f'[data-field="{key}"] :is(input, textarea, select)')

    @property
    def state(self) -> Locator:
        return self.page.locator("[data-save-part] [data-state]")

    @property
    def preview(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def write(self, words: str, file: str = "") -> None:
        """Type at the end of a text."""
        self.text(file).press("Control+End")
        self.page.keyboard.type(words)
        expect(self.text(file)).to_contain_text(words.rstrip("\n").rpartition("\n")[2])

    def save(self) -> None:
        self.page.keyboard.press("Control+s")
        expect(self.state).to_have_text("Opgeslagen")

    def read(self, file: str = "") -> str:
        return (self.served.site.root / (file or self.file)).read_text(encoding="utf-8")
