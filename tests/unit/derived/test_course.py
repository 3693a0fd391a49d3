"""What follows from a course: expansion, day 28, IEC-HS, haematotoxicity score."""

from decimal import Decimal
from typing import Any

import pytest

from registry.queries.derived import derive
from tests.unit.timeline.cases import INFUSION, a_case, day, transplant


def values_of(form: str, *records: Any, **answers: Any) -> dict[str, Any]:
    """Return what follows from a record of ``form`` with ``answers``."""
    found = derive(form, answers, a_case(*records))
    return {one.name: one.value for one in found}


def copies(at: int, number: int | None, **more: Any) -> tuple[str, dict[str, Any]]:
    absent = {"copies_per_ug": "below_detection"} if number is None else {}
    value = None if number is None else Decimal(number)
    row = {"expansion_date": day(at), "copies_per_ug": value, "absent": absent}
    return "expansion", row | more


def test_expansion_of_a_course_is_summed_up_at_each_measurement():
    rows = [copies(7, 1000), copies(14, 90000), copies(28, 400), copies(70, 5)]
    found = values_of(
        "expansion", INFUSION, transplant(60), *rows, expansion_date=day(7)
    )
    assert found["peak_copies_per_ug"] == 90000
    assert found["peak_day"] == 14
    assert found["last_copies_before_hsct"] == 400
    assert found["car_t_lost_date"] is None


def test_cells_are_lost_at_the_first_of_two_values_below_detection():
    rows = [copies(14, 900), copies(28, None), copies(60, 20), copies(90, None)]
    lost = {"expansion_date": day(28)}
    assert values_of("expansion", INFUSION, *rows, **lost)["car_t_lost_date"] is None
    rows += [copies(120, 3, lod=Decimal(10))]
    found = values_of("expansion", INFUSION, *rows, **lost)
    assert found["car_t_lost_date"] == day(90)


def test_cells_seen_by_flow_count_too():
    rows = [
        ("expansion", {"expansion_date": day(at), "car_t_pct_of_t": Decimal(0)})
        for at in (60, 90)
    ]
    found = values_of("expansion", INFUSION, *rows, expansion_date=day(60))
    assert found["car_t_lost_date"] == day(60)


def test_undated_measurement_is_of_the_first_course():
    found = values_of("expansion", INFUSION, copies(14, 900), expansion_date=None)
    assert found["peak_day"] == 14
    assert values_of("expansion", copies(14, 900), expansion_date=day(14)) == {}


CRS = {
    "crs_occurred": "yes",
    "crs_onset_date": day(2),
    "max_temp_c": Decimal(39),
    "antipyretic_or_anticytokine": "yes",
    "hypotension": "none",
    "hypoxia": "low_flow",
}


def assessed(at: int, **answers: Any) -> tuple[str, dict[str, Any]]:
    plain = {"response": "CR", "mrd_result": "not_detected", "mrd_sensitivity": "1e-4"}
    return "disease_assessment", {"assessment_date": day(at), **plain, **answers}


def test_day_28_takes_the_nearest_assessment_in_its_window():
    rows = [assessed(20), assessed(25, response="NR"), assessed(29), assessed(36)]
    found = values_of("day28", INFUSION, *rows, course_no=1)
    assert found["d28_assessment_date"] == day(29)
    assert found["d28_response"] == "CR"
    assert found["d28_mrd_status"] == "negative"
    assert found["d28_mrd_cr"] == "MRD_negative_CR"


def test_day_28_is_before_what_follows_the_course():
    found = values_of("day28", INFUSION, transplant(26), assessed(28), course_no=1)
    assert found["d28_assessment_date"] is None
    assert found["d28_mrd_cr"] is None


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"mrd_result": "quantified", "mrd_pct": Decimal(1)}, "MRD_positive_CR"),
        ({"mrd_result": "not_done"}, "not_evaluable"),
        ({"response": "NR"}, "no_CR"),
        ({"response": "not_evaluable"}, "not_evaluable"),
    ],
)
def test_response_and_residual_disease_are_told_as_one(answers, said):
    found = values_of("day28", INFUSION, assessed(28, **answers), course_no=1)
    assert found["d28_mrd_cr"] == said


def test_day_28_has_the_highest_grades_of_the_course():
    crs, milder = ("crs_episode", CRS), ("crs_episode", {**CRS, "hypoxia": "none"})
    other = ("crs_episode", {**CRS, "hypoxia": "positive_pressure", "course_no": 2})
    none = ("icans_episode", {"icans_occurred": "no"})
    found = values_of("day28", INFUSION, crs, milder, other, none, course_no=1)
    assert found["crs_max_grade"] == 2
    assert found["icans_max_grade"] == 0


def test_unstated_toxicity_is_no_grade_0():
    found = values_of("day28", INFUSION, course_no=1)
    assert found["crs_max_grade"] is None
    assert found["icans_max_grade"] is None


IEC_HS = {
    "iec_hs_onset_date": day(15),
    "ferritin_criterion": "yes",
    "hypofibrinogenaemia": "yes",
    "hepatic_transaminases_gt_5x": "no",
    "new_or_worse_cytopenia": "no",
    "alternative_cause_excluded": "yes",
    "intervention_required": "yes",
    "severe_not_life_threatening": "no",
    "life_threatening": "no",
}


def test_iec_hs_is_graded_and_its_criteria_are_judged():
    found = values_of("iec_hs", INFUSION, course_no=1, **IEC_HS)
    assert found["iec_hs_grade"] == 2
    assert found["iec_hs_diagnosis"] == "met"
    assert found["day_of_onset"] == 15


def test_death_of_iec_hs_is_grade_5():
    dead = ("death", {"death_date": day(40), "cause_of_death": "iec_hs"})
    found = values_of("iec_hs", INFUSION, dead, course_no=1, **IEC_HS)
    assert found["iec_hs_grade"] == 5
    unknown = ("death", {"death_date": day(40), "cause_of_death": "unknown"})
    found = values_of("iec_hs", INFUSION, unknown, course_no=1, **IEC_HS)
    assert found["iec_hs_grade"] is None


def test_aplasia_counts_from_the_infusion():
    answers = {"aplasia_date": day(28), "aplasia_recovered_date": day(180)}
    found = values_of("aplasia", INFUSION, course_no=1, **answers)
    assert found == {"day_of_sample": 28, "day_of_recovery": 180}


def test_car_hematotox_takes_the_counts_before_lymphodepletion():
    old = ("blood_count", {"count_date": day(-30), "anc": Decimal(9)})
    new = (
        "blood_count",
        {
            "count_date": day(-6),
            "anc": Decimal(1),
            "platelets": Decimal(60),
            "hb_g_dl": Decimal(8),
        },
    )
    serum = {"crp_mg_l": Decimal(5), "ferritin_ng_ml": Decimal(700)}
    found = values_of("lymphodepletion", INFUSION, old, new, ld_start=day(-5), **serum)
    assert found["car_hematotox"] == 1 + 2 + 1 + 0 + 1
    found = values_of("lymphodepletion", INFUSION, old, ld_start=day(-5), **serum)
    assert found["car_hematotox"] is None


def test_infusion_knows_the_blasts_before_lymphodepletion():
    rows = [
        ("lymphodepletion", {"ld_start": day(-5)}),
        assessed(-20, bm_blasts_pct=Decimal(40)),
        assessed(-4, bm_blasts_pct=Decimal(12)),
    ]
    found = values_of("infusion", *rows, course_no=1, infusion_date=day(0))
    assert found["bm_blasts_pre_pct"] == 40
