"""The headers of a table → the columns of the registry, and how days are ordered."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from registry.intake.catalogue import column_named
from registry.intake.columns import BY_NAME, STUDY, Column, key_of
from registry.intake.reading import finder_of
from registry.intake.report import Problem, problem
from registry.intake.table import Table, is_blank
from registry.intake.units import unit_named
from registry.intake.values import ERROR, WARNING, Fault

IN_BRACKETS = re.compile(r"[\[(（【]\s*([^\])）】]+?)\s*[\])）】]")
# What a sheet to correct adds to the original's columns.
OWN_HEADERS = ("Day Zero: row", "Day Zero: to correct")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a centre states of its own sheets, by header (compared like all headers).

    ``headers`` gives the name of the column, or nothing for one to leave out;
    ``day_order`` the order, dmy or mdy, of a column of days; ``words`` the codes of
    the centre's own words.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    day_order: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    def of(self, table: Table) -> "Stated":
        """Return what holds for a sheet: the same for all."""
        return self


NOTHING_STATED = Stated()


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which column each place of the table holds; None where it is not read."""

    columns: tuple[Column | None, ...]
    headers: Mapping[str, str]
    problems: tuple[Problem, ...]
    orders: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_study(self) -> bool:
        """Tell whether what the founding study's sheet means beyond its cells holds."""
        known = (c for c in self.columns if c and c.name in BY_NAME)
        return any(c.form not in ("", "patient") or not c.target for c in known)


def map_columns(table: Table, stated: Stated = NOTHING_STATED) -> Mapped:
    """Return the column of each header, with what could not be mapped."""
    own = {key_of(h): column_named(name) for h, name in stated.headers.items()}
    orders = {key_of(h): order for h, order in stated.day_order.items()}
    words = {key_of(h): said for h, said in stated.words.items()}
    units = {key_of(h): unit for h, unit in stated.units.items()}
    finder = finder_of(table.form)
    targets: dict[str, str] = {}
    columns: list[Column | None] = []
    headers: dict[str, str] = {}
    days: dict[str, str] = {}
    problems: list[Problem] = []
    for place, header in enumerate(table.headers):
        key = key_of(header)
        column = own[key] if key in own else finder(header)
        if column is None:
            problems += () if key in own else _unmapped(table, place, header)
        elif first := targets.get(column.target or column.name):
            problems.append(_twice(header, first, column))
            column = None
        else:
            headers[column.name] = targets[column.target or column.name] = header
            days[column.name] = orders.get(key, "")
            column = taught(column, words.get(key, {}))
            column = measured(column, header, units.get(key, ""))
        columns.append(column)
    if "study_no" not in headers:
        problems.insert(0, _no_study_number())
    return Mapped(tuple(columns), headers, tuple(problems), days)


def taught(column: Column, words: Mapping[str, str]) -> Column:
    """Return the column with the centre's own words for its codes."""
    codes = column.variable.codes
    known = {w: code for w, code in words.items() if codes and code in codes}
    return replace(column, words={**column.words, **known}) if known else column


def measured(column: Column, header: str, stated: str = "") -> Column:
    """Return the column with the unit that the centre states, or its header names."""
    variable = column.variable
    names = [stated] if stated else IN_BRACKETS.findall(header)
    found = (unit_named(name, variable) for name in names)
    unit = next(filter(None, found), None) if variable.units else None
    return replace(column, unit=unit) if unit else column


def _unmapped(table: Table, place: int, header: str) -> Iterator[Problem]:
    own = {key_of(name) for name in OWN_HEADERS}
    empty = all(is_blank(row.cells[place]) for row in table.rows)
    if key_of(header) in own or (empty and not header.strip()):
        return
    message = _(
        "The column “%(header)s” is not known and was not read: rename it to one of "
        "the registry's columns if it belongs to the case."
    ) % {"header": header.strip() or _("(no header)")}
    yield problem(Fault("unmapped_header", message, WARNING), column=header)


def _twice(header: str, first: str, column: Column) -> Problem:
    message = _(
        "“%(header)s” means the same as “%(first)s” (%(name)s) and was not read: "
        "keep one of them, or rename it."
    ) % {"header": header, "first": first, "name": column.name}
    fault = Fault("header_twice", message, WARNING)
    return problem(fault, column=header, field_name=column.name)


def _no_study_number() -> Problem:
    known = ", ".join(("study_no", *next(c for c in STUDY).aliases[:2]))
    message = _(
        "No column holds the study number: name it %(known)s. Nothing can be imported."
    ) % {"known": known}
    return problem(Fault("no_study_number", message, ERROR), field_name="study_no")
