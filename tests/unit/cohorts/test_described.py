"""Grades and day 28 are counted of those who had CAR-T."""

from outcomes.cohorts.belonging import SUBSET
from outcomes.cohorts.definition import parse
from outcomes.cohorts.described import DISTRIBUTED, distribution, parts
from outcomes.cohorts.tally import counted

FROM_HSCT = {"index": "hsct", "horizon": 730, "filters": [], "subgroups": []}


def row(*, car_t, grade=None):
    """Return a row of which nothing else is known."""
    return {"car_t": car_t, "crs_grade": grade, "icans_grade": None} | dict.fromkeys(
        ("d28_mrd", "d28_response")
    )


def test_without_car_t_nobody_has_a_grade_that_is_not_known():
    rows = [row(car_t=True, grade=1), row(car_t=True), row(car_t=False)]
    definition = parse(FROM_HSCT)
    cells = counted(rows, parts(definition, lambda _row: None), lambda _row: (SUBSET,))
    found = distribution(cells, "crs_grade")
    shown = {c["key"]: c["n"] for c in found["categories"] if c["n"]}
    assert (found["n"], shown) == (2, {"1": 1, "": 1})
    assert all(distribution(cells, name)["n"] == 2 for name in DISTRIBUTED)
