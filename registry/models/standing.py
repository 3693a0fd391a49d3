"""How far a form has come, as lists show it: its furthest mark, else its state."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# The furthest first. Each is a column with ``_at`` behind its name.
MARKS = ("locked", "signed", "verified")
STANDINGS = {
    "begun": _("begun"),
    "complete": _("complete"),
    "verified": _("verified"),
    "signed": _("signed"),
    "locked": _("locked"),
}


def standing_of(record: Any) -> str:
    """Return the furthest mark of ``record``, or its state where it has none."""
    return next((m for m in MARKS if getattr(record, f"{m}_at")), record.state)


def stands(name: str) -> Q:
    """Return the condition that a record has come exactly as far as ``name``."""
    further = MARKS[: MARKS.index(name)] if name in MARKS else MARKS
    none_further = Q(**{f"{mark}_at__isnull": True for mark in further})
    if name in MARKS:
        return none_further & Q(**{f"{name}_at__isnull": False})
    return none_further & Q(state=name)
