"""What the page of columns shows of each header: boxes, what was said, the like."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registry.intake.columns import Column, key_of
from registry.intake.remembering import header_of
from registry.models import ImportSaying
from registry.views.import_columns import ColumnsForm
from registry.views.import_known import alike, known_columns


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


def sheets_asked(form: ColumnsForm) -> Iterator[SheetAsked]:
    """Yield the sheets with their questions, those that are open first."""
    for at, table in enumerate(form.tables):
        known = known_columns(table)
        asked = [
            _question(form, at, place, known)
            for of, place, _header in form.places
            if of == at
        ]
        asked.sort(key=lambda one: not one.unread)
        yield SheetAsked(table.sheet, f"columns_{at}", known, asked)


def _question(
    form: ColumnsForm, at: int, place: int, known: list[tuple[str, str]]
) -> Question:
    header = form.tables[at].headers[place]
    order, unit = f"order_{at}_{place}", f"unit_{at}_{place}"
    said = _saying(form, at, header)
    column = form.mapped[at].columns[place]
    unread = column is None and said is None
    return Question(
        header_of(header),
        form[f"header_{at}_{place}"],
        form[order] if order in form.fields else None,
        form[unit] if unit in form.fields else None,
        _note(column, said),
        alike(header, known) if unread else [],
        unread,
    )


def _saying(form: ColumnsForm, at: int, header: str) -> ImportSaying | None:
    about = form.memory.about(form.tables[at])
    mine = [
        one
        for one in about
        if one.kind == ImportSaying.Kind.COLUMN and key_of(one.header) == key_of(header)
    ]
    return mine[-1] if mine else None


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
