"""A patient's follow-up clock: from all treatments to the visits that they ask for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from registry.access.consent import covers
from registry.schedule.answers import NUMBERED, Answer, Era, answers, lacking
from registry.schedule.contact import last_contact, silent_after, stated_lost
from registry.schedule.planned import Planned
from registry.schedule.visits import BY_KEY, VISITS, Track, Visit

Record = Mapping[str, Any]
Forms = Mapping[str, Sequence[Record]]

DAY_ZERO = {
    Track.CAR_T: ("infusion", "infusion_date"),
    Track.HSCT: ("hsct", "hsct_date"),
}
# Not asked after an autologous transplant.
ALLOGENEIC_ONLY = frozenset({"chimerism", "agvhd_episode", "cgvhd_episode", "ta_tma"})


@dataclass(frozen=True, slots=True)
class End:
    """What ends the wait for visits: ``why`` is a key of ``registry.schedule.why``."""

    why: str
    on: date
    number: int | None = None

    def ends(self, closes_on: date) -> bool:
        """Tell whether it came before the visit's window was over."""
        return self.on <= closes_on


@dataclass(frozen=True, slots=True)
class Clock:
    """All visits of a patient by day, and how follow-up stands.

    ``ended`` is death, withdrawn or lost, on ``ended_on``; ``silent_after`` the day
    after which somebody of whom nothing is heard counts as out of reach; nobody does
    who may not be contacted.
    """

    visits: tuple[Planned, ...] = ()
    infused_on: date | None = None
    transplanted_on: date | None = None
    contact_on: date | None = None
    contact_form: str = ""
    ended: str = ""
    ended_on: date | None = None
    silent_after: date | None = None


def clock(patient: Record, forms: Forms) -> Clock:
    """Return the schedule of a patient from the registration and every record by form.

    The first dose of a course is its day 0. A second infusion restarts the CAR-T track
    with its fifteen years, a second HSCT the HSCT track. After an HSCT the CAR-T track
    that began before it goes on with its safety visits alone. Death, withdrawal and
    loss to follow-up end what is still waited for. Whatever was answered stays done.
    """
    eras = [era for track in Track for era in eras_of(track, forms)]
    end = _end_of(patient, forms)
    transplants = [era for era in eras if era.track is Track.HSCT]
    visits: list[Planned] = []
    for era in eras:
        ends = [*_ends(era, transplants, end), *_without_long_term(patient, era)]
        visits += _planned(era, sorted(ends, key=lambda one: one.on), forms)
    visits.sort(key=lambda one: (one.due_on, one.track, one.number))
    contact = last_contact(forms)
    on = contact.on if contact else None
    return Clock(
        tuple(visits),
        _newest(eras, Track.CAR_T),
        _newest(eras, Track.HSCT),
        on,
        contact.form if contact else "",
        end.why if end else "",
        end.on if end else None,
        silent_after(visits, on) if not end and covers(patient, "recontact") else None,
    )


def eras_of(track: Track, forms: Forms) -> list[Era]:
    """Return the treatments of a track in their order, each with the next one's day."""
    form, field = DAY_ZERO[track]
    first: dict[int, date] = {}
    for record in forms.get(form, ()):
        day, number = record.get(field), record.get(NUMBERED[track]) or 1
        if isinstance(day, date):
            first[number] = min(day, first.get(number, day))
    inorder = sorted(first.items(), key=lambda one: (one[1], one[0]))
    following = [day for _number, day in inorder[1:]]
    return [
        Era(track, number, day, following[at] if at < len(following) else None)
        for at, (number, day) in enumerate(inorder)
    ]


def _newest(eras: Sequence[Era], track: Track) -> date | None:
    return max((era.day_zero for era in eras if era.track is track), default=None)


def _end_of(patient: Record, forms: Forms) -> End | None:
    """Return what ended follow-up; of several the first."""
    ends = [
        End("death", row["death_date"])
        for row in forms.get("death", ())
        if isinstance(row.get("death_date"), date)
    ]
    withdrawn = patient.get("consent_withdrawn_date")
    if patient.get("consent_status") == "withdrawn" and isinstance(withdrawn, date):
        ends.append(End("withdrawn", withdrawn))
    if lost := stated_lost(forms):
        ends.append(End("lost", lost))
    return min(ends, key=lambda end: end.on, default=None)


