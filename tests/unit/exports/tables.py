"""Tables of given values, as the database would copy them."""

import csv
import io
from tempfile import TemporaryFile

from outcomes.exports.columns import Column, Kind
from outcomes.exports.table import Options, Table, reason_of
from registry.codelists.base import Label, codelist

HYPOXIA = codelist(
    "HYPOX", ("none", "None", "无"), ("low_flow", "Low-flow oxygen", "低流量吸氧")
)
GRADE = codelist("GRADE", ("0", "none", "无"), ("3", "severe, 'bad'", "重度"))


def column(name, kind=Kind.TEXT, **more):
    label = more.pop("label", Label(f"{name} in words", f"{name}的中文标签"))
    return Column(name, f"r.{name}", label, kind, **more)


def a_table(columns, rows, reasons=None, name="crs_episode"):
    """Return a table; ``reasons`` has a list of each row's reasons by column."""
    reasons = reasons or {}
    to = io.StringIO()
    heads = [c.name for c in columns] + [reason_of(r) for r in reasons]
    csv.writer(to, lineterminator="\n").writerow(heads)
    for at, row in enumerate(rows):
        cells = [*row, *(values[at] for values in reasons.values())]
        to.write(",".join(_cell(value) for value in cells) + "\n")
    label = Label("Episodes of CRS", "CRS发作")
    text = to.getvalue().encode()
    names = tuple(reasons)
    return Table(
        name,
        label,
        tuple(columns),
        names,
        len(rows),
        io.BytesIO(text),
        longest=len(text),
    )


def _cell(value):
    """Write a cell as COPY does: null is nothing, an empty text two quotes."""
    if value is None:
        return ""
    text = str(value)
    if text == "" or any(c in text for c in '",\r\n') or text == "\\.":
        quoted = text.replace('"', '""')
        return f'"{quoted}"'
    return text


def written(write, table, **options):
    with TemporaryFile() as to:
        write(table, to, Options(**options))
        to.seek(0)
        return to.read()
