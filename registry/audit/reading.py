"""Read the history: who changed what, when, from what, to what, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.audit.triggers import history_of
from registry.models import Versioned
from registry.models.base import said_by

# MOVED is how the change log tells the patient who had a record that it is gone.
CREATED, CHANGED, DELETED, MOVED = "+", "~", "-", ">"


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One field of one edit; None on both sides means that only a reason changed."""

    field: str
    old: Any
    new: Any
    old_reason: str | None = None
    new_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One row of history: an act of one person at one moment.

    ``moved`` has the patients between whom the record went, from and to,
    ``transferred`` the centres between which the patient did; ``marks``
    what was set, as ``signed``, or taken away, as ``-signed``. ``state`` is how far the
    form had come with it; an edit may be nothing but that.
    """

    number: int
    at: datetime
    who: str
    operation: str
    reason: str
    version: int
    form_revision: int
    state: str
    fields: tuple[FieldEdit, ...]
    moved: tuple[int, int] | None = None
    transferred: tuple[int, int] | None = None
    marks: tuple[str, ...] = ()


def edits_of(record: Versioned, patient: int | None = None) -> list[Edit]:
    """Return every edit of ``record``, newest first: one query.

    With ``patient`` leave out what was done to it after it was that patient's.
    """
    history = history_of(type(record))
    rows = list(
        history._default_manager.filter(id=record.pk)
        .select_related("history_user")
        .order_by("history_id")
    )
    if patient is not None:
        rows = _while_of(patient, rows)
    return list(_edits(type(record), rows))[::-1]


def _while_of(patient: int, rows: list[Any]) -> list[Any]:
    """Return the rows up to the one that took the record from ``patient``."""
    whose = [getattr(row, "patient_id", patient) for row in rows]
    if not rows or whose[-1] == patient:
        return rows
    last = max(place for place, one in enumerate(whose) if one == patient)
    return rows[: last + 2]


def _edits(model: type[Versioned], rows: list[Any]) -> Iterator[Edit]:
    before = None
    for row in rows:
        yield Edit(
            number=row.history_id,
            at=row.history_date,
            who=row.history_user.username if row.history_user else "system",
            operation=row.history_type,
            reason=row.history_change_reason or "",
            version=row.version,
            form_revision=row.form_revision,
            state=row.state,
            fields=tuple(differences(model, before, row)),
            moved=moved(before, row),
            transferred=transferred(before, row),
            marks=tuple(marked(before, row)),
        )
        before = row


def moved(before: Any, after: Any) -> tuple[int, int] | None:
    """Return the patients between whom a record went, from and to, if it did."""
    old, new = getattr(before, "patient_id", None), getattr(after, "patient_id", None)
    return (old, new) if old and new and old != new else None


def marked(before: Any, after: Any) -> Iterator[str]:
    """Yield every mark that two history rows differ in, ``-`` ahead if it went."""
    for name in ("verified", "signed", "locked", "case_locked"):
        old, new = (getattr(row, f"{name}_at", None) for row in (before, after))
        if old != new:
            yield name if new else f"-{name}"


def transferred(before: Any, after: Any) -> tuple[int, int] | None:
    """Return the centres between which a patient went, from and to, if they did."""
    old, new = getattr(before, "centre_id", None), getattr(after, "centre_id", None)
    return (old, new) if old and new and old != new else None


def differences(model: type[Versioned], before: Any, after: Any) -> Iterator[FieldEdit]:
    """Yield every field in which two history rows differ; ``before`` may be None."""
    for name in model.variables():
        old = said_by(before, name) if before else None
        new = said_by(after, name)
        was = before.absent.get(name) if before else None
        is_now = after.absent.get(name)
        if old != new or was != is_now:
            yield FieldEdit(name, old, new, was, is_now)
