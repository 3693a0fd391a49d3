"""The visits of each track as a table: target day, window, forms, what answers them.

Source: specification section 5, on CIBMTR 4100 (100 days, 6 months, yearly, 15 years
for gene-modified cells) and the practice of CAR-T trials. Days count from the day 0 of
the infusion or of the transplant; windows include both of their days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from registry.codelists.base import Label

DAYS_A_MONTH = 30.4375
DAYS_A_YEAR = 365.25
CAR_T_YEARS = 15
# “Lifelong” has to end somewhere in a table; a rule of ours.
HSCT_YEARS = 30


class Track(StrEnum):
    """Which treatment the days are counted from."""

    CAR_T = "car_t"
    HSCT = "hsct"


@dataclass(frozen=True, slots=True)
class Visit:
    """One row of the table.

    ``forms`` are wanted at the visit; ``events`` are asked after and filled in only
    if something happened. A record of one of ``answered_by`` answers the visit when
    it carries one of ``time_points``, or else when its day lies in the window.
    ``safety`` forms are all that is left of a CAR-T visit after a transplant; a visit
    without them ends there. An ``optional`` visit is never overdue. The first time
    point is what a new record for the visit says beforehand.
    """

    track: Track
    code: str
    label: Label
    day: int
    opens: int
    closes: int
    forms: tuple[str, ...]
    answered_by: tuple[str, ...]
    events: tuple[str, ...] = ()
    time_points: tuple[str, ...] = ()
    safety: tuple[str, ...] = ()
    optional: bool = False

    @property
    def key(self) -> tuple[Track, str]:
        """Return what the visit is known by."""
        return self.track, self.code


SCREENED = (
    "patient",
    "diagnosis",
    "prior_line",
    "disease_assessment",
    "apheresis_product",
    "bridging",
    "lymphodepletion",
)
SEEN = ("disease_assessment", "follow_up")
COUNTED = ("blood_count", "expansion", *SEEN)
CHECKED = ("disease_assessment", "chimerism", "follow_up")
EARLY = ("blood_count", "crs_episode", "icans_episode", "expansion")
DAY_28 = (
    "disease_assessment",
    "crs_episode",
    "icans_episode",
    "expansion",
    "aplasia",
    "day28",
)
MONTH_2 = ("disease_assessment", "expansion", "blood_count")
CAR_T_FORMS = ("disease_assessment", "aplasia", "second_malignancy", "follow_up")
GRAFT = ("chimerism", "disease_assessment", "agvhd_episode")
# The vector-safety test is a part of this form.
RCL = ("second_malignancy",)


def _visit(
    track: Track,
    code: str,
    label: tuple[str, str],
    days: tuple[int, int, int],
    *,
    forms: tuple[str, ...],
    by: tuple[str, ...],
    at: str = "",
    events: tuple[str, ...] = (),
    safety: tuple[str, ...] = (),
    optional: bool = False,
) -> Visit:
    day, opens, closes = days
    return Visit(
        track=track,
        code=code,
        label=Label(*label),
        day=day,
        opens=opens,
        closes=closes,
        forms=forms,
        answered_by=by,
        events=events,
        time_points=tuple(at.split()),
        safety=safety,
        optional=optional,
    )


def _car_t() -> Iterator[Visit]:
    track = Track.CAR_T
    yield _visit(
        track,
        "screening",
        ("Screening", "筛选/基线"),
        (-1, -90, -1),
        forms=SCREENED,
        by=("disease_assessment",),
        at="baseline pre_ld pre_infusion",
    )
    infused = ("infusion",)
    yield _visit(track, "D0", ("Day 0", "第0天"), (0, 0, 0), forms=infused, by=infused)
    yield _visit(track, "D7", ("Day 7", "第7天"), (7, 5, 10), forms=EARLY, by=COUNTED)
    yield _visit(
        track,
        "D14",
        ("Day 14", "第14天"),
        (14, 12, 17),
        forms=EARLY,
        by=COUNTED,
        at="D14",
    )
    yield _visit(
        track,
        "D28",
        ("Day 28", "第28天"),
        (28, 21, 35),
        forms=DAY_28,
        by=("disease_assessment",),
        at="D28",
        events=("infection",),
    )
    yield from _months_after_car_t(track)
    yield from _years(track, 2, CAR_T_YEARS, ("follow_up", "expansion"))


def _months_after_car_t(track: Track) -> Iterator[Visit]:
    for month, days, forms, point, safety in (
        (2, (60, 46, 75), MONTH_2, "D60", ()),
        (3, (91, 76, 120), CAR_T_FORMS, "D90", RCL),
        (6, (182, 154, 212), CAR_T_FORMS, "M6", RCL),
        (9, (274, 244, 304), SEEN, "M9", ()),
        (12, (365, 335, 425), CAR_T_FORMS, "M12", RCL),
    ):
        yield _visit(
            track,
            f"M{month}",
            _month(month),
            days,
            forms=forms,
            by=SEEN,
            at=point,
            safety=safety,
        )
    # Between the years up to the fifth the specification makes a visit an option.
    for month in (18, 30, 42, 54):
        day = round(DAYS_A_MONTH * month)
        yield _visit(
            track,
            f"M{month}",
            _month(month),
            (day, day - 45, day + 45),
            forms=("follow_up",),
            by=("follow_up",),
            events=RCL,
            optional=True,
        )


def _month(number: int) -> tuple[str, str]:
    return f"Month {number}", f"{number}个月"


def _years(
    track: Track, first: int, last: int, forms: tuple[str, ...]
) -> Iterator[Visit]:
    for year in range(first, last + 1):
        day = round(DAYS_A_YEAR * year)
        width = 60 if track is Track.CAR_T and year < 6 else 90
        yield _visit(
            track,
            f"Y{year}",
            (f"Year {year}", f"第{year}年"),
            (day, day - width, day + width),
            forms=forms,
            by=("follow_up",),
            at="annual",
            events=RCL,
            safety=forms if track is Track.CAR_T else (),
        )


def _hsct() -> Iterator[Visit]:
    track = Track.HSCT
    before = ("hsct", "comorbidity", "disease_assessment")
    yield _visit(track, "D0", ("Day 0", "第0天"), (0, 0, 0), forms=before, by=("hsct",))
    for day, window, forms, events in (
        (30, (25, 40), ("engraftment", *GRAFT), ("sos_vod",)),
        (60, (50, 75), GRAFT, ()),
        (100, (85, 120), GRAFT, ("infection", "ta_tma")),
    ):
        yield _visit(
            track,
            f"D{day}",
            (f"Day {day}", f"第{day}天"),
            (day, *window),
            forms=forms,
            by=CHECKED,
            at=f"D{day}_post_hsct",
            events=events,
        )
    yield from _months_after_hsct(track)
    yield from _years(track, 3, HSCT_YEARS, ("follow_up",))


def _months_after_hsct(track: Track) -> Iterator[Visit]:
    chronic = ("cgvhd_episode",)
    late = (*chronic, "follow_up")
    for month, days, forms, by, point in (
        (
            6,
            (182, 154, 212),
            (*chronic, "chimerism", "disease_assessment"),
            CHECKED,
            "M6_post_hsct",
        ),
        (12, (365, 335, 425), (*chronic, *SEEN), SEEN, "M12_post_hsct"),
        (18, (548, 503, 593), late, ("follow_up",), ""),
        (24, (730, 685, 775), late, ("follow_up",), "annual"),
    ):
        yield _visit(
            track, f"M{month}", _month(month), days, forms=forms, by=by, at=point
        )


VISITS: dict[Track, tuple[Visit, ...]] = {
    Track.CAR_T: tuple(sorted(_car_t(), key=lambda visit: visit.day)),
    Track.HSCT: tuple(sorted(_hsct(), key=lambda visit: visit.day)),
}
BY_KEY = {visit.key: visit for track in VISITS.values() for visit in track}
