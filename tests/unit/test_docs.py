"""The documents: links lead somewhere, commands exist, no file tells of a machine."""

import re
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

from registry.queries.codebook import write_csv

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/adr/*.md"))
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
CODE = re.compile(r"^ {4}[^\n]*$|^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"manage\.py +([a-z][a-z_]*)")
TARGET = re.compile(r"^[ `]*(?:[A-Z_]+=\S+ )*make ([a-z][a-z-]*)", re.MULTILINE)
# Written apart, so that this file does not hold what it looks for.
PLACES = "|".join(("work", "home", "root", "farm", "Users"))
HOSTS = "|".join(rf"{name}\.(?:org|com)" for name in ("pypi", "pythonhosted", "npmjs"))
INDEX = r"://\S+/" + r"simple\b"
OF_A_MACHINE = re.compile(rf"(?<![\w./$}}-])/(?:{PLACES})/\w|{HOSTS}|{INDEX}")


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def code_of(document: Path) -> str:
    return "\n".join(CODE.findall(document.read_text(encoding="utf-8")))


def anchors_of(document: Path) -> set[str]:
    headings = HEADING.findall(document.read_text(encoding="utf-8"))
    bare = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in bare}


def broken_links(document: Path) -> Iterator[str]:
    text = CODE.sub("", document.read_text(encoding="utf-8"))
    for link in LINK.findall(text):
        if re.match(r"https?://", link):
            continue
        path, _, anchor = link.partition("#")
        place = (document.parent / path).resolve() if path else document
        if not place.exists() or (anchor and anchor not in anchors_of(place)):
            yield link


@pytest.mark.parametrize("document", DOCUMENTS, ids=names(DOCUMENTS))
def test_every_link_leads_somewhere(document: Path) -> None:
    assert list(broken_links(document)) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# A heading, or two\n")
    one = tmp_path / "one.md"
    one.write_text(
        "[a](there.md) [b](there.md#a-heading-or-two) [c](gone.md) [d](there.md#gone)"
        " `[e](code.md)` [f](https://example.org/)"
    )
    assert list(broken_links(one)) == ["gone.md", "there.md#gone"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=names(DOCUMENTS))
def test_every_command_exists(document: Path) -> None:
    assert set(COMMAND.findall(code_of(document))) <= get_commands().keys()


@pytest.mark.parametrize("document", DOCUMENTS, ids=names(DOCUMENTS))
def test_every_make_target_exists(document: Path) -> None:
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", rules, re.MULTILINE))
    assert set(TARGET.findall(code_of(document))) <= targets


def test_commands_and_targets_are_read_from_code_alone() -> None:
    text = "To make certain, run `manage.py grade`.\n\n    PORT=8001 make demo\n"
    code = "\n".join(CODE.findall(text))
    assert COMMAND.findall(code) == ["grade"]
    assert TARGET.findall(code) == ["demo"]


def test_the_codebook_says_what_the_forms_ask() -> None:
    told = StringIO()
    write_csv(told)
    kept = (ROOT / "docs/codebook.csv").read_text(encoding="utf-8")
    assert kept == told.getvalue(), "run: manage.py codebook > docs/codebook.csv"


def test_no_file_tells_of_a_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is no checkout")
    found = []
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b"\0"
        if b"\0" not in content:
            told = OF_A_MACHINE.search(content.decode("utf-8", "replace"))
            found += [f"{name}: {told[0]}"] if told else []
    assert found == []


@pytest.mark.parametrize(
    "text", ["cd /" + "work/main", "https://pypi" + ".org/", "'/" + "home/somebody'"]
)
def test_what_tells_of_a_machine_is_found(text: str) -> None:
    assert OF_A_MACHINE.search(text)


def test_the_documents_build_without_a_warning(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html"]
    build += ["-d", str(tmp_path / "read"), "docs", str(tmp_path / "pages")]
    built = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr


def test_endpoints_are_those_that_are_derived():
    written = (ROOT / "docs/endpoints.md").read_text(encoding="utf-8")
    out = StringIO()
    call_command("endpoints", stdout=out)
    assert written == out.getvalue(), "write it anew: manage.py endpoints"
