"""What waits for somebody, counted by the database and never by reading patients."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Value, Window

from registry.access.policy import Actor
from registry.models import FORMS, HSCT, Infusion, Patient, State
from registry.queries.needs import NEEDS, Need, has

# Which patients each form is for; a form that is not here is for those who have it.
FOR_EVERYBODY = ("diagnosis", "prior_line", "disease_assessment", "follow_up")
FOR_INFUSED = (
    "apheresis_product",
    "bridging",
    "lymphodepletion",
    "infusion",
    "expansion",
    "crs_episode",
    "icans_episode",
    "blood_count",
    "day28",
)
FOR_TRANSPLANTED = (
    *("hsct", "comorbidity", "engraftment", "chimerism"),
    *("agvhd_episode", "cgvhd_episode"),
)
NONE = dict.fromkeys(("patients", "begun", "records", "records_begun"), 0)


@dataclass(frozen=True, slots=True)
class Reach:
    """How many patients there are, and how many of them were treated how."""

    patients: int
    infused: int
    transplanted: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """One rule with the number of patients it finds, and the first of them."""

    need: Need
    count: int
    first: Sequence[Patient]


@dataclass(frozen=True, slots=True)
class Completeness:
    """Of the patients a form is for: with it complete, with it begun, without it."""

    form: str
    whole: int
    complete: int
    begun: int
    records: int
    records_begun: int

    @property
    def absent(self) -> int:
        """Return how many patients lack the form."""
        return max(self.whole - self.complete - self.begun, 0)


def reach(actor: Actor) -> Reach:
    """Count the patients whom ``actor`` may see: one query."""
    counted = (
        Patient.objects.visible_to(actor)
        .followed()
        .aggregate(
            patients=Count("pk"),
            infused=Count("pk", Q(has(Infusion))),
            transplanted=Count("pk", Q(has(HSCT))),
        )
    )
    return Reach(**counted)


def waiting(actor: Actor, today: date, most: int = 20) -> list[Waiting]:
    """Return each rule with the number it finds and the first of them: a query each.

    The rules share ``most`` rows evenly.
    """
    found = []
    for need in NEEDS.values():
        followed = Patient.objects.visible_to(actor).followed()
        rows = followed.filter(need.waiting(today))
        first = list(rows.annotate(all=Window(Count("*"))).order_by("pk")[:most])
        found.append(Waiting(need, first[0].all if first else 0, first))
    share = most // max(sum(bool(one.first) for one in found), 1)
    return [Waiting(one.need, one.count, one.first[:share]) for one in found]


def completeness(centres: Iterable[int], reach: Reach) -> list[Completeness]:
    """Return how far each form has come at ``centres``: one query for all forms."""
    centres = list(centres)
    counts = [_counted(at, form, centres) for at, form in enumerate(FORMS)]
    found = {row["at"]: row for row in counts[0].union(*counts[1:], all=True)}
    return [
        _completeness(form, found.get(at, NONE), reach) for at, form in enumerate(FORMS)
    ]


def _counted(at: int, form: str, centres: list[int]) -> QuerySet[Any]:
    begun = Q(state=State.BEGUN)
    return (
        FORMS[form]
        .objects.filter(patient__centre__in=centres)
        .exclude(patient__consent_status="withdrawn")
        .order_by()
        .values(at=Value(at))
        .annotate(
            patients=Count("patient", distinct=True),
            begun=Count("patient", begun, distinct=True),
            records=Count("pk"),
            records_begun=Count("pk", begun),
        )
    )


def _completeness(form: str, counted: Mapping[str, int], reach: Reach) -> Completeness:
    patients, begun = counted["patients"], counted["begun"]
    return Completeness(
        form=form,
        whole=max(_meant_for(form, reach), patients),
        complete=patients - begun,
        begun=begun,
        records=counted["records"],
        records_begun=counted["records_begun"],
    )


def _meant_for(form: str, reach: Reach) -> int:
    if form in FOR_EVERYBODY:
        return reach.patients
    if form in FOR_INFUSED:
        return reach.infused
    return reach.transplanted if form in FOR_TRANSPLANTED else 0
