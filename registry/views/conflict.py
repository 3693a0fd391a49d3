"""Two people saved the same form: both answers side by side, to choose field by field.

What only one of the two changed is chosen beforehand; what both changed is asked.
"""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from registry.access.sent import whole
from registry.audit.triggers import history_of
from registry.forms.record_form import RecordForm
from registry.forms.rows import as_cells, posted_cells
from registry.models import Versioned
from registry.models.base import said_by
from registry.queries.spelled import spelled
from registry.variables.spec import Kind
from registry.views.entry import Entry
from registry.views.times import clock

MINE, THEIRS = "mine", "theirs"
Said = tuple[Any, str | None]


def unchosen(posted: QueryDict) -> list[str]:
    """Return the fields that were asked about and not answered."""
    asked = posted.getlist("differs")
    return [n for n in asked if posted.get(f"keep__{n}") not in (MINE, THEIRS)]


def chosen(posted: QueryDict, entry: Entry) -> QueryDict:
    """Return what was posted, with the other person's answer where that was chosen."""
    data = posted.copy()
    for name in posted.getlist("differs"):
        if posted.get(f"keep__{name}") == THEIRS and name in entry.record.variables():
            value, reason = _saved(entry.record, name)
            for _row, _part, key in list(posted_cells(data, name)):
                del data[key]
            if entry.record.variables()[name].kind is Kind.ROWS:
                data.update(as_cells(name, value))
            else:
                data.setlist(name, _as_posted(value))
                # A number that is saved is in its own unit, unless it says another.
                data[f"{name}__unit"] = ""
            data[f"{name}__absent"] = reason or ""
    return data


def _as_posted(value: Any) -> list[str]:
    if value in (None, ""):
        return []
    given = value if isinstance(value, list | tuple) else [value]
    return [str(one) for one in given]


def conflict_of(
    entry: Entry, form: RecordForm, version: int, posted: QueryDict
) -> dict[str, Any]:
    """Return who saved meanwhile, and every field in which the two sides differ."""
    record = entry.record
    rows = history_of(type(record))._default_manager.filter(id=record.pk)
    newest: Any = rows.select_related("history_user").order_by("-history_id").first()
    started = whole(posted.get("base")) or version
    before = rows.filter(version=started).first()
    return {
        "who": _who(newest),
        "at": clock(newest.history_date, entry.patient.centre),
        "version": record.version,
        "base": started,
        "fields": [
            found
            for name in record.variables()
            if (found := _difference(record, form, name, before, posted))
        ],
    }


def _who(row: Any) -> str:
    return row.history_user.username if row.history_user else _("the system")


def _saved(record: Any, name: str) -> Said:
    return said_by(record, name), record.absent.get(name)


def _typed(form: RecordForm, name: str) -> Said:
    """Return what was typed; what could not be read stays as it was typed."""
    if name in form.errors:
        return form[name].value(), None
    return form.read[name], form.absences.get(name)


def _difference(
    record: Versioned, form: RecordForm, name: str, before: Any, posted: QueryDict
) -> dict[str, Any] | None:
    variable = record.variables()[name]
    mine, theirs = _typed(form, name), _saved(record, name)
    if mine == theirs:
        return None
    found = {
        "name": name,
        "label": form[name].label,
        "mine": spelled(variable, *mine) if name not in form.errors else mine[0],
        "theirs": spelled(variable, *theirs),
        "choice": posted.get(f"keep__{name}", ""),
        "before": "",
    }
    if before is not None:
        was = _saved(before, name)
        found["before"] = spelled(variable, *was)
        if mine == was:
            found["choice"] = found["choice"] or THEIRS
        elif theirs == was:
            found["choice"] = found["choice"] or MINE
    return found
