"""Follow-up completeness: of whom it is known how they are, so long after day 0.

The one-year rule of CIBMTR's centre report: somebody alive counts only when last
contact is more than 365 days after day 0; the dead count. Asked of patients whose
window of that visit is over, and not of those who withdrew their consent or whose
consent leaves out that they are contacted again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Count,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
)

from registry.models import FollowUpClock, Patient
from registry.schedule import BY_KEY, Track

# Under this share a figure of the centre is to be read with care (CIBMTR's gate).
GATE = 90
DAY_ZERO = {Track.CAR_T: "infused_on", Track.HSCT: "transplanted_on"}
# The visit after whose window a contact is expected, by years.
VISIT = {
    (Track.CAR_T, 1): "M12",
    (Track.CAR_T, 2): "Y2",
    (Track.CAR_T, 5): "Y5",
    (Track.HSCT, 1): "M12",
    (Track.HSCT, 2): "M24",
    (Track.HSCT, 5): "Y5",
}


@dataclass(frozen=True, slots=True)
class HeardOf:
    """Of the ``asked`` patients of a centre so many are ``known``."""

    centre: int
    track: Track
    years: int
    asked: int
    known: int

    @property
    def percent(self) -> int | None:
        """Return the share in whole percent, rounded down so that 100 means all."""
        return 100 * self.known // self.asked if self.asked else None

    @property
    def word(self) -> str:
        """Return the word by which the patient list asks for those not known."""
        return f"{self.track}-{self.years}"


def heard_of(centres: Iterable[int], today: date) -> list[HeardOf]:
    """Return the shares of each centre: one statement for all."""
    centres, asked = list(centres), {}
    for track, years in VISIT:
        whom = _asked(track, years, today)
        asked[f"{track}_{years}_asked"] = Count("pk", whom)
        asked[f"{track}_{years}_known"] = Count("pk", whom & _known(track, years))
    counted: Any = (
        _followed()
        .filter(centre__in=centres)
        .order_by()
        .values("centre")
        .annotate(**asked)
    )
    return [
        HeardOf(
            row["centre"],
            track,
            years,
            row[f"{track}_{years}_asked"],
            row[f"{track}_{years}_known"],
        )
        for row in counted
        for track, years in VISIT
    ]


def unheard(word: str, today: date) -> Q | None:
    """Return the condition for the patients to chase, by the word of an address."""
    for track, years in VISIT:
        if word == f"{track}-{years}":
            clocks = _followed().filter(
                _asked(track, years, today) & ~_known(track, years)
            )
            return Q(pk__in=clocks.values("pk"))
    return None


def _followed() -> QuerySet[FollowUpClock]:
    """Return the clocks of those who may be asked after."""
    patients = Patient.objects.followed().covering("recontact")
    return FollowUpClock.objects.filter(patient__in=patients)


def _asked(track: Track, years: int, today: date) -> Q:
    window = BY_KEY[track, VISIT[track, years]].closes
    before = today - timedelta(window)
    return Q(**{f"{DAY_ZERO[track]}__lt": before})


def _known(track: Track, years: int) -> Q:
    days = timedelta(365 * years)
    beyond = ExpressionWrapper(
        F(DAY_ZERO[track]) + Value(days, output_field=DurationField()),
        output_field=DateField(),
    )
    return Q(ended="death") | Q(contact_on__isnull=False, contact_on__gt=beyond)
