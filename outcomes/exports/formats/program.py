"""The SAS program beside a transport file: long names, labels, formats of codes."""

from dataclasses import dataclass

from outcomes.exports.columns import Column, Kind
from outcomes.exports.formats.labels import short
from outcomes.exports.table import Table
from registry.codelists.base import CodeList

LONGEST = 32


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
    def long(self) -> str:
        """Return its name in SAS, where names have 32 letters."""
        name = self.column.name
        return short(name if self.part == 1 else f"{name}_{self.part}", LONGEST)


def program(member: str, table: Table, variables: list[Variable], language: str) -> str:
    """Return a program that makes WORK.``member`` of the file beside it."""
    codes = _codes(variables)
    formats = [
        line for name, one in codes.items() for line in _value(name, one, language)
    ]
    renames = [f"{v.name}={v.long}" for v in variables if v.name != v.long.upper()]
    labels = [f"{v.long}={_quoted(v.title(language))}" for v in variables]
    uses = [f"{v.long} {_format(v.column)}." for v in variables if v.column.codes]
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


def _codes(variables: list[Variable]) -> dict[str, CodeList]:
    return {
        _format(one.column): one.column.codes
        for one in variables
        if one.column.codes is not None
    }


def _format(column: Column) -> str:
    """Return the name of the format of a column's codes, which ends in a letter."""
    assert column.codes is not None
    name = short(column.codes.name.replace(" ", "_"), LONGEST - 2)
    return f"{'$' if column.kind is Kind.CODE else ''}{name}F"


def _value(name: str, codes: CodeList, language: str) -> list[str]:
    plain = not name.startswith("$")
    lines = [
        f"    {code.value if plain else _quoted(code.value)}="
        f"{_quoted(code.label.in_language(language))}"
        for code in codes
    ]
    return [f"  value {name}", *lines, "  ;"]


def _quoted(text: str) -> str:
    """Return ``text`` for SAS: within single quotes no macro runs."""
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
