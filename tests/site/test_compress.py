"""The compressed files: the same bytes inside, never made twice, and never in the way of a visitor or of the service worker."""

import gzip
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path, PurePosixPath

import brotli
import pytest
from playwright.sync_api import Page

from site_src.model import Output
from site_src.publish import compress as hop
from site_src.publish.compress import ENDINGS, compress
from tests.support.server import serve

ROOT = Path(__file__).parent.parent.parent
UNPACK = {".br": brotli.decompress, ".gz": gzip.decompress}


def output(path: str, data: bytes) -> Output:
    return Output(PurePosixPath(path), data)


def quiet(what: str) -> None:
    pass


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with `--compress`. Where the engine was never compressed before, this takes the half minute that it says."""
    folder = tmp_path_factory.mktemp("published") / "dist"
    command = [sys.executable, "build.py", "build", "--compress", "--output", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_beside_every_compressible_file_of_the_site_stand_two_with_its_bytes(published: Path) -> None:
    files = {path.relative_to(published) for path in published.rglob("*") if path.is_file()}
    plain = {path for path in files if path.suffix not in UNPACK}
    wanted = {path for path in plain if path.suffix in ENDINGS}
    assert {path.suffix for path in plain - wanted} <= {".png", ".jpg", ".webp", ".avif", ".ico", ".woff2", ""}
    assert files - plain == {path.with_name(path.name + ending) for path in wanted for ending in UNPACK}
    for path in wanted:
        for ending, unpack in UNPACK.items():
            assert unpack((published / (str(path) + ending)).read_bytes()) == (published / path).read_bytes(), f"{path}{ending}"


def test_the_service_worker_keeps_none_of_them(published: Path) -> None:
    listed = (published / "sw.js").read_text(encoding="utf-8")
    assert '"en/quiz.html":' in listed
    assert '.br"' not in listed
    assert '.gz"' not in listed


def test_the_runtimes_archives_are_compressed_once_by_brotli_or_gzip(published: Path, page: Page) -> None:
    archives = sorted((published / "runtime").glob("*.zip"))
    assert len(archives) == 4
    for path in archives:
        assert {member.compress_type for member in zipfile.ZipFile(path).infolist()} == {zipfile.ZIP_STORED}
        assert len((published / "runtime" / f"{path.name}.br").read_bytes()) < 0.3 * len(path.read_bytes())
    with serve(published) as url:
        page.goto(f"{url}en/quiz.html")
        page.wait_for_selector("html[data-engine=ready]")


def test_what_is_compressed_already_stays_alone(tmp_path: Path) -> None:
    made = compress((output("a.png", b"\x89PNG"), output("c.woff2", b"wOF2" * 99), output("b.css", b"a{}" * 99)), tmp_path, quiet)
    assert sorted(str(each.path) for each in made) == ["b.css.br", "b.css.gz"]


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    outputs = tuple(output(f"{at}.html", b"<p>Hello" * at) for at in range(9))
    first = compress(outputs, tmp_path / "first", quiet)
    assert first == compress(reversed(outputs), tmp_path / "second", quiet)


def test_what_was_made_once_is_kept_by_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = compress((output("old.js", b"let x;" * 99),), tmp_path, quiet)
    monkeypatch.setattr(hop, "_brotli", lambda data: pytest.fail("made again"))
    monkeypatch.setattr(hop, "_gzip", lambda data: pytest.fail("made again"))
    again = compress((output("new.js", b"let x;" * 99),), tmp_path, quiet)
    assert [each.data for each in again] == [each.data for each in first]
    assert [str(each.path) for each in again] == ["new.js.br", "new.js.gz"]


def test_what_no_build_wanted_for_a_month_goes(tmp_path: Path) -> None:
    compress((output("a.js", b"a"), output("b.js", b"b")), tmp_path, quiet)
    for file in tmp_path.iterdir():
        os.utime(file, (time.time() - 31 * 86_400,) * 2)
    compress((output("a.js", b"a"),), tmp_path, quiet)
    assert len(list(tmp_path.iterdir())) == 2


def test_says_what_takes_a_while(tmp_path: Path) -> None:
    messages: list[str] = []
    big = bytes(1_100_000)
    engine_inside = b'<script type="application/octet-stream">' + big
    compress((output("big.wasm", big), output("alone.html", engine_inside), output("small.js", b"a")), tmp_path, messages.append)
    assert messages == ["Compressing big.wasm, which takes a while, once"]
    compress((output("big.wasm", big),), tmp_path, messages.append)
    assert len(messages) == 1
