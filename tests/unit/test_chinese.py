"""Chinese words are written with Chinese punctuation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.folders import ROOT
from config.translations import stored, translations

HAN = r"[\u3400-\u9fff]"
# Beside a Chinese character no half-width sign is right.
HALF_WIDTH = re.compile(rf"{HAN}\s*[,;:?!()]|[,;:?!()]\s*{HAN}")
# What cells and pasted columns are recognised by is folded to half width first.
READ_NOT_SHOWN = ("registry/intake/columns.py", "registry/intake/spelling.py")


def half_width(text: str) -> bool:
    """Tell whether a sign beside a Chinese character is an English one."""
    return HALF_WIDTH.search(text) is not None


def literals(path: Path) -> Iterator[str]:
    """Yield the texts of a module that hold Chinese, without its patterns."""
    for node in ast.walk(ast.parse(path.read_text())):
        text = node.value if isinstance(node, ast.Constant) else None
        if not isinstance(text, str) or "\\" in text or "(?" in text:
            continue
        if re.search(HAN, text):
            yield text


@pytest.mark.parametrize(
    ("text", "is_half"),
    [
        ("逾期,到期", True),
        ("回输({day})晚于", True),
        ("说明急性GVHD:是或否", True),
        ("%(one)s: 无", True),
        ("请说明：是或否", False),
        ("ANC≤0.5, CRP 3:1", False),
    ],
)
def test_signs_are_told_apart(text, is_half):
    assert half_width(text) is is_half


def test_every_message_of_the_catalogue_has_chinese_punctuation():
    said = [
        text for message in stored() if message.id for text in translations(message)
    ]
    assert len(said) > 1000
    assert [text for text in said if half_width(text)] == []


@pytest.mark.parametrize("package", ["registry", "outcomes"])
def test_every_label_has_chinese_punctuation(package):
    found = [
        (str(path.relative_to(ROOT)), text)
        for path in sorted((ROOT / package).rglob("*.py"))
        if str(path.relative_to(ROOT)) not in READ_NOT_SHOWN
        for text in literals(path)
        if half_width(text)
    ]
    assert found == []
