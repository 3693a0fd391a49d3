"""What one patient's forms still want: the rules of ``needs``, with what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from registry.checks import Case
from registry.queries.needs import (
    ASSESSED_BY,
    CONTACT_WITHIN,
    ENGRAFTED_BY,
    STATED_BY,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: in which form, since how many days."""

    says: str
    form: str
    days: int
    place: dict[str, int] = field(default_factory=dict)
    because: str = ""


def steps(case: Case) -> list[Step]:
    """Return what is due, the longest overdue first."""
    found = [*_after_infusion(case), *_after_hsct(case), *_contact(case)]
    return sorted(found, key=lambda step: -step.days)


def _after_infusion(case: Case) -> Iterator[Step]:
    for infusion in case.infusions:
        number, day0 = infusion.get("course_no") or 1, infusion["infusion_date"]
        place, since = {"course_no": number}, (case.today - day0).days
        for form, says in (
            ("crs_episode", _("State whether CRS occurred")),
            ("icans_episode", _("State whether ICANS occurred")),
        ):
            if since > STATED_BY and not _numbered(case, form, "course_no", number):
                because = _("More than %(days)s days after the infusion.")
                because %= {"days": STATED_BY}
                yield Step(says, form, since - STATED_BY, place, because)
    first = case.first_infusion
    since = (case.today - first).days if first else 0
    assessed = any(
        one.get("time_point") == "D28" for one in case.of("disease_assessment")
    )
    if since > ASSESSED_BY and not assessed and not case.of("death"):
        says, form = _("Enter the day-28 assessment"), "disease_assessment"
        because = _("No assessment has the time point day 28.")
        yield Step(says, form, since - ASSESSED_BY, because=because)


def _after_hsct(case: Case) -> Iterator[Step]:
    for hsct in case.hscts:
        number, day0 = hsct.get("hsct_no") or 1, hsct["hsct_date"]
        since = (case.today - day0).days
        there = _numbered(case, "engraftment", "hsct_no", number)
        if since > ENGRAFTED_BY and not there:
            says, place = _("Enter engraftment after HSCT"), {"hsct_no": number}
            because = _("More than %(days)s days after the transplant.")
            because %= {"days": ENGRAFTED_BY}
            yield Step(says, "engraftment", since - ENGRAFTED_BY, place, because)


def _contact(case: Case) -> Iterator[Step]:
    last = last_known(case)
    lost = any(one.get("vital_status") == "lost" for one in case.of("follow_up"))
    if last is None or lost or case.of("death"):
        return
    over = case.today - last - timedelta(CONTACT_WITHIN)
    if over.days > 0:
        because = _("Last heard of on %(date)s.") % {"date": last.isoformat()}
        yield Step(_("Ask after the patient"), "follow_up", over.days, because=because)


def last_known(case: Case) -> date | None:
    """Return the last day of contact, infusion or transplant."""
    days = [
        *(one.get("visit_date") for one in case.of("follow_up")),
        *(one["infusion_date"] for one in case.infusions),
        *(one["hsct_date"] for one in case.hscts),
    ]
    return max((day for day in days if day), default=None)


def _numbered(case: Case, form: str, name: str, number: int) -> list[Any]:
    return [one for one in case.of(form) if (one.get(name) or 1) == number]
