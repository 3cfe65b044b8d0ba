"""The browsers that the tests drive: find them on this machine, or install them. Most tests use Chromium; engines.py knows the others.

`python -m tests.support.browser` is the Makefile's set-up step. It prints what it does, and for each browser its version or what to do.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
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

# The address bar's suggestions are two pages of Chromium's own, drawn anew for every visitor though no window is to be seen. Nor is a
# process made ready for the next site, which no test goes to. The last such list counts, so Playwright's own comes first, as far as it
# concerns a desktop.
WITHOUT = [
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "SpareRendererForSitePerProcess",
]

# A test's visit lasts seconds. Meanwhile Chromium would compile the interpreter's busiest functions a second time, better and in the
# background: a quarter of the work of a first score, thrown away before it was of use. The benchmarks and engines.py do without this flag;
# in Node the runtime's tests run the better code, too.
FLEETING = ["--js-flags=--liftoff-only"]

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Chromium without the windows, menus and profile of a desktop's browser: nobody sees them, and a visit takes two thirds of the work.
HEADLESS_SHELL = "chromium-headless-shell"
ADVICE = "No Chromium could be started or installed. Install Chromium or Chrome, or name yours: CHROMIUM=/path/to/chromium make test."


def list_candidates(playwright: Playwright, *, shell: bool = False) -> Iterator[str]:
    """Paths worth trying, the most deliberate first: named by the user, installed on the machine, brought by Playwright.

    `shell`: the headless shell before a whole Chromium.
    """
    if named := os.environ.get("CHROMIUM"):
        yield named
    if shell and (found := shutil.which(HEADLESS_SHELL)):
        yield found
    for name in NAMES:
        if found := shutil.which(name):
            yield found
    yield from (path for path in APPLICATIONS if Path(path).exists())
    yield playwright.chromium.executable_path


def launch(playwright: Playwright, more: Sequence[str] = (), *, fewer: Sequence[str] = (), shell: bool = False) -> Browser | None:
    """The first candidate that really starts, with `more` flags. A name proves nothing: some systems put a stub in a browser's place.

    `fewer`: flags of Playwright's own that are left out; `shell`: the headless shell before a whole Chromium.
    """
    for path in list_candidates(playwright, shell=shell):
        if not Path(path).exists():
            continue
        try:
            flags = [*FLAGS, *more, f"--disable-features={','.join(WITHOUT)}"]
            return playwright.chromium.launch(executable_path=path, args=flags, ignore_default_args=fewer or None)
        except Error as error:
            print(f"{path} does not start: {str(error).splitlines()[0]}", file=sys.stderr)
    return None


PACKAGES = {
    "chromium": ("chromium",),
    HEADLESS_SHELL: (HEADLESS_SHELL,),
    "firefox": ("firefox-esr",),
    "webkit": ("webkit2gtk-driver", "xvfb"),
}
"""By engine, what Debian calls it."""

OTHERS_ADVICE = {
    HEADLESS_SHELL: "Chromium's headless shell could not be installed. The tests use the whole Chromium, and take longer.",
    "firefox": "No Firefox could be started or installed. Install Firefox, or name yours: FIREFOX=/path/to/firefox make test.",
    "webkit": "No WebKit could be started or installed. Install WebKitGTK's driver and Xvfb (Debian: webkit2gtk-driver and xvfb).",
}


def list_installs(engine: str) -> Iterator[list[list[str]]]:
    """Ways to install a browser, each a list of commands: download, download with system libraries, the distribution's package.

    Chromium is the same wherever it comes from. The others come first as the distribution packages them, because people use those.
    """
    download = [sys.executable, "-m", "playwright", "install", engine]
    rights: list[str] | None = [] if os.geteuid() == 0 else ["sudo", "-n"] if shutil.which("sudo") else None
    packages: list[list[list[str]]] = []
    libraries: list[list[list[str]]] = []
    if rights is not None and shutil.which("apt-get"):
        apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q"]
        packages = [[[*apt, "update"], [*apt, "install", *PACKAGES[engine]]]]
        libraries = [[[*download, "--with-deps"]]]
    if engine == HEADLESS_SHELL:
        # Playwright downloads a headless shell only for itself, and the whole Chromium is installed already.
        yield from packages
        return
    yield from (*([] if engine == "chromium" else packages), [download], *libraries, *(packages if engine == "chromium" else []))


def find_version(engine: str) -> str | None:
    """The version of the browser that starts here, None where none does."""
    if engine == HEADLESS_SHELL:
        path = shutil.which(HEADLESS_SHELL)
        return path and subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if engine != "chromium":
        # Imported here because that module imports this one.
        from tests.support.engines import NoBrowserError, end_all, visit

        try:
            return str(visit(engine, [("about:blank", "() => navigator.userAgent")], "127.0.0.1:9")[0])
        except NoBrowserError as error:
            print(error, file=sys.stderr)
            return None
        finally:
            end_all()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            return None
        version = f"Chromium {browser.version}"
        browser.close()
        return version


def ensure(engine: str) -> bool:
    """Whether a browser of this engine starts, after installing one if need be."""
    version = find_version(engine)
    for commands in list_installs(engine):
        if version:
            break
        for command in commands:
            print("Trying:", " ".join(command), flush=True)
            if subprocess.run(command, check=False).returncode != 0:
                break
        else:
            version = find_version(engine)
    print(f"Browser: {version}" if version else {"chromium": ADVICE, **OTHERS_ADVICE}[engine], flush=True)
    return version is not None


def main() -> int:
    """Make sure that every browser starts; 0 when they do. One that does not is no reason not to try the next."""
    lacking = [engine for engine in PACKAGES if not ensure(engine)]
    return 1 if set(lacking) - {HEADLESS_SHELL} else 0


if __name__ == "__main__":
    sys.exit(main())
