"""The category of a death, and the last day known alive."""

from decimal import Decimal

import pytest

from registry.queries.derived import derive
from tests.unit.timeline.cases import INFUSION, a_case, contact, day, transplant

AT = 300
LATER_CAR_T = ("infusion", {"infusion_date": day(100), "course_no": 2})
RELAPSE = ("relapse", {"relapse_date": day(90)})
UNDATED = ("relapse", {"relapse_date": None})
LOW = ("blood_count", {"count_date": day(AT - 5), "anc": Decimal("0.2")})


def category(cause, *records, at=AT):
    values = {"death_date": day(at), "cause_of_death": cause}
    (found,) = derive("death", values, a_case(*records, ("death", values)))
    return found.value


@pytest.mark.parametrize(
    ("cause", "records", "at", "said"),
    [
        ("relapse", [INFUSION], AT, "relapse"),
        (
            "infection",
            [transplant(), RELAPSE],
            AT,
            "relapse",
        ),
        (
            "infection",
            [transplant(), UNDATED],
            AT,
            "NRM_hsct",
        ),
        ("unknown", [transplant()], AT, "unknown"),
        (None, [transplant()], AT, "unknown"),
        ("accident", [INFUSION, transplant()], AT, "NRM_other"),
        ("gvhd_acute", [INFUSION, transplant()], AT, "NRM_hsct"),
        ("organ_failure", [transplant()], AT, "NRM_hsct"),
        ("organ_failure", [INFUSION, transplant()], AT, "NRM_hsct"),
        ("organ_failure", [], AT, "unknown"),
        ("crs", [INFUSION], AT, "NRM_cart"),
        ("crs", [INFUSION], 400, "NRM_other"),
        ("infection", [INFUSION, LOW], AT, "NRM_cart"),
        ("infection", [INFUSION], AT, "unknown"),
        ("organ_failure", [INFUSION], AT, "unknown"),
        ("icaht", [INFUSION, transplant()], AT, "NRM_both"),
        ("crs", [transplant(46), LATER_CAR_T], AT, "NRM_cart"),
        ("infection", [transplant(46), LATER_CAR_T], AT, "NRM_both"),
        ("infection", [transplant(46), LATER_CAR_T], 500, "NRM_hsct"),
        ("infection", [INFUSION, transplant(350)], AT, "unknown"),
    ],
)
def test_category_of_a_death(cause, records, at, said):
    assert category(cause, *records, at=at) == said


def test_no_category_without_a_day():
    (found,) = derive("death", {"cause_of_death": "relapse"}, a_case(INFUSION))
    assert found.value is None


def last_contact(*records):
    (found,) = derive("follow_up", {}, a_case(INFUSION, *records))
    return found.value


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ("blood_count", "count_date"),
        ("infection", "infection_resolved_date"),
        ("aplasia", "aplasia_date"),
        ("other_toxicity", "tox_onset_date"),
        ("chimerism", "chimerism_date"),
        ("sos_vod", "sos_onset_date"),
        ("ta_tma", "tma_onset_date"),
        ("dli", "dli_date"),
        ("subsequent_therapy", "subsequent_start"),
        ("second_malignancy", "rcl_test_date"),
        ("iec_hs", "iec_hs_onset_date"),
        ("bridging", "bridging_end"),
    ],
)
def test_any_form_knows_that_the_patient_lived(form, field):
    assert last_contact(contact(100), (form, {field: day(150)})) == day(150)


def test_report_to_the_authority_is_no_contact():
    report = ("second_malignancy", {"reported_to_authority_date": day(150)})
    assert last_contact(contact(100), report) == day(100)
    assert last_contact(contact(100, "lost")) == day(0)
