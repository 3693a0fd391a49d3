"""A case that was judged before it was written is not judged again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from registry.checks import JudgedCase, run_case
from tests.unit.checks.cases import VARIABLES, a_case, day
from tests.unit.checks.study import studied

CASES = list(studied())


def written(case):
    """Return the case with the keys that its records are given when they are saved."""
    forms = {
        form: [{**row, "id": 7 + place} for place, row in enumerate(rows)]
        for form, rows in case.forms.items()
    }
    return replace(case, patient={**case.patient, "id": 3}, forms=forms)


def whole(findings):
    """Return findings with what their comparison leaves out."""
    return [(one, one.judged, one.read) for one in findings]


def judged(case):
    """Return the judgement of a case whose forms were all asked one by one before."""
    asked = JudgedCase(case, VARIABLES)
    for form in VARIABLES:
        for place in range(len(case.of(form))):
            asked.record(form, place)
    return asked.judgement()


@pytest.mark.parametrize(("number", "case"), CASES[::4])
def test_it_says_of_the_written_case_what_the_checks_say(number, case):
    now = written(case)
    earlier = judged(case)
    assert earlier.stands_for(now)
    assert whole(run_case(now, VARIABLES, earlier)) == whole(run_case(now, VARIABLES))
    assert earlier.of(now)


def test_records_that_are_alike_are_each_told_of():
    twin = {"count_date": day(30), "id": None}
    case = a_case({"blood_count": [dict(twin), dict(twin)]})
    now = written(case)
    told = run_case(now, VARIABLES, judged(case))
    assert whole(told) == whole(run_case(now, VARIABLES))
    assert {one.record for one in told if one.check == "DQ123"} == {7, 8}


def test_it_stands_for_nothing_else():
    case = a_case()
    earlier = judged(case)
    [visit, *others] = case.forms["follow_up"]
    peer = {"study_no": "P002", "sex": "M", "birth_date": day(0), "days": []}
    for other in (
        replace(case, today=case.today + timedelta(1)),
        replace(case, peers=[peer]),
        replace(case, patient={**case.patient, "weight_kg": 300}),
        replace(case, forms={**case.forms, "follow_up": others}),
        replace(case, forms={**case.forms, "relapse": [visit]}),
        case.holding("follow_up", 0, {**visit, "visit_date": day(-900)}),
        case.holding("follow_up", 0, {**visit, "absent": {"visit": "unknown"}}),
    ):
        assert not earlier.stands_for(other)
        assert run_case(other, VARIABLES, earlier) == run_case(other, VARIABLES)
