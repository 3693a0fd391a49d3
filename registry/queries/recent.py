"""Who changed what last: from the change log, one line an act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from registry.access.policy import Actor
from registry.access.reach import everywhere
from registry.models import FORMS, Change, Patient, User

# The log is read from its newest row back: a little, which is enough if it has more
# acts than are asked for, then more, and further where that finds nothing.
LATELY, WINDOWS = 1_000, (20_000, 200_000)
FORM_OF_TABLE = {model._meta.db_table: form for form, model in FORMS.items()}
FORM_OF_TABLE[Patient._meta.db_table] = "patient"


@dataclass(frozen=True, slots=True)
class Act:
    """What one person did in one transaction: one form, a case, or an import."""

    who: str
    at: datetime
    reason: str
    patients: int
    records: int
    patient: Patient | None
    form: str
    record: int | None


def recent_acts(actor: Actor, *, own: bool, most: int = 6) -> list[Act]:
    """Return the last acts of ``actor``, or of all others, on patients they may see.

    An act is everything that one person wrote in one transaction.
    """
    with everywhere():  # a number, whoever's change it is
        newest = Change.objects.aggregate(newest=Max("id"))["newest"] or 0
    acts: list[Mapping[str, Any]]
    acts = list(_acts(actor, own, since=newest - LATELY)[: most + 1])
    acts = acts[:most] if len(acts) > most else []
    for reach in WINDOWS:
        acts = acts or list(_acts(actor, own, since=newest - reach)[:most])
    people = dict(User.objects.values_list("pk", "username").filter(pk__in=_all(acts)))
    cases = {act["patient"] for act in acts if act["patients"] == 1}
    patients = Patient.objects.in_bulk(list(cases))
    return [_act(row, people, patients) for row in acts]


def _acts(actor: Actor, own: bool, since: int) -> Any:
    mine = Q(actor_id=actor.user_id)
    return (
        Change.objects.filter(mine if own else ~mine | Q(actor_id=None))
        .filter(id__gt=since, table__in=FORM_OF_TABLE)
        .filter(patient_id__in=Patient.objects.visible_to(actor).values("pk"))
        .values("xid", "actor_id", "reason")
        .annotate(
            last=Max("id"),
            written=Max("at"),
            patients=Count("patient_id", distinct=True),
            records=Count("record_id"),
            tables=Count("table", distinct=True),
            patient=Max("patient_id"),
            a_table=Max("table"),
            a_record=Max("record_id"),
        )
        .order_by("-last")
    )


def _all(acts: Sequence[Mapping[str, Any]]) -> list[int]:
    return [act["actor_id"] for act in acts if act["actor_id"]]


def _act(
    row: Mapping[str, Any], people: dict[int, str], patients: dict[int, Patient]
) -> Act:
    one = row["patients"] == row["records"] == 1
    return Act(
        who=people.get(row["actor_id"], _("system")),
        at=row["written"],
        reason=row["reason"] or "",
        patients=row["patients"],
        records=row["records"],
        patient=patients.get(row["patient"]) if row["patients"] == 1 else None,
        form=FORM_OF_TABLE[row["a_table"]] if row["tables"] == 1 else "",
        record=row["a_record"] if one else None,
    )
