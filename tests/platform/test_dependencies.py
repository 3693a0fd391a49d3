"""What is installed is pinned, by hash, and has a reason."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WANTED = {"requirements.in": "requirements.txt"}
WANTED |= {"requirements-dev.in": "requirements-dev.txt"}


def named(file: str) -> list[str]:
    lines = (ROOT / file).read_text().splitlines()
    names = (re.match(r"([a-z0-9][a-z0-9.-]*(\[[a-z]+\])?)", line) for line in lines)
    return [name[1] for name in names if name]


def pins(file: str) -> dict[str, str]:
    text = (ROOT / file).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.M))


@pytest.mark.parametrize("file", WANTED)
def test_every_package_asked_for_has_a_reason(file):
    reasons = (ROOT / "docs" / "dependencies.md").read_text()
    for name in named(file):
        assert re.search(
            rf"^\|.*(?<![\w-]){re.escape(name)}(?![\w-]).*\|", reasons, re.M
        ), name


@pytest.mark.parametrize(("file", "pinned"), WANTED.items())
def test_every_package_asked_for_is_pinned(file, pinned):
    for name in named(file):
        assert name.partition("[")[0].replace(".", "-") in pins(pinned)


@pytest.mark.parametrize("pinned", WANTED.values())
def test_every_pin_has_a_hash(pinned):
    blocks = re.split(r"^(?=\S)", (ROOT / pinned).read_text(), flags=re.M)
    for block in filter(None, blocks):
        assert "--hash=sha256:" in block, block


def test_what_is_tested_is_what_runs():
    run, test = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: test.get(name) for name in run} == run
