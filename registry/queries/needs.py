"""What a patient's forms still want, by simple rules on days: asked of many at once.

``registry.queries.next_steps`` asks the same of one patient, with what is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registry.models import (
    HSCT,
    CRSEpisode,
    Death,
    DiseaseAssessment,
    Engraftment,
    FollowUp,
    ICANSEpisode,
    Infusion,
    Record,
)

STATED_BY = 30
ASSESSED_BY = 35
ENGRAFTED_BY = 45
CONTACT_WITHIN = 365


@dataclass(frozen=True, slots=True)
class Need:
    """One rule: what is wanted, of which patients, and who wants it on a given day."""

    name: str
    title: Promise | str
    wanted: Promise | str
    form: str
    of: str
    waiting: Callable[[date], Any]


def has(model: type[Record], **conditions: Any) -> Exists:
    """Tell whether a patient has a record of a form."""
    return Exists(model.objects.filter(patient=OuterRef("pk"), **conditions))


def _infused(today: date, days: int) -> Exists:
    return has(Infusion, infusion_date__lt=today - timedelta(days))


def _crs(today: date) -> Any:
    return Q(_infused(today, STATED_BY)) & ~has(CRSEpisode)


def _icans(today: date) -> Any:
    return Q(_infused(today, STATED_BY)) & ~has(ICANSEpisode)


def _day_28(today: date) -> Any:
    assessed = has(DiseaseAssessment, time_point="D28")
    return Q(_infused(today, ASSESSED_BY)) & ~assessed & ~has(Death)


def _engraftment(today: date) -> Any:
    transplanted = has(HSCT, hsct_date__lt=today - timedelta(ENGRAFTED_BY))
    return Q(transplanted) & ~has(Engraftment)


def _contact(today: date) -> Any:
    """Return alive, treated or seen at some time, and nothing of it within a year."""
    since = today - timedelta(CONTACT_WITHIN)
    treated = Q(has(Infusion)) | Q(has(HSCT)) | Q(has(FollowUp))
    return (
        treated
        & ~has(Death)
        & ~has(FollowUp, visit_date__gte=since)
        & ~has(FollowUp, vital_status="lost")
        & ~has(Infusion, infusion_date__gte=since)
        & ~has(HSCT, hsct_date__gte=since)
    )


NEEDS: dict[str, Need] = {
    need.name: need
    for need in (
        Need(
            "crs",
            _("CRS not stated"),
            _("State whether CRS occurred"),
            "crs_episode",
            "infused",
            _crs,
        ),
        Need(
            "icans",
            _("ICANS not stated"),
            _("State whether ICANS occurred"),
            "icans_episode",
            "infused",
            _icans,
        ),
        Need(
            "day28",
            _("Day 28 missing"),
            _("Enter the day-28 assessment"),
            "disease_assessment",
            "infused",
            _day_28,
        ),
        Need(
            "engraftment",
            _("Engraftment missing"),
            _("Enter engraftment after HSCT"),
            "engraftment",
            "transplanted",
            _engraftment,
        ),
        Need(
            "contact",
            _("No contact for a year"),
            _("Ask after the patient"),
            "follow_up",
            "patients",
            _contact,
        ),
    )
}
