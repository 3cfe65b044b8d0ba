"""The process that builds for `serve`: `python -P -m site_src.commands ROOT DIST BASE_URL`."""

import sys
from pathlib import Path

from site_src.commands.build_worker import serve_builds


def main() -> int:
    """Serve draft builds of the folder in the arguments.

    Where the code cannot be imported, every report holds the reason.
    """
    root, dist, base_url = sys.argv[1:]
    try:
        from site_src.commands.build import run_builds
        from site_src.pipeline import BuildOptions
    except Exception as failed:
        error = failed

        def fail() -> object:
            raise error

        return serve_builds(fail)
    return run_builds(BuildOptions(Path(root), Path(dist), base_url, draft=True))


if __name__ == "__main__":
    sys.exit(main())
