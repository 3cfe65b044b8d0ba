"""Every page is valid HTML, by html-validate's own recommended rules."""

import json
import subprocess
from pathlib import Path

from site_src.toolchain import find_node
from tests.support.markup import Markup

ROOT = Path(__file__).parent.parent.parent
VALIDATOR = ROOT / "node_modules/html-validate/bin/html-validate.mjs"
RULES = {
    "root": True,
    "extends": ["html-validate:recommended"],
    "rules": {
        # The quiz is a form without a server: it is scored at every answer, and a button to send it would promise something else.
        "wcag/h32": "off",
        # A table laid out as blocks on a phone is no table to a screen reader there, unless its parts say what they are.
        "no-redundant-role": "off",
    },
}


def found(files: list[Path], folder: Path) -> dict[str, list[str]]:
    """By file, what the validator says of it."""
    rules = folder / "rules.json"
    rules.write_text(json.dumps(RULES), encoding="utf-8")
    command = [find_node(), str(VALIDATOR), "--config", str(rules), "--formatter", "json", *map(str, files)]
    # Into a file: a pipe holds too little for many faults, and the validator does not wait until it is read.
    answer = folder / "report.json"
    with answer.open("w", encoding="utf-8") as into:
        done = subprocess.run(command, cwd=ROOT, stdout=into, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    text = answer.read_text(encoding="utf-8")
    assert text, done.stderr
    report = json.loads(text)
    return {page["filePath"]: [f"{fault['line']}: {fault['ruleId']}: {fault['message']}" for fault in page["messages"]] for page in report}


def test_every_page_is_valid_html(dist: Path, pages: dict[str, Markup], tmp_path: Path) -> None:
    faults = found([dist / name for name in pages], tmp_path)
    assert not any(faults.values()), "\n".join(f"{file}:{fault}" for file, said in faults.items() for fault in said)


def test_the_validator_finds_what_is_not_valid(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html>\n<html lang="en"><head><title>x</title></head>\n<body><i id="a"></i><b id="a"></b></body></html>\n',
        encoding="utf-8",
    )
    (said,) = found([page], tmp_path).values()
    assert [fault.split(": ")[1] for fault in said] == ["no-dup-id"]
