"""What waits for somebody, from what is kept and never by reading patients."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count as Counted
from django.db.models import Value

from registry.access.policy import Actor
from registry.models import FORMS, HSCT, FollowUpClock, Infusion, Patient
from registry.queries.centre_counts import Count, Counts
from registry.queries.needs import NEEDS, Need

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


@dataclass(frozen=True, slots=True)
class Reach:
    """How many patients there are, and how many of them were treated how."""

    patients: int
    infused: int
    transplanted: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """One rule with the number of patients it finds."""

    need: Need
    count: int


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


def reach(counts: Counts) -> Reach:
    """Return how many patients there are of whom more may be asked."""
    return Reach(
        patients=counts[Patient.form].patients,
        infused=counts[Infusion.form].patients,
        transplanted=counts[HSCT.form].patients,
    )


def waiting(actor: Actor, today: date) -> list[Waiting]:
    """Return each rule with the number that it finds: one query for all of them."""
    counts = [
        FollowUpClock.objects.visible_to(actor)
        .filter(**{f"{name}_from__lte": today})
        .order_by()
        .values(at=Value(name))
        .annotate(found=Counted("pk"))
        for name in NEEDS
    ]
    found = {row["at"]: row["found"] for row in counts[0].union(*counts[1:], all=True)}
    return [Waiting(need, found.get(name, 0)) for name, need in NEEDS.items()]


def completeness(counts: Counts) -> list[Completeness]:
    """Return how far each form has come, and whom it is for."""
    seen = reach(counts)
    return [_completeness(form, counts[form], seen) for form in FORMS]


def _completeness(form: str, count: Count, reach: Reach) -> Completeness:
    return Completeness(
        form=form,
        whole=max(_meant_for(form, reach), count.patients),
        complete=count.patients - count.begun,
        begun=count.begun,
        records=count.records,
        records_begun=count.records_begun,
    )


def _meant_for(form: str, reach: Reach) -> int:
    if form in FOR_EVERYBODY:
        return reach.patients
    if form in FOR_INFUSED:
        return reach.infused
    return reach.transplanted if form in FOR_TRANSPLANTED else 0
