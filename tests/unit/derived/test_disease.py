"""Lines, remissions and status of the disease on a day."""

from typing import Any

import pytest

from registry.queries.derived import derive
from registry.queries.derived.disease import number_of_lines, status
from tests.unit.timeline.cases import INFUSION, a_case, day, transplant

LINE_1 = ("prior_line", {"line_no": 1, "start_date": day(-400), "best_response": "CR"})
RELAPSED = ("prior_line", {**LINE_1[1], "relapse_after_line_date": day(-200)})

MOLECULAR = ("relapse", {"relapse_date": day(-50), "relapse_type": "molecular"})


def line(at: int, best: str) -> tuple[str, dict[str, Any]]:
    return "prior_line", {"line_no": 2, "start_date": day(at), "best_response": best}


def assessed(at: int, response: str, **more: Any) -> tuple[str, dict[str, Any]]:
    row = {"assessment_date": day(at), "response": response}
    return "disease_assessment", row | more


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([], None),
        ([line(-100, "NR")], "primary_refractory"),
        ([line(-100, "PR"), line(-60, "NR")], "primary_refractory"),
        ([("prior_line", {"start_date": day(-100)})], None),
        ([LINE_1], "first_remission"),
        ([RELAPSED], "relapsed"),
        ([RELAPSED, line(-100, "NR")], "relapsed_refractory"),
        ([RELAPSED, line(-100, "CRi")], "later_remission"),
        ([LINE_1, assessed(-9, "CR", mrd_result="quantified", mrd_pct=1)], "MRD_only"),
        ([assessed(-100, "relapse")], "primary_refractory"),
        ([LINE_1, ("relapse", {"relapse_date": day(-50)})], "relapsed"),
        (
            [
                LINE_1,
                ("relapse", {"relapse_date": day(-50), "relapse_type": "molecular"}),
            ],
            "first_remission",
        ),
        ([LINE_1, assessed(10, "relapse")], "first_remission"),
    ],
)
def test_status_before_the_infusion(records, said):
    assert status(a_case(*records), day(0)) == said


def test_lines_are_those_begun_before_the_day():
    case = a_case(LINE_1, line(-100, "CR"), line(50, "CR"))
    assert number_of_lines(case, day(0)) == 2
    assert number_of_lines(a_case(), day(0)) is None


@pytest.mark.parametrize(
    ("records", "at", "number"),
    [
        ([], 28, 1),
        ([LINE_1], 28, 1),
        ([RELAPSED], 28, 2),
        ([RELAPSED, line(-100, "CR")], 28, 2),
        ([RELAPSED, ("relapse", {"relapse_date": day(10)})], 28, 2),
    ],
)
def test_remissions_are_counted(records, at, number):
    here = assessed(at, "CR")
    found = derive("disease_assessment", here[1], a_case(INFUSION, *records, here))
    assert {one.name: one.value for one in found}["cr_number"] == number


def test_only_a_remission_has_a_number():
    here = assessed(28, "NR")
    found = derive("disease_assessment", here[1], a_case(INFUSION, here))
    assert {one.name: one.value for one in found}["cr_number"] is None


def test_diagnosis_sets_counted_lines_beside_the_recorded_number():
    case = a_case(RELAPSED, line(-100, "NR"), INFUSION, transplant(60))
    found = {one.name: one for one in derive("diagnosis", {}, case)}
    assert found["number_of_lines"].value == 2
    assert found["number_of_lines"].recorded == "recorded_prior_lines"
    assert found["disease_status"].value == "relapsed_refractory"
    assert found["disease_status"].recorded == "recorded_status"
