"""A table of daily counts as it is pasted from a spreadsheet."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registry.forms.typed import plain_text, read_day

COLUMNS = (
    *("anc", "platelets", "hb_g_dl", "alc"),
    *("platelet_transfusion", "rbc_transfusion", "gcsf"),
)
NUMBERS = COLUMNS[:4]
# What the columns are called on laboratory sheets, beside the fields' own names.
CALLED = {
    "anc": ("anc", "neut", "neutrophils", "中性粒细胞"),
    "platelets": ("plt", "platelets", "血小板"),
    "alc": ("alc", "lymph", "lymphocytes", "淋巴细胞"),
    "hb_g_dl": ("hb", "hgb", "haemoglobin", "hemoglobin", "血红蛋白"),
    "platelet_transfusion": ("plt tx", "platelet transfusion", "输血小板"),
    "rbc_transfusion": ("rbc", "rbc tx", "red cells", "输红细胞"),
    "gcsf": ("g-csf", "gcsf"),
}
YES = frozenset({"yes", "y", "1", "+", "是", "有"})
NO = frozenset({"no", "n", "0", "-", "否", "无"})
NUMBERED_DAY = re.compile(r"[+-]?\d{1,3}")
Cells = dict[str, str]


def read_table(text: str, day_zero: date) -> tuple[dict[date, Cells], list[str]]:
    """Return the cells by day, as typed, and what could not be placed, in words.

    The first column is a date or a day number; the others stand in the order of
    ``COLUMNS`` unless a first line names them.
    """
    columns: Sequence[str] = COLUMNS
    placed: dict[date, Cells] = {}
    problems: list[str] = []
    for number, cells in _lines(text):
        day = _day(cells[0], day_zero)
        if day is not None:
            placed.setdefault(day, {}).update(_cells(columns, cells[1:]))
        elif named := _named(cells[1:]):
            columns = named
        else:
            words = _("Line %(number)s does not begin with a day: “%(cell)s”.")
            problems.append(words % {"number": number, "cell": cells[0]})
    return placed, problems


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            cut = "\t" if "\t" in line else ";"
            yield number, [plain_text(cell) for cell in line.split(cut)]


def _day(cell: str, day_zero: date) -> date | None:
    if NUMBERED_DAY.fullmatch(cell):
        return day_zero + timedelta(days=int(cell))
    try:
        day = read_day(cell, day_zero)
    except ValidationError:
        return None
    return day if isinstance(day, date) else None


def _named(cells: Sequence[str]) -> list[str]:
    """Return the fields that a first line names; "" for a column to be left out."""
    fields = {name: field for field, names in CALLED.items() for name in names}
    found = [fields.get(cell.casefold(), "") for cell in cells]
    return found if any(found) else []


def _cells(columns: Sequence[str], cells: Sequence[str]) -> Cells:
    pairs = zip(columns, cells, strict=False)
    return {name: _answer(name, cell) for name, cell in pairs if name and cell}


def _answer(name: str, cell: str) -> str:
    if name in NUMBERS:
        return cell
    text = cell.casefold()
    return "yes" if text in YES else "no" if text in NO else cell
