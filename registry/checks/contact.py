"""Checks of what the schedule waits for: visits, and word of the patient."""

from datetime import date

from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity
from registry.codelists.base import Label
from registry.schedule import Planned, State, Track, state_on

SAYS = (
    "No contact in the visit window nor in the 30 days after it. Visits without "
    "contact: {number}, the first {visit}.",
    "访视窗内及其后30天均无联系记录。无联系的访视共{number}次，首次为 {visit}。",
)
FIX = (
    "Enter the follow-up, or record that the patient is lost or has died.",
    "请录入随访，或登记失访/死亡。",
)


@check(
    "DQ116",
    "infusion",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=SAYS,
    fix=FIX,
    at=("infusion_date",),
)
def visits_after_car_t_are_kept(
    infusion_date: date, record: Record, case: Case
) -> Answer:
    """No visit of the course passed with its grace and without any contact since."""
    return _kept(Track.CAR_T, record.get("course_no") or 1, case)


@check(
    "DQ116",
    "hsct",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=SAYS,
    fix=FIX,
    at=("hsct_date",),
)
def visits_after_hsct_are_kept(hsct_date: date, record: Record, case: Case) -> Answer:
    """No visit of the HSCT passed with its grace and without any contact since."""
    return _kept(Track.HSCT, record.get("hsct_no") or 1, case)


def _kept(track: Track, number: int, case: Case) -> Answer:
    planned = case.clock

    def unheard(visit: Planned) -> bool:
        heard = planned.contact_on is not None and planned.contact_on >= visit.opens_on
        return state_on(visit, case.today) is State.MISSED and not heard

    missed = [
        one
        for one in planned.visits
        if (one.track, one.number) == (track, number) and unheard(one)
    ]
    if not missed:
        return True
    first = missed[0]
    window = f"{first.opens_on} – {first.closes_on}"
    visit = Label(f"{first.code} ({window})", f"{first.code}（{window}）")
    return wrong(number=len(missed), visit=visit)


@check(
    "DQ117",
    "patient",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "Nothing is known of the patient since {contact}: more than two visits have "
        "passed. Lost to follow-up?",
        "自 {contact} 以来无任何联系，已错过两次以上访视。是否失访？",
    ),
    fix=(
        "Ask after the patient; enter a follow-up, with the status lost if nobody can "
        "be reached.",
        "请联系患者并录入随访；若无法联系，请将生存状态登记为失访。",
    ),
    at=("study_no",),
)
def patient_is_heard_of(case: Case) -> Answer:
    """Somebody under follow-up was in contact within two visit intervals."""
    planned = case.clock
    silent = planned.silent_after
    if silent is None or case.today <= silent:
        return True
    return wrong(contact=planned.contact_on)
