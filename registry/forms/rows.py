"""A repeating group on a page: a small table, one row a line, each cell a field."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from registry.forms.bound import EntryBoundField
from registry.forms.entry_form import EntryForm
from registry.variables.entered import plain_rows

BLANK_ROWS, MOST_ROWS = 3, 60


class TypedRow(dict[str, Any]):
    """The cells of one row as they were posted, and its number on the page."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class RowForm(EntryForm):
    """One row; its cells are posted as ``genes__0-gene``."""

    number = 0

    @property
    def cells(self) -> list[dict[str, Any]]:
        """Return the cells in reading order, each named by column and row."""
        bound = [self[name] for name in self.fields]
        assert all(isinstance(one, EntryBoundField) for one in bound)
        return [{"field": one, "html": self._drawn(one)} for one in bound]

    def _drawn(self, cell: Any) -> str:
        row = _("row %(number)s") % {"number": self.number + 1}
        html: str = cell.as_widget(attrs={"aria-label": f"{cell.label}, {row}"})
        return html

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing stands in the row."""
        return not any(self[name].value() for name in self.fields)


class RowsWidget(forms.Widget):
    """The posted cells of a repeating group, row by row, as they were typed."""

    use_fieldset = True

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> list[TypedRow]:
        """Return each row that has anything in it."""
        typed: dict[int, TypedRow] = {}
        for number, part, key in posted_cells(data, name):
            if value := data.get(key):
                typed.setdefault(number, TypedRow(number))[part] = value
        return [typed[number] for number in sorted(typed)][:MOST_ROWS]


class RowsField(forms.Field):
    """A repeating group; ``cells`` are the fields of a row by name."""

    widget = RowsWidget

    def __init__(
        self, *args: Any, cells: Mapping[str, forms.Field], **kwargs: Any
    ) -> None:
        self.row: type[RowForm] = type("Row", (RowForm,), dict(cells))
        # What is wrong with cells, and the row and name of the one it is told at.
        self.told: dict[str, tuple[int, str]] = {}
        self._numbers: list[int] = []
        super().__init__(*args, **kwargs)

    def clean(self, value: Any) -> list[dict[str, Any]] | None:
        """Return the rows that were typed; a cell that cannot be read says so."""
        self.told, self._numbers = {}, [row.number for row in value or ()]
        read = []
        for place, row in enumerate(value or ()):
            form = self._form(f"row-{place}", row.number, row)
            for name, errors in form.errors.items():
                for error in errors:
                    self.refuse(place, name, str(error))
            read.append(form.cleaned_data)
        if self.told:
            raise forms.ValidationError(list(self.told))
        rows: list[dict[str, Any]] | None = plain_rows(read)
        return rows

    def refuse(self, place: int, part: str, message: str) -> str:
        """Return what is wrong with a cell, named by row and column, and note where."""
        number = self._numbers[place] if place < len(self._numbers) else place
        label = self.row.base_fields[part].label if part in self.row.base_fields else ""
        said = _("Row %(number)s, %(cell)s: %(message)s") % {
            "number": number + 1,
            "cell": label,
            "message": message,
        }
        self.told[said] = (number, part)
        return said

    @property
    def columns(self) -> list[forms.Field]:
        """Return the fields of a row, for the head of the table."""
        return list(self.row.base_fields.values())

    def shown(self, name: str, value: Any) -> list[RowForm]:
        """Return the rows to fill in: those there are, and some that are blank."""
        rows = value if isinstance(value, list) else []
        made = [
            self._form(f"{name}__{number}", number, row, typed=row)
            for place, row in enumerate(rows)
            for number in [getattr(row, "number", place)]
        ]
        following = max((row.number for row in made), default=-1) + 1
        for number in range(following, following + BLANK_ROWS):
            made.append(self._form(f"{name}__{number}", number, None))
        return made

    def _form(self, prefix: str, number: int, cells: Any, typed: Any = None) -> RowForm:
        """Return the form of one row; typed cells are shown without being judged."""
        if typed is None and cells is not None:
            form = self.row(
                {f"{prefix}-{k}": v for k, v in cells.items()}, prefix=prefix
            )
        else:
            form = self.row(prefix=prefix, initial=typed)
        form.number = number
        return form


def posted_cells(data: Mapping[str, Any], name: str) -> Iterator[tuple[int, str, str]]:
    """Yield (row, part, key) of every cell of the group ``name`` that was posted."""
    form = re.compile(rf"{re.escape(name)}__(\d{{1,3}})-(\w+)")
    for key in data:
        if found := form.fullmatch(key):
            yield int(found[1]), found[2], key


def as_cells(name: str, rows: Any) -> dict[str, str]:
    """Return rows as if they had just been posted."""
    return {
        f"{name}__{getattr(row, 'number', place)}-{part}": str(cell)
        for place, row in enumerate(rows or [])
        for part, cell in row.items()
    }
