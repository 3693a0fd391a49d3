"""The SAS program beside a transport file: long names, labels, formats of codes.

Numbers and days get a format too where one of .A to .F may say why they are absent.
"""

from dataclasses import dataclass

from outcomes.exports.columns import Column, Kind
from outcomes.exports.formats.labels import short, why_absent
from outcomes.exports.formats.special_missing import SAS_LETTERS
from outcomes.exports.table import Table

LONGEST = 32
# The format that says why a value is absent, and what shows those that are there.
SHOWN = {
    Kind.NUMBER: ("ABSNUMF", "best12."),
    Kind.WHOLE: ("ABSNUMF", "best12."),
    Kind.DAY: ("ABSDAYF", "date9."),
}


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the file: the column that it is, or which part of a long text."""

    name: str
    column: Column
    part: int
    parts: int
    width: int

    def title(self, language: str) -> str:
        """Return its label, which for a part begins with the part's number."""
        label = self.column.titled(language)
        return label if self.parts == 1 else f"{self.part}/{self.parts} {label}"

    @property
    def tells_reasons(self) -> bool:
        """Tell whether a letter may say why its value is absent."""
        return bool(self.column.reason) and self.column.kind in SHOWN

    @property
    def format(self) -> str:
        """Return the name of its format that the program makes, "" for none."""
        if self.column.codes is not None:
            return _format(self.column)
        return SHOWN[self.column.kind][0] if self.tells_reasons else ""

    @property
    def long(self) -> str:
        """Return its name in SAS, where names have 32 letters."""
        name = self.column.name
        return short(name if self.part == 1 else f"{name}_{self.part}", LONGEST)


def program(member: str, table: Table, variables: list[Variable], language: str) -> str:
    """Return a program that makes WORK.``member`` of the file beside it."""
    formats = [
        line
        for name, one in {v.format: v.column for v in variables if v.format}.items()
        for line in _value(name, one, language)
    ]
    renames = [f"{v.name}={v.long}" for v in variables if v.name != v.long.upper()]
    labels = [f"{v.long}={_quoted(v.title(language))}" for v in variables]
    uses = [f"{v.long} {v.format}." for v in variables if v.format]
    title = table.label.in_language(language)
    return "\n".join(
        [
            f"/* {title}. Encoding UTF-8: start SAS with -encoding utf-8.",
            "   Set the folder in which the transport file is. */",
            "%let folder = .;",
            f'libname given xport "&folder/{member}.xpt";',
            *(["proc format;", *formats, "run;"] if formats else []),
            f"data work.{table.name[:LONGEST]}(label={_quoted(title)});",
            f"  set given.{member};",
            *_statement("rename", renames),
            "run;",
            f"proc datasets library=work nolist; modify {table.name[:LONGEST]};",
            *_statement("label", labels),
            *_statement("format", uses),
            "quit;",
            "",
        ]
    )


def _statement(word: str, parts: list[str]) -> list[str]:
    if not parts:
        return []
    return [f"  {word}", *(f"    {part}" for part in parts), "  ;"]


def _format(column: Column) -> str:
    """Return the name of the format of a column's codes, which ends in a letter."""
    assert column.codes is not None
    name = short(column.codes.name.replace(" ", "_"), LONGEST - 2)
    return f"{'$' if column.kind is Kind.CODE else ''}{name}F"


def _value(name: str, column: Column, language: str) -> list[str]:
    """Return a format: of the codes, and of the reasons where values are numbers."""
    plain = not name.startswith("$")
    said = [
        (code.value if plain else _quoted(code.value), code.label.in_language(language))
        for code in column.codes or ()
    ]
    if plain:
        reasons = why_absent(language)
        said += [(f".{SAS_LETTERS[reason]}", text) for reason, text in reasons.items()]
    lines = [f"    {value}={_quoted(text)}" for value, text in said]
    if column.codes is None:
        lines.append(f"    other=[{SHOWN[column.kind][1]}]")
    return [f"  value {name}", *lines, "  ;"]


def _quoted(text: str) -> str:
    """Return ``text`` for SAS: within single quotes no macro runs."""
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
