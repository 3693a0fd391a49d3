"""What complications say in one line, and what they put on the timeline."""

from decimal import Decimal

import pytest

from registry.queries.further_sentences import HCT_CI
from registry.queries.sentences import says
from registry.queries.timeline import timeline
from tests.unit.timeline.cases import INFUSION, a_case, day, transplant

SAID = [
    ("bridging", {"bridging_given": "no"}, "none given"),
    ("bridging", {"bridging_regimen": "Dexa", "bridging_response": "SD"}, "Dexa"),
    ("iec_hs", {"iec_hs_recorded_grade": "3"}, "recorded 3"),
    ("iec_hs", {"ferritin_peak_ng_ml": Decimal(12000)}, "ferritin 12,000 ng/mL"),
    ("blood_count", {"anc": Decimal("0.4")}, "neutrophils 0.4"),
    ("blood_count", {"rbc_transfusion": "yes"}, "transfused"),
    ("infection", {"organism": "CMV", "infection_grade": 2}, "grade 2"),
    ("infection", {"viral_reactivation_only": "yes"}, "viraemia only"),
    ("aplasia", {"igg_g_l": Decimal(3)}, "IgG 3 g/L"),
    ("day28", {"hsct_planned": "no"}, "no HSCT planned"),
    ("other_toxicity", {"tox_term": "TLS", "serious": "yes"}, "serious"),
    ("comorbidity", {"diabetes": "yes", "obesity": "no"}, "diabetes"),
    ("chimerism", {"donor_pct": Decimal("97.5")}, "donor 97.5 %"),
    ("sos_vod", {"defibrotide": "yes"}, "defibrotide"),
    ("ta_tma", {"tma_high_risk": "yes"}, "high risk"),
    ("dli", {"dli_cd3_1e6_per_kg": Decimal(5)}, "CD3 5 × 10⁶/kg"),
    ("subsequent_therapy", {"subsequent_class": ["venetoclax"]}, "venetoclax"),
    ("second_malignancy", {"rcl_result": "negative"}, "RCL/RCR negative"),
]


@pytest.mark.parametrize(("form", "facts", "words"), SAID)
def test_a_form_says_what_is_in_it(form, facts, words):
    assert words in says(form, {"id": 1, **facts}, a_case(INFUSION, transplant()))


def test_only_all_answers_of_no_say_that_there_is_no_comorbidity():
    assert says("comorbidity", {"diabetes": "no"}, a_case()) == ""
    assert says("comorbidity", dict.fromkeys(HCT_CI, "no"), a_case()) == "none of them"


MARKED = [
    ("bridging", {"bridging_start": day(-20)}, "treatment", "span"),
    ("infection", {"infection_onset_date": day(20)}, "other", "graded"),
    ("other_toxicity", {"tox_onset_date": day(9), "tox_grade": 3}, "other", "graded"),
    ("iec_hs", {"iec_hs_onset_date": day(15)}, "other", "graded"),
    ("sos_vod", {"sos_onset_date": day(60)}, "hsct", "graded"),
    ("ta_tma", {"tma_onset_date": day(90)}, "hsct", "point"),
    ("dli", {"dli_date": day(150)}, "treatment", "point"),
    (
        "chimerism",
        {"chimerism_date": day(90), "donor_pct": Decimal(80)},
        "hsct",
        "point",
    ),
    ("subsequent_therapy", {"subsequent_start": day(200)}, "treatment", "point"),
    ("second_malignancy", {"malignancy_date": day(300)}, "other", "point"),
]


@pytest.mark.parametrize(("form", "facts", "lane", "kind"), MARKED)
def test_an_event_stands_on_its_lane(form, facts, lane, kind):
    line = timeline(a_case(INFUSION, transplant(), (form, facts)))
    (mark,) = (one for one in line.marks if one.form == form)
    assert (mark.lane, mark.kind) == (lane, kind)


def test_what_has_no_day_or_is_as_expected_is_not_marked():
    full = ("chimerism", {"chimerism_date": day(90), "donor_pct": Decimal(99)})
    undated = ("infection", {"infection_onset_date": None})
    line = timeline(a_case(INFUSION, full, undated))
    assert {one.form for one in line.marks} == {"infusion"}
