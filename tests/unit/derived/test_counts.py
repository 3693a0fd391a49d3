"""ICAHT and engraftment from daily counts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from registry.checks.counts import treatment_of
from registry.queries.derived import derive
from tests.unit.timeline.cases import INFUSION, a_case, day, transplant


def counted(values: dict[int, float], field: str = "anc", **more: Any) -> list[Any]:
    """Return a count form for each day of ``values``."""
    return [
        ("blood_count", {"count_date": day(at), field: Decimal(str(value)), **more})
        for at, value in values.items()
    ]


def values_of(form: str, *records: Any, **answers: Any) -> dict[str, Any]:
    """Return what follows from a record of ``form`` with ``answers``."""
    found = derive(form, answers, a_case(*records))
    return {one.name: one.value for one in found}


def every_other_day(low: range, value: float = 0.3) -> dict[int, float]:
    return {at: value if at in low else 2 for at in range(0, 31, 2)}


def test_days_of_low_neutrophils_grade_early_icaht():
    counts = counted(every_other_day(range(4, 12)))
    found = values_of("blood_count", INFUSION, *counts, count_date=day(6))
    # Between 2.0 on day 2 and 0.3 on day 4 the values are interpolated.
    assert found["days_anc_le_500"] == 7
    assert found["days_anc_le_100"] == 0
    assert found["anc_ever_above_500"] == "yes"
    assert found["icaht_early"] == 2


def test_counts_that_stop_leave_the_grade_open():
    counts = counted(dict.fromkeys(range(20), 2))
    found = values_of("blood_count", INFUSION, *counts, count_date=day(6))
    assert found["icaht_early"] is None
    assert found["days_anc_le_500"] is None


@pytest.mark.parametrize(
    "end",
    [
        transplant(20),
        ("relapse", {"relapse_date": day(20)}),
        ("subsequent_therapy", {"subsequent_start": day(20)}),
        ("death", {"death_date": day(20)}),
        ("blood_count", {"count_date": day(20), "stem_cell_boost_date": day(20)}),
    ],
    ids=lambda one: one[0],
)
def test_what_follows_ends_the_counts_of_a_course(end):
    counts = counted({at: 2 if at < 19 else 0.05 for at in range(25)})
    found = values_of("blood_count", INFUSION, end, *counts, count_date=day(6))
    assert found["icaht_early"] == 1
    assert found["days_anc_le_100"] in (1, 2)  # a death's own day is counted


def test_count_below_detection_is_a_count_of_zero():
    rest = {at: 2.0 for at in range(31) if at not in range(5, 20)}
    below = [
        ("blood_count", {"count_date": day(at), "absent": {"anc": "below_detection"}})
        for at in range(5, 20)
    ]
    found = values_of(
        "blood_count", INFUSION, *counted(rest), *below, count_date=day(6)
    )
    assert found["days_anc_le_100"] == 15
    assert found["icaht_early"] == 4


def test_late_icaht_takes_the_higher_of_the_two_lowest_days():
    counts = counted({40: 0.3, 50: 0.9, 60: 1.4})
    found = values_of("blood_count", INFUSION, *counts, count_date=day(40))
    assert found["icaht_late"] == 2
    alone = counted({40: 0.3}) * 2  # two values of one day are one day
    found = values_of("blood_count", INFUSION, *alone, count_date=day(40))
    assert found["icaht_late"] is None


def test_low_platelets_are_graded_apart():
    values = {at: 15 if at in (6, 8) else 200 for at in range(0, 31, 2)}
    rows = counted(values, "platelets")
    found = values_of("blood_count", INFUSION, *rows, count_date=day(6))
    assert found["t_icaht_early"] == 3
    assert found["icaht_early"] is None


def engrafting(transfused: int) -> list[Any]:
    """Return the counts of a transplant on day 60 that engrafts."""
    rows = []
    for at in range(29):
        rows.append(
            (
                "blood_count",
                {
                    "count_date": day(60) + timedelta(at),
                    "anc": Decimal("0.1") if at < 12 else Decimal("0.8"),
                    "platelets": Decimal("10") if at < 14 else Decimal("40"),
                    "platelet_transfusion": "yes" if at == transfused else "no",
                },
            )
        )
    return rows


def test_engraftment_is_dated_by_the_counts():
    case = [INFUSION, transplant(60), *engrafting(transfused=10)]
    found = values_of("engraftment", *case, hsct_no=1)
    assert found["anc_engraftment_by_counts"] == day(72)
    assert found["plt_engraftment_by_counts"] == day(74)


def test_platelets_wait_for_the_last_transfusion():
    case = [INFUSION, transplant(60), *engrafting(transfused=16)]
    found = values_of("engraftment", *case, hsct_no=1)
    assert found["plt_engraftment_by_counts"] == day(77)


def test_recorded_date_stands_beside_the_one_of_the_counts():
    case = a_case(INFUSION, transplant(60), *engrafting(transfused=10))
    found = derive("engraftment", {"hsct_no": 1}, case)
    by_name = {one.name: one for one in found}
    assert by_name["anc_engraftment_by_counts"].recorded == "anc_engraftment_date"


def test_not_yet_engrafted_is_no_date_to_set_against_one():
    short = [row for row in engrafting(transfused=10) if row[1]["count_date"] < day(70)]
    case = a_case(INFUSION, transplant(60), *short)
    found = {one.name: one for one in derive("engraftment", {"hsct_no": 1}, case)}
    assert found["anc_engraftment_by_counts"].value == "not_engrafted"
    assert found["anc_engraftment_by_counts"].recorded == ""


def test_transfusions_that_nobody_stated_leave_platelets_open():
    rows = [
        (form, {**row, "platelet_transfusion": None}) for form, row in engrafting(99)
    ]
    found = values_of("engraftment", INFUSION, transplant(60), *rows, hsct_no=1)
    assert found["plt_engraftment_by_counts"] is None


@pytest.mark.parametrize(
    ("at", "belongs"),
    [
        (-10, ("course", 1)),
        (30, ("course", 1)),
        (59, ("course", 1)),
        (60, ("hsct", 1)),
        (400, ("hsct", 1)),
    ],
)
def test_count_belongs_to_the_treatment_that_its_day_follows(at, belongs):
    assert treatment_of(a_case(INFUSION, transplant(60)), day(at)) == belongs


def test_nothing_follows_from_counts_without_a_treatment():
    counts = counted({1: 2})
    assert values_of("blood_count", *counts, count_date=day(1)) == {}
    assert "anc_engraftment_by_counts" not in values_of("engraftment", *counts)
