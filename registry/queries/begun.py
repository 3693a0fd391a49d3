"""Forms begun: saved forms whose core questions are not all answered."""

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import (
    Case,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)

from registry.access.policy import Actor
from registry.models import (
    FORMS,
    BegunForm,
    Change,
    Draft,
    Patient,
    Versioned,
)
from registry.queries.centre_counts import BEGUN, Counts

# So many of somebody's last changes are looked through for forms that they began.
LATEST = 300
RECORDS: tuple[type[Versioned], ...] = (Patient, *FORMS.values())
FORM_OF = {model._meta.db_table: model.form for model in RECORDS}


def begun_forms(actor: Actor) -> QuerySet[BegunForm]:
    """Return the begun forms of patients whom the actor may see."""
    return BegunForm.objects.visible_to(actor)


def begun_by(actor: Actor) -> Q:
    """Return the condition that the actor was the one to change a form lately."""
    rows = Change.objects.filter(actor_id=actor.user_id, table__in=FORM_OF)
    last = rows.order_by("-id").values_list("table", "record_id")[:LATEST]
    records: dict[str, set[int]] = defaultdict(set)
    for table, record in last:
        records[FORM_OF[table]].add(record)
    mine = (Q(form=form, record_id__in=some) for form, some in records.items())
    return reduce(or_, mine, Q(pk__in=[]))


def mine_first(actor: Actor) -> QuerySet[BegunForm]:
    """Return the begun forms, those that the actor changed lately before the others."""
    own = Case(
        When(begun_by(actor), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    rows = begun_forms(actor).annotate(theirs=own)
    return rows.select_related("patient", "centre").order_by("theirs", "-pk")


def begun_counts(counts: Counts) -> dict[str, int]:
    """Return how many forms are begun, of how many patients."""
    return {"forms": counts[BEGUN].records, "patients": counts[BEGUN].patients}


def drafts_of(actor: Actor, most: int) -> Sequence[Draft]:
    """Return what the actor typed last and has not saved."""
    rows = Draft.objects.filter(
        user_id=actor.person, patient__centre__in=actor.readable_centres
    )
    return list(rows.select_related("patient__centre").order_by("-at")[:most])
