"""What one patient's forms still want: what is not stated, and visits overdue."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.access.consent import withdrawn
from registry.checks import Case
from registry.models import FORMS
from registry.queries.needs import ENGRAFTED_BY, STATED_BY
from registry.schedule import Clock, Planned, State, Track, clock, state_on, why


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: in which form, since how many days."""

    says: str
    form: str
    days: int
    place: dict[str, int] = field(default_factory=dict)
    because: str = ""
    visit: Planned | None = None


def steps(case: Case, of: Clock | None = None) -> list[Step]:
    """Return what is due, the longest overdue first; nothing once consent ended."""
    if withdrawn(case.patient):
        return []
    of = of or clock(case.patient, case.forms)
    found = [
        *_after_infusion(case),
        *_after_hsct(case),
        *_visits(case, of),
        *_unheard(case, of),
    ]
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


def _visits(case: Case, of: Clock) -> Iterator[Step]:
    """Yield the overdue visits, each with the first form that it lacks."""
    for visit in of.visits:
        if state_on(visit, case.today) is State.OVERDUE:
            says = _("Enter the visit %(visit)s") % {"visit": _name(visit)}
            days = (case.today - visit.closes_on).days
            because = why(visit)[0].in_language(get_language())
            form = next((f for f in visit.lacking if f in FORMS), "follow_up")
            yield Step(says, form, days, because=because, visit=visit)


def _name(visit: Planned) -> str:
    track = "CAR-T" if visit.track is Track.CAR_T else "HSCT"
    return f"{track} {visit.code}"


def _unheard(case: Case, of: Clock) -> Iterator[Step]:
    if of.silent_after is None or case.today <= of.silent_after:
        return
    because = _("Last heard of on %(date)s.") % {"date": of.contact_on or "–"}
    days = (case.today - of.silent_after).days
    yield Step(_("Ask after the patient"), "follow_up", days, because=because)


def _numbered(case: Case, form: str, name: str, number: int) -> list[Any]:
    return [one for one in case.of(form) if (one.get(name) or 1) == number]
