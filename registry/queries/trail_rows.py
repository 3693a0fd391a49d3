"""Rows of the change log in words: who did what to which form, field by field."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, OuterRef, Subquery

from registry.audit.redacting_words import WORDS
from registry.audit.triggers import audited_models, history_of
from registry.models import Change, Patient, PatientIdentity, User
from registry.queries.patient_history import MODELS, PatientEdit, edits_by_change
from registry.queries.trail import fields_of


@dataclass(frozen=True, slots=True)
class Edited:
    """One field of one change; values of who a patient is are never told."""

    field: str
    label: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One change: ``edit`` where it was to a form, else ``fields``.

    ``redacted`` tells that words were taken out: of a history, an entry or a reason.
    """

    change: Change
    model: type[Model]
    who: str
    patient: Patient | None
    edit: PatientEdit | None = None
    fields: list[Edited] = field(default_factory=list)
    redacted: bool = False


def rows_in_words(changes: Sequence[Change]) -> list[TrailRow]:
    """Return each change with what it altered: two queries a table that occurs."""
    people = {one.actor_id for one in changes if one.actor_id}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "username"))
    whose = {one.patient_id for one in changes if one.patient_id}
    patients = Patient.objects.select_related("centre").in_bulk(list(whose))
    models = {model._meta.db_table: model for model in audited_models()}
    own = set(models)
    # A redaction is logged as a change of the history table.
    models |= {history_of(model)._meta.db_table: model for model in models.values()}
    models |= {model._meta.db_table: model for model in WORDS.values()}
    edits = edits_by_change(one for one in changes if one.table in MODELS)
    plain = own - MODELS.keys()
    others = _others([one for one in changes if one.table in plain], models)
    return [
        TrailRow(
            change=one,
            model=models[one.table],
            who=names.get(one.actor_id or 0, ""),
            patient=patients.get(one.patient_id or 0),
            edit=edits.get(one.pk),
            fields=others.get(one.pk, []),
            redacted=one.table not in own,
        )
        for one in changes
        if one.table in models
    ]


def _others(
    changes: Sequence[Change], models: dict[str, type[Model]]
) -> dict[int, list[Edited]]:
    by_table: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_table[change.table].append(change)
    found = {}
    for table, some in by_table.items():
        history: Any = history_of(models[table])._default_manager
        rows = _with_the_row_before(history, [one.history_id for one in some])
        for one in some:
            # Of names and hospital numbers only who may read them has the row.
            if one.history_id in rows:
                now, before = rows[one.history_id]
                found[one.pk] = list(_differences(models[table], before, now))
    return found


def _with_the_row_before(history: Any, wanted: list[int]) -> dict[int, tuple[Any, Any]]:
    earlier = history.filter(
        id=OuterRef("id"), history_id__lt=OuterRef("history_id")
    ).order_by("-history_id")
    rows = history.filter(history_id__in=wanted).annotate(
        before_id=Subquery(earlier.values("history_id")[:1])
    )
    rows = {row.history_id: row for row in rows}
    places = {row.before_id for row in rows.values()} - rows.keys() - {None}
    before = history.in_bulk(list(places)) | rows
    return {pk: (row, before.get(row.before_id)) for pk, row in rows.items()}


def _differences(model: type[Model], before: Any, now: Any) -> Iterator[Edited]:
    hidden = model is PatientIdentity
    for name in fields_of(model):
        own = model._meta.get_field(name)
        column = getattr(own, "attname", name)
        old = getattr(before, column) if before else None
        new = getattr(now, column)
        if old != new and not (before is None and new in (None, "", [], {})):
            label = str(getattr(own, "verbose_name", name))
            values = ("", "") if hidden else (old, new)
            yield Edited(name, label, *values)
