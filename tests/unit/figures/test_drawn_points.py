"""Which points of a curve are drawn: so few, and nowhere seen apart from the curve."""

from bisect import bisect_right
from itertools import pairwise

import pytest

from outcomes.behind.links import linked
from outcomes.cohorts.curve_days import incidence_days, survival_days
from outcomes.estimators import Counts
from outcomes.figures.pixels import HEIGHT, LAST_MONTH, Pixels
from outcomes.figures.steps import censorings, steps
from outcomes.figures.wording import DAYS_A_MONTH, months

PANEL = 498
LAST_DAY = LAST_MONTH * DAYS_A_MONTH


def a_large_curve(causes=1):
    """Return a curve of 10^5 patients, of whom some leave on each day of ten years."""
    days = [*range(1, 3650)]
    counts = Counts.from_rows(
        [day for day in days for _cause in range(causes + 1)],
        [cause for _day in days for cause in range(causes + 1)],
        n_causes=causes,
        groups=["all"],
        multiplicity=[
            max(1, 30 - day // 120) for day in days for _ in range(causes + 1)
        ],
    )
    if causes == 1:
        return survival_days(counts, "all")
    return incidence_days(counts, "all", "RI", 730)


def at(rows, name, day):
    """Return the height of a drawn step at a day."""
    place = bisect_right([row["month"] for row in rows], months(day) + 1e-9) - 1
    return rows[place][name]


@pytest.mark.parametrize(
    ("causes", "kind", "top"), [(1, "log-log", 1), (2, "greenwood", 0.4)]
)
def test_no_drawn_point_is_a_pixel_off(causes, kind, top):
    curve = a_large_curve(causes)
    rows = steps(curve, kind, Pixels(PANEL, top))
    assert len(rows) < len([day for day in curve["day"] if day <= LAST_DAY])
    limits = curve["limits"][kind]
    lines = {"estimate": curve["estimate"], **limits}
    for name, values in lines.items():
        for day, value in zip(curve["day"], values, strict=True):
            if day > LAST_DAY or value is None:
                continue
            off = abs(at(rows, name, day) - value)
            assert off * HEIGHT / top < 0.25, (name, day)


def test_every_day_on_which_somebody_left_belongs_to_one_point():
    curve = a_large_curve()
    rows = steps(curve, "log-log", Pixels(PANEL, 1))
    spans = [(row["first"], row["last"]) for row in rows if "first" in row]
    found = [day for first, last in spans for day in range(int(first), int(last) + 1)]
    assert found == [int(day) for day in curve["day"][1:] if day <= LAST_DAY]


def test_ticks_are_at_most_one_a_pixel_and_stand_for_all():
    curve = a_large_curve()
    rows = censorings(curve, Pixels(PANEL, 1))
    assert len(rows) <= PANEL + HEIGHT
    places = [(r["month"] * PANEL / LAST_MONTH, r["estimate"] * HEIGHT) for r in rows]
    pairs = list(pairwise(places))[:-1]
    for (x, y), (later_x, later_y) in pairs:
        assert later_x - x >= 1 or abs(later_y - y) >= 1
    days = sum(int(row["last"] - row["first"]) + 1 for row in rows)
    assert days == len([day for day in curve["day"][1:] if day <= LAST_DAY])


def test_a_small_study_is_drawn_point_by_point(results):
    for part, paramcd, kind in (
        ("survival", "OS", "log-log"),
        ("incidence", "RI", "greenwood"),
    ):
        for curve in results[part][paramcd]["curves"].values():
            rows = steps(curve, kind, Pixels(PANEL, 1))
            drawn = {row["estimate"] for row in rows}
            shown = bisect_right(curve["day"], LAST_DAY)
            assert drawn == set(curve["estimate"][:shown])


def test_a_point_leads_to_all_for_whom_it_stands(results):
    rows = [
        {"month": 0.0, "estimate": 1.0},
        {"month": 1.0, "estimate": 0.9, "first": 27.0, "last": 30.0},
    ]
    found = linked({"car_t-steps": rows}, "overall-survival", results, "/behind/")
    start, step = found["car_t-steps"]
    assert "behind" not in start
    assert "first=27" in step["behind"]
    assert "last=30" in step["behind"]
