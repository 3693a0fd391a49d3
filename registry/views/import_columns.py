"""What a centre says of its own columns: which is which, how they are read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from registry.intake.catalogue import (
    IDENTITY,
    column_named,
    columns_of,
    every_form,
    model_of,
)
from registry.intake.columns import STUDY, Column, key_of
from registry.intake.mapping import OWN_HEADERS, map_columns, measured
from registry.intake.reading import finder_of
from registry.intake.remembering import Memory, header_of, layout_of, source_of
from registry.intake.table import Table
from registry.models import ImportBatch, ImportSaying
from registry.services.sayings import Said
from registry.variables.labels import headed
from registry.variables.spec import Kind

KINDS = ImportSaying.Kind
ORDERS = (
    ("", gettext_lazy("Not stated")),
    ("dmy", gettext_lazy("Day first: 3/4 is 3 April")),
    ("mdy", gettext_lazy("Month first: 3/4 is 4 March")),
)
ALIKE, MOST_ALIKE = 0.55, 3
MOST_WORDS, MOST_PROBLEMS = 200, 20_000


@dataclass(frozen=True, slots=True)
class Question:
    """One header of the file with its boxes on the page."""

    header: str
    column: forms.BoundField
    order: forms.BoundField | None
    unit: forms.BoundField | None
    note: str
    alike: list[tuple[str, str]]
    unread: bool


@dataclass(frozen=True, slots=True)
class SheetAsked:
    """One sheet's questions, and the list that its columns are chosen from."""

    title: str
    list_id: str
    known: list[tuple[str, str]]
    questions: list[Question]


class ColumnsForm(forms.Form):
    """A box for each header, an order for each column of days, a code for each word."""

    def __init__(self, batch: ImportBatch, memory: Memory, data: Any = None) -> None:
        super().__init__(data)
        self.tables = list(_read_before(batch))
        self.memory = memory
        self.places = [
            (at, place, header)
            for at, table in enumerate(self.tables)
            for place, header in enumerate(table.headers)
            if header.strip() and key_of(header) not in map(key_of, OWN_HEADERS)
        ]
        self.mapped = [map_columns(table, memory.of(table)) for table in self.tables]
        for at, place, _header in self.places:
            self._ask_column(at, place)
        self.words = list(_words(batch, self.tables, memory))[:MOST_WORDS]
        for number, (_at, header, word, column) in enumerate(self.words):
            self.fields[f"word_{number}"] = forms.ChoiceField(
                label=headed(header_of(header), word),
                choices=_codes(word, column),
                required=False,
                initial=self._taught(number),
                widget=forms.Select(attrs={"class": "inp text"}),
            )

    def _ask_column(self, at: int, place: int) -> None:
        table, column = self.tables[at], self.mapped[at].columns[place]
        header = table.headers[place]
        self.fields[f"header_{at}_{place}"] = forms.CharField(
            label=header_of(header),
            required=False,
            initial=column.name if column else "",
            widget=forms.TextInput(
                attrs={"class": "inp text", "list": f"columns_{at}", "size": 36}
            ),
        )
        if column is not None and column.variable.kind is Kind.DAY:
            orders = self.memory.of(table).day_order
            self.fields[f"order_{at}_{place}"] = forms.ChoiceField(
                label=_("Order of days in %(header)s") % {"header": header_of(header)},
                choices=ORDERS,
                required=False,
                initial=orders.get(header_of(header), ""),
                widget=forms.Select(attrs={"class": "inp text"}),
            )

        if column is not None and column.variable.units:
            self._ask_unit(at, place, column)

    def _ask_unit(self, at: int, place: int, column: Column) -> None:
        header, variable = self.tables[at].headers[place], column.variable
        self.fields[f"unit_{at}_{place}"] = forms.ChoiceField(
            label=_("Unit of %(header)s") % {"header": header_of(header)},
            choices=[
                (n, n) for n in (variable.unit, *(u.name for u in variable.units))
            ],
            required=False,
            initial=column.unit.name if column.unit else variable.unit,
            widget=forms.Select(attrs={"class": "inp text"}),
        )

    def _taught(self, number: int) -> str:
        at, header, word, _column = self.words[number]
        return (
            self.memory.of(self.tables[at])
            .words.get(header_of(header), {})
            .get(word, "")
        )

    def clean(self) -> dict[str, Any]:
        """Refuse the name of a column that there is not."""
        given = super().clean() or {}
        for at, place, _header in self.places:
            name = f"header_{at}_{place}"
            said = (given.get(name) or "").strip()
            found = _chosen(self.tables[at], said)
            if said and found is None:
                self.add_error(
                    name,
                    _("“%(name)s” is no column: choose one of the list, or none.")
                    % {"name": said},
                )
            given[name] = found.name if found else ""
        return given

    def said(self) -> Iterator[Said]:
        """Yield what was answered; what the registry reads by itself is not said."""
        given = {k: v for k, v in self.cleaned_data.items() if k in self.data}
        for at, place, header in self.places:
            table = self.tables[at]
            where = layout_of(table), source_of(table)
            if (chosen := given.get(f"header_{at}_{place}")) is not None:
                found = finder_of(table.form)(header)
                meaning = None if chosen == (found.name if found else "") else chosen
                yield Said(*where, KINDS.COLUMN, header_of(header), meaning)
            if (order := given.get(f"order_{at}_{place}")) is not None:
                yield Said(*where, KINDS.ORDER, header_of(header), order or None)
            yield from self._unit_said(at, place, header, given)
        for number, (at, header, word, _column) in enumerate(self.words):
            if (code := given.get(f"word_{number}")) is not None:
                where = layout_of(self.tables[at]), source_of(self.tables[at])
                yield Said(*where, KINDS.WORD, header_of(header), code or None, word)

    def _unit_said(
        self, at: int, place: int, header: str, given: Mapping[str, Any]
    ) -> Iterator[Said]:
        """Yield the unit, unless it is the one that is taken without being said."""
        unit, column = given.get(f"unit_{at}_{place}"), self.mapped[at].columns[place]
        if unit is None or column is None:
            return
        where = layout_of(self.tables[at]), source_of(self.tables[at])
        by_itself = measured(replace(column, unit=None), header).unit
        known = by_itself.name if by_itself else column.variable.unit
        yield Said(
            *where, KINDS.UNIT, header_of(header), unit if unit != known else None
        )

    def sheets(self) -> Iterator[SheetAsked]:
        """Yield the sheets with their questions, those that are open first."""
        for at, table in enumerate(self.tables):
            known = _known(table)
            asked = [
                self._question(at, place, known)
                for of, place, _header in self.places
                if of == at
            ]
            asked.sort(key=lambda one: not one.unread)
            yield SheetAsked(table.sheet, f"columns_{at}", known, asked)

    def _question(self, at: int, place: int, known: list[tuple[str, str]]) -> Question:
        header = self.tables[at].headers[place]
        order, unit = f"order_{at}_{place}", f"unit_{at}_{place}"
        said = self._saying(at, header)
        column = self.mapped[at].columns[place]
        unread = column is None and said is None
        return Question(
            header_of(header),
            self[f"header_{at}_{place}"],
            self[order] if order in self.fields else None,
            self[unit] if unit in self.fields else None,
            _note(column, said),
            _alike(header, known) if unread else [],
            unread,
        )

    def _saying(self, at: int, header: str) -> ImportSaying | None:
        about = self.memory.about(self.tables[at])
        mine = [
            one
            for one in about
            if one.kind == KINDS.COLUMN and key_of(one.header) == key_of(header)
        ]
        return mine[-1] if mine else None

    def word_fields(self) -> Iterator[forms.BoundField]:
        """Yield the boxes of the words that were not understood."""
        return (self[f"word_{number}"] for number in range(len(self.words)))