def _ends(era: Era, transplants: Sequence[Era], end: End | None) -> list[End]:
    """Return everything that ends visits of an era, without what spares safety."""
    found = [end] if end else []
    if era.until:
        found.append(End(f"restarted_{era.track}", era.until))
    if era.track is Track.CAR_T:
        later = [one for one in transplants if one.day_zero > era.day_zero]
        found += [End("hsct", one.day_zero, one.number) for one in later[:1]]
    return found


def _without_long_term(patient: Record, era: Era) -> Iterator[End]:
    """Yield the end after the fifth year's visit where consent goes no further."""
    if not covers(patient, "ltfu15"):
        last = BY_KEY[era.track, "Y5"].closes
        yield End("consent_scope", era.day_zero + timedelta(last + 1))


def _planned(era: Era, ends: Sequence[End], forms: Forms) -> Iterator[Planned]:
    answered = answers(era, forms)
    moved = next((one for one in ends if one.why == "hsct"), None)
    unasked = _not_asked_of(era, forms)
    vector_is_gone = _vector_is_gone(era, forms)
    for visit in VISITS[era.track]:
        closes = era.day_zero + timedelta(visit.closes)
        safety = bool(moved and moved.ends(closes) and visit.safety)
        wanted = visit.safety if safety else visit.forms
        if unasked:
            wanted = tuple(form for form in wanted if form not in unasked)
        if vector_is_gone and visit.day > 365:
            wanted = tuple(form for form in wanted if form != "expansion")
        cut = [one for one in ends if not (safety and one is moved)]
        end = next((one for one in cut if one.ends(closes)), None)
        answer = answered.get(visit.code)
        if answer is None and safety:
            answer = _tested(visit, era, forms)
        yield Planned(
            track=era.track,
            number=era.number,
            code=visit.code,
            day_zero=era.day_zero,
            due_on=era.day_zero + timedelta(visit.day),
            opens_on=era.day_zero + timedelta(visit.opens),
            closes_on=closes,
            optional=visit.optional,
            safety=safety,
            forms=wanted,
            events=visit.events,
            lacking=lacking(wanted, visit, era, forms),
            **_became(answer, end),
        )


def _became(answer: Answer | None, end: End | None) -> dict[str, Any]:
    """Return what became of a visit: an answer counts, whatever ended the wait."""
    if answer:
        said = {"answered": answer.form, "answered_by": answer.record}
        return said | {"answered_on": answer.on}
    if end:
        return {"ended": end.why, "ended_on": end.on, "ended_no": end.number}
    return {}


def _not_asked_of(era: Era, forms: Forms) -> frozenset[str]:
    autologous = era.track is Track.HSCT and _is_autologous(era, forms)
    return ALLOGENEIC_ONLY if autologous else frozenset()


def _is_autologous(era: Era, forms: Forms) -> bool:
    rows = [r for r in forms.get("hsct", ()) if (r.get("hsct_no") or 1) == era.number]
    return any(row.get("hsct_type") == "autologous" for row in rows)


def _tested(visit: Visit, era: Era, forms: Forms) -> Answer | None:
    """Return the vector-safety test in the window, which answers a safety visit."""
    for record in forms.get("second_malignancy", ()):
        on = record.get("rcl_test_date")
        if isinstance(on, date) and era.has(on):
            day = (on - era.day_zero).days
            if visit.opens <= day <= visit.closes:
                return Answer("second_malignancy", record.get("id"), on)
    return None


def _vector_is_gone(era: Era, forms: Forms) -> bool:
    """Tell whether the last two values of the era's vector are below detection."""
    values = [
        record
        for record in forms.get("expansion", ())
        if isinstance(record.get("expansion_date"), date)
        and era.has(record["expansion_date"])
    ]
    values.sort(key=lambda one: one["expansion_date"])
    return len(values) > 1 and all(_is_below(one) for one in values[-2:])


def _is_below(record: Record) -> bool:
    absent = record.get("absent") or {}
    fields = ("copies_per_ug", "car_t_pct_of_t")
    return any(
        absent.get(name) == "below_detection" or record.get(name) == 0
        for name in fields
    )
