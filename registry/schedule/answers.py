"""Which records answer which visits, and which of the forms wanted are there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from registry.schedule.visits import BY_KEY, VISITS, Track, Visit

Record = Mapping[str, Any]
Forms = Mapping[str, Sequence[Record]]

# The day of a form that is filled in at visits, and its own word for the visit.
DATED: dict[str, tuple[str, str]] = {
    "disease_assessment": ("assessment_date", "time_point"),
    "follow_up": ("visit_date", "visit"),
    "expansion": ("expansion_date", "time_point"),
    "blood_count": ("count_date", ""),
    "aplasia": ("aplasia_date", ""),
    "chimerism": ("chimerism_date", ""),
    "second_malignancy": ("rcl_test_date", ""),
}
# Forms of one course or of one transplant, by the number that says of which.
NUMBERED: dict[Track, str] = {Track.CAR_T: "course_no", Track.HSCT: "hsct_no"}
ONCE = frozenset({"patient", "diagnosis", "prior_line"})
POINTS = {
    track: frozenset(point for visit in visits for point in visit.time_points)
    for track, visits in VISITS.items()
}
# Assessments this long before a transplant belong to its day 0.
BEFORE_HSCT = 45
# A record called “annual” is of the year whose day it is nearest to, if this near.
NEAR = 183


@dataclass(frozen=True, slots=True)
class Era:
    """The time that belongs to one infusion or transplant: from one day 0 to the next.

    ``until`` is the day 0 of the next on the same track.
    """

    track: Track
    number: int
    day_zero: date
    until: date | None = None

    def has(self, day: date) -> bool:
        """Tell whether a day after the treatment belongs to it."""
        return self.day_zero <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Answer:
    """The record that answers a visit."""

    form: str
    record: int | None
    on: date | None


def answers(era: Era, forms: Forms) -> dict[str, Answer]:
    """Return by visit which record answers it: of several the nearest to the day."""
    found: dict[str, list[tuple[int, int, Answer]]] = {}
    for form in {form for visit in VISITS[era.track] for form in visit.answered_by}:
        for record in forms.get(form, ()):
            if (answered := visit_of(form, record, era)) is None:
                continue
            visit, on = answered
            answer = Answer(form, record.get("id"), on)
            found.setdefault(visit.code, []).append((*_far(visit, on, era), answer))
    return {
        code: min(some, key=lambda one: (*one[:2], one[2].form, one[2].record or 0))[2]
        for code, some in found.items()
    }


def _far(visit: Visit, on: date | None, era: Era) -> tuple[int, int]:
    """Return whether a day is outside the window, and how far from the visit's day."""
    if on is None:
        return 0, 0
    day = (on - era.day_zero).days
    return int(not visit.opens <= day <= visit.closes), abs(day - visit.day)


def visit_of(form: str, record: Record, era: Era) -> tuple[Visit, date | None] | None:
    """Return the visit of ``era`` that a record answers, with the record's day.

    The record's own word for the visit decides; without one that fits this track, its
    day does.
    """
    if form in ("infusion", "hsct"):
        return _day_zero(form, record, era)
    if record.get("vital_status") == "lost":
        return None  # nobody was seen
    field, word = DATED[form]
    on = record.get(field)
    if not isinstance(on, date):
        on = None
    point = record.get(word) if word else None
    if point in POINTS[era.track]:
        called = _called(str(point), on, form, era)
        if called or on is None:
            return called
    if on is None:
        return None
    day = (on - era.day_zero).days
    for visit in VISITS[era.track]:
        if form in visit.answered_by and visit.opens <= day <= visit.closes:
            return (visit, on) if _belongs(visit, on, era) else None
    return None


def _day_zero(form: str, record: Record, era: Era) -> tuple[Visit, date] | None:
    name = NUMBERED[era.track]
    own = (form == "hsct") is (era.track is Track.HSCT)
    same = own and (record.get(name) or 1) == era.number
    return (BY_KEY[era.track, "D0"], era.day_zero) if same else None


def _called(
    point: str, on: date | None, form: str, era: Era
) -> tuple[Visit, date | None] | None:
    """Return the visit that is called ``point``; of the years the nearest."""
    named = [v for v in VISITS[era.track] if point in v.time_points]
    if on is None:
        # Without a day it cannot be told of which year, or of which course.
        known = len(named) == 1 and era.number == 1 and form in named[0].answered_by
        return (named[0], None) if known else None
    day = (on - era.day_zero).days
    visit = min(named, key=lambda one: abs(one.day - day))
    far = len(named) > 1 and abs(visit.day - day) > NEAR
    if far or form not in visit.answered_by or not _belongs(visit, on, era):
        return None
    return visit, on


def _belongs(visit: Visit, on: date, era: Era) -> bool:
    """Tell whether a record's day is of this treatment and not of the one after it."""
    return visit.day < 0 or era.has(on)


def lacking(
    wanted: tuple[str, ...], visit: Visit, era: Era, forms: Forms
) -> tuple[str, ...]:
    """Return those of the ``wanted`` forms that are not there for the visit."""
    return tuple(form for form in wanted if not _there(form, visit, era, forms))


def _there(form: str, visit: Visit, era: Era, forms: Forms) -> bool:
    if form == "patient":
        return True
    rows = forms.get(form, ())
    if form in ONCE:
        return bool(rows)
    if form in DATED:
        return any(True for _ in _at(form, visit, era, forms))
    name = NUMBERED[era.track]
    return any((row.get(name) or 1) == era.number for row in rows)


def _at(form: str, visit: Visit, era: Era, forms: Forms) -> Iterator[Record]:
    """Yield the records of a dated form that were filled in for the visit."""
    field, word = DATED[form]
    first = era.day_zero + timedelta(visit.opens)
    if visit.track is Track.HSCT and visit.code == "D0":
        first -= timedelta(BEFORE_HSCT)
    last = era.day_zero + timedelta(visit.closes)
    for record in forms.get(form, ()):
        on = record.get(field)
        if word and record.get(word) in visit.time_points:
            answered = visit_of(form, record, era)
            if answered and answered[0].code == visit.code:
                yield record
        elif isinstance(on, date) and first <= on <= last:
            yield record