def _read_before(batch: ImportBatch) -> Iterator[Table]:
    """Yield the sheets that the report read, without their rows."""
    for one in batch.report.get("sheets", ()):
        headers = tuple(one["headers"])
        yield Table(one["sheet"], one["header_row"], headers, (), (), one["form"])


def _words(
    batch: ImportBatch, tables: Sequence[Table], memory: Memory
) -> Iterator[tuple[int, str, str, Column]]:
    """Yield the words that are no code, and those that were taught before."""
    by_sheet = {table.sheet: at for at, table in enumerate(tables)}
    no_code = batch.problems.filter(code="unknown_code").order_by("place")
    told = dict.fromkeys(
        no_code.exclude(column=None)
        .exclude(value="")
        .values_list("sheet", "column", "value", "field")[:MOST_PROBLEMS]
    )
    seen = set()
    for sheet, *cell in told:
        header, word, name = (said or "" for said in cell)
        column = column_named(name)
        if column is not None and sheet in by_sheet:
            seen.add((by_sheet[sheet], key_of(header), word))
            yield by_sheet[sheet], header, word, column
    for at, table in enumerate(tables):
        mapped = map_columns(table, memory.of(table))
        columns = {
            key_of(h): (h, c)
            for h, c in zip(table.headers, mapped.columns, strict=True)
        }
        for one in memory.about(table):
            header, found = columns.get(key_of(one.header), ("", None))
            new = (at, key_of(header), one.word) not in seen
            if one.kind == KINDS.WORD and found and found.variable.codes and new:
                seen.add((at, key_of(header), one.word))
                yield at, header, one.word, found


def _codes(word: str, column: Column) -> list[tuple[str, str]]:
    language = get_language()
    codes = column.variable.codes or ()
    answers = [(c.value, f"{c.label.in_language(language)} ({c.value})") for c in codes]
    return [("", _("Leave it as an error")), *answers]


def _known(table: Table) -> list[tuple[str, str]]:
    """Return name and words of every column that the sheet can have."""
    language = get_language()
    if table.form:
        own = [*IDENTITY, *columns_of(table.form).values()]
        named = {c.name: c.variable.label.in_language(language) for c in own}
        return list(named.items())
    study = {c.name: c.variable.label.in_language(language) for c in STUDY}
    others = {
        c.name: headed(
            model_of(form).label.in_language(language),
            c.variable.label.in_language(language),
        )
        for form in every_form()
        for c in columns_of(form).values()
    }
    return list({**others, **study}.items())


def _chosen(table: Table, said: str) -> Column | None:
    """Return the column that a box names: by its name, or by its words."""
    if not said:
        return None
    found = column_named(said)
    own = table.form and found and found.form not in ("", "patient", table.form)
    if found is not None and not own:
        return found
    by_words = {key_of(words): name for name, words in _known(table)}
    return column_named(by_words.get(key_of(said), ""))


def _note(column: Column | None, said: ImportSaying | None) -> str:
    if said is not None:
        told = {
            "who": said.said_by.get_full_name() or said.said_by.username,
            "day": date_format(said.at, "Y-m-d"),
        }
        if not said.meaning:
            return _("left out, as %(who)s said on %(day)s") % told
        return _("remembered: %(who)s, %(day)s") % told
    if column is None:
        return _("not known and not read")
    return _("known by its name")


def _alike(header: str, known: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the columns whose words are most like the header; nobody chose them."""
    sought = key_of(header)
    rated = [
        (max(_ratio(sought, key_of(words)), _ratio(sought, key_of(name))), name, words)
        for name, words in known
    ]
    best = sorted(rated, reverse=True)[:MOST_ALIKE]
    return [(name, words) for rate, name, words in best if rate >= ALIKE]


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
