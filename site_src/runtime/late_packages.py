"""Makes the modules of an archive importable that is fetched only when it is used. It ships in each of these archives."""

import sys


def extend_packages(entry: str) -> None:
    """Add the archive's modules to the packages that are loaded. `entry`: the path of a module at the top of the archive.

    Python searches for a package's modules only where it found the package first.
    """
    # Without pathlib, which would have to ship for this alone.
    archive, _, _ = entry.rpartition("/")
    for name, package in list(sys.modules.items()):
        if hasattr(package, "__path__"):
            package.__path__ = [*package.__path__, f"{archive}/{name.replace('.', '/')}"]
