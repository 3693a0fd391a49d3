"""Every edit of one patient, removed records among them, newest first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from registry.audit.reading import (
    MOVED,
    Edit,
    FieldEdit,
    differences,
    marked,
    moved,
    transferred,
)
from registry.audit.triggers import history_of
from registry.models import FORMS, Change, Patient, User, Versioned

PAGE = 50
ALL: list[type[Versioned]] = [Patient, *FORMS.values()]
MODELS = {model._meta.db_table: model for model in ALL}


@dataclass(frozen=True, slots=True)
class PatientEdit:
    """One edit, and the record that it was made to."""

    edit: Edit
    model: type[Versioned]
    record_id: int


def edits_of_patient(
    patient: Patient, before: int | None = None, size: int = PAGE
) -> tuple[list[PatientEdit], int | None]:
    """Return a page of edits older than change ``before``, and where the next begins.

    Two queries a form that occurs on the page.
    """
    changes = Change.objects.filter(patient_id=patient.pk, table__in=MODELS)
    if before is not None:
        changes = changes.filter(pk__lt=before)
    page = list(changes.order_by("-pk")[: size + 1])
    more = page[size - 1].pk if len(page) > size else None
    page = page[:size]
    edits = edits_by_change(page)
    return [edits[change.pk] for change in page if change.pk in edits], more


def edits_by_change(changes: Iterable[Change]) -> dict[int, PatientEdit]:
    """Return the edits that rows of the change log tell of: two queries a form."""
    by_table: dict[str, list[Change]] = defaultdict(list)
    people: set[int] = set()
    for change in changes:
        by_table[change.table].append(change)
        people.add(change.actor_id or 0)
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "username"))
    found: dict[int, PatientEdit] = {}
    for table, some in by_table.items():
        model = MODELS[table]
        fields = _fields(model, some)
        for one in some:
            edit = Edit(
                number=one.history_id,
                at=one.at,
                who=names.get(one.actor_id or 0, _("system")),
                operation=one.operation,
                reason=one.reason or "",
                version=fields[one.history_id].version,
                form_revision=fields[one.history_id].form_revision,
                state=fields[one.history_id].state,
                # What was typed while it moved is the other patient's.
                fields=() if one.operation == MOVED else fields[one.history_id].fields,
                moved=fields[one.history_id].moved,
                transferred=fields[one.history_id].transferred,
                marks=fields[one.history_id].marks,
            )
            found[one.pk] = PatientEdit(edit, model, one.record_id)
    return found


@dataclass(frozen=True, slots=True)
class _Step:
    version: int
    form_revision: int
    state: str
    fields: tuple[FieldEdit, ...]
    moved: tuple[int, int] | None
    transferred: tuple[int, int] | None
    marks: tuple[str, ...]


def _fields(model: type[Versioned], changes: list[Change]) -> dict[int, _Step]:
    """Return version and differences by history row, each against the row before."""
    wanted = {one.history_id for one in changes}
    records = {one.record_id for one in changes}
    kept = history_of(model)._default_manager
    rows: Any = kept.filter(id__in=records, history_id__lte=max(wanted))
    before: dict[int, object] = {}
    found = {}
    for row in rows.order_by("history_id"):
        if row.history_id in wanted:
            old = before.get(row.id)
            edits = tuple(differences(model, old, row))
            marks = tuple(marked(old, row))
            versions = row.version, row.form_revision, row.state
            between = moved(old, row), transferred(old, row)
            step = _Step(*versions, edits, *between, marks)
            found[row.history_id] = step
        before[row.id] = row
    return found
