"""Read the history: who changed what, when, from what, to what, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.audit.triggers import history_of
from registry.models import Versioned

CREATED, CHANGED, DELETED = "+", "~", "-"


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
    """One row of history: an act of one person at one moment."""

    number: int
    at: datetime
    who: str
    operation: str
    reason: str
    version: int
    fields: tuple[FieldEdit, ...]


def edits_of(record: Versioned) -> list[Edit]:
    """Return every edit of ``record``, newest first: one query."""
    history = history_of(type(record))
    rows = list(
        history._default_manager.filter(id=record.pk)
        .select_related("history_user")
        .order_by("history_id")
    )
    return list(_edits(type(record), rows))[::-1]


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
            fields=tuple(differences(model, before, row)),
        )
        before = row


def differences(model: type[Versioned], before: Any, after: Any) -> Iterator[FieldEdit]:
    """Yield every field in which two history rows differ; ``before`` may be None."""
    for name in model.variables():
        old = getattr(before, name, None)
        new = getattr(after, name)
        was = before.absent.get(name) if before else None
        is_now = after.absent.get(name)
        if old != new or was != is_now:
            yield FieldEdit(name, old, new, was, is_now)
