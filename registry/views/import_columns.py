"""What a centre says of its own columns: which is which, how they are read."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.intake.columns import Column, key_of
from registry.intake.mapping import OWN_HEADERS, map_columns, measured
from registry.intake.reading import finder_of
from registry.intake.remembering import Memory, header_of, layout_of, source_of
from registry.intake.table import Table
from registry.models import ImportBatch, ImportSaying
from registry.services.sayings import Said
from registry.variables.labels import headed
from registry.variables.spec import Kind
from registry.views.import_known import chosen_column
from registry.views.import_words import code_choices, words_asked

KINDS = ImportSaying.Kind
ORDERS = (
    ("", gettext_lazy("Not stated")),
    ("dmy", gettext_lazy("Day first: 3/4 is 3 April")),
    ("mdy", gettext_lazy("Month first: 3/4 is 4 March")),
)
MOST_WORDS = 200


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
        self.words = list(words_asked(batch, self.tables, memory))[:MOST_WORDS]
        for number, (_at, header, word, column) in enumerate(self.words):
            self.fields[f"word_{number}"] = forms.ChoiceField(
                label=headed(header_of(header), word),
                choices=code_choices(word, column),
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
            found = chosen_column(self.tables[at], said)
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

    def word_fields(self) -> Iterator[forms.BoundField]:
        """Yield the boxes of the words that were not understood."""
        return (self[f"word_{number}"] for number in range(len(self.words)))


def _read_before(batch: ImportBatch) -> Iterator[Table]:
    """Yield the sheets that the report read, without their rows."""
    for one in batch.report.get("sheets", ()):
        headers = tuple(one["headers"])
        yield Table(one["sheet"], one["header_row"], headers, (), (), one["form"])
