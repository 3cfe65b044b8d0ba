"""The browser that the tests drive: find one on this machine, or install one.

`python -m tests.browser` is the Makefile's set-up step. It prints what it does and ends with the browser's path, or with what to do.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

# Without these Chromium calls its maker at every start; the sandbox needs rights that containers and root do not have.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
ADVICE = "No Chromium could be started or installed. Install Chromium or Chrome, or name yours: CHROMIUM=/path/to/chromium make test."


def candidates(playwright: Playwright) -> Iterator[str]:
    """Paths worth trying, the most deliberate first: named by the user, installed on the machine, brought by Playwright."""
    if named := os.environ.get("CHROMIUM"):
        yield named
    for name in NAMES:
        if found := shutil.which(name):
            yield found
    yield from (path for path in APPLICATIONS if Path(path).exists())
    yield playwright.chromium.executable_path


def launch(playwright: Playwright) -> Browser | None:
    """The first candidate that really starts. A name proves nothing: some systems put a stub where a browser should be."""
    for path in candidates(playwright):
        if not Path(path).exists():
            continue
        try:
            return playwright.chromium.launch(executable_path=path, args=FLAGS)
        except Error as error:
            print(f"{path} does not start: {str(error).splitlines()[0]}", file=sys.stderr)
    return None


def ways() -> Iterator[list[list[str]]]:
    """Ways to install a browser, each a list of commands: download, download with system libraries, the distribution's package."""
    download = [sys.executable, "-m", "playwright", "install", "chromium"]
    yield [download]
    rights: list[str] | None = [] if os.geteuid() == 0 else ["sudo", "-n"] if shutil.which("sudo") else None
    if rights is not None and shutil.which("apt-get"):
        apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q"]
        yield [[*download, "--with-deps"]]
        yield [[*apt, "update"], [*apt, "install", "chromium"]]


def works() -> str | None:
    """The version of the browser that starts here, None where none does."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            return None
        version = browser.version
        browser.close()
        return version


def main() -> int:
    """Make sure that a browser starts; 0 when it does."""
    version = works()
    for commands in ways():
        if version:
            break
        for command in commands:
            print("Trying:", " ".join(command), flush=True)
            if subprocess.run(command, check=False).returncode != 0:
                break
        else:
            version = works()
    print(f"Browser: Chromium {version}" if version else ADVICE)
    return 0 if version else 1


if __name__ == "__main__":
    sys.exit(main())
