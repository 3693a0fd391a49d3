"""The registry's own workbooks: a template, and a centre's data to correct."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from registry.access.log import note
from registry.access.policy import Action, Actor, require
from registry.intake.catalogue import every_form
from registry.intake.template import template
from registry.models import FORMS, Access, Centre, Patient, Versioned, WorkbookLog


def empty_workbook(*, actor: Actor, forms: Sequence[str] = ()) -> bytes:
    """Return a workbook of the forms, or of all, to fill in. Raises Refused."""
    require(actor, Action.IMPORT)
    return template(forms)


def filled_workbook(*, actor: Actor, forms: Sequence[str] = ()) -> bytes:
    """Return what the actor's own centres have, in the workbook that is imported.

    It is logged as taken out of the registry. Raises Refused.
    """
    require(actor, Action.EXPORT)
    chosen = [form for form in every_form() if not forms or form in forms]
    centres = actor.centres_for(Action.EXPORT)
    with transaction.atomic():
        rows = Counted(centres, chosen)
        content = template(chosen, rows)
        WorkbookLog.objects.create(
            user_id=actor.person,
            centres=sorted(
                Centre.objects.filter(pk__in=centres).values_list("code", flat=True)
            ),
            forms=chosen,
            rows=rows.count,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        what = f"workbook of {len(chosen)} forms"
        note(Access.TOOK_OUT, user_id=actor.person, what=what, rows=rows.count)
    return content


class Counted(Mapping[str, Iterator[Versioned]]):
    """The centres' records by form, read as they are written, and counted."""

    def __init__(self, centres: frozenset[int], forms: Sequence[str]) -> None:
        self.centres, self.forms, self.count = centres, forms, 0

    def __getitem__(self, form: str) -> Iterator[Versioned]:
        rows: QuerySet[Any]
        # Whose consent does not cover analyses stays in the registry.
        patients = Patient.objects.filter(centre__in=self.centres, merged_into=None)
        patients = patients.analysed()
        if form == Patient.form:
            rows = patients.select_related("centre")
            rows = rows.order_by("centre__code", "study_no")
        else:
            rows = FORMS[form].objects.filter(patient__in=patients)
            rows = rows.select_related("patient__centre").order_by(
                "patient__centre__code", "patient__study_no", "pk"
            )
        for record in rows.iterator(chunk_size=2000):
            self.count += 1
            yield record

    def __iter__(self) -> Iterator[str]:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)
