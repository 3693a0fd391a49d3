"""A contradiction between two forms is told whichever of them is saved."""

from decimal import Decimal

import pytest

from registry.checks import Case, Severity, run, run_case
from tests.unit.checks.cases import (
    DAY0,
    PATIENT,
    RECORDS,
    TODAY,
    VARIABLES,
    a_case,
    after_hsct,
    day,
    findings,
    ids,
)

# The check, its own form's answers, and the other form's that contradict them.
PAIRS = [
    ("DQ005", "diagnosis", {"diagnosis_date": day(1)}, "diagnosis_date"),
    ("DQ006", "infusion", {"infusion_date": day(-21)}, "infusion_date"),
    ("DQ008", "infusion", {"infusion_date": day(-5)}, "infusion_date"),
    ("DQ011", "diagnosis", {"diagnosis_date": day(-389)}, "diagnosis_date"),
    ("DQ013", "infusion", {"infusion_date": day(4)}, "infusion_date"),
    ("DQ020", "diagnosis", {"diagnosis_date": day(61)}, "diagnosis_date"),
    ("DQ021", "infusion", {"infusion_date": day(60)}, "infusion_date"),
    ("DQ024", "hsct", {"hsct_date": after_hsct(12)}, "hsct_date"),
    ("DQ026", "hsct", {"hsct_date": after_hsct(26)}, "hsct_date"),
    ("DQ028", "agvhd_episode", {"agvhd_onset_date": after_hsct(201)}, None),
    ("DQ036", "death", {"death_date": after_hsct(150)}, "death_date"),
    ("DQ035", "death", {"death_date": after_hsct(150)}, "death_date"),
    ("DQ038", "death", {"death_date": after_hsct(180)}, "death_date"),
    (
        "DQ058",
        "death",
        {"cause_of_death": "crs", "death_date": day(20)},
        "cause_of_death",
    ),
    ("DQ080", "infusion", {"infusion_date": day(-10)}, "infusion_date"),
    ("DQ087", "diagnosis", {"disease": "B-ALL"}, "disease"),
    ("DQ089", "diagnosis", {"cd7_expression_pct": Decimal("10")}, None),
    ("DQ096", "patient", {"blood_group": "O+"}, "blood_group"),
    ("DQ097", "disease_assessment", {"response": "PR"}, "response"),
    ("DQ103", "hsct", {"hsct_type": "autologous"}, "hsct_type"),
    ("DQ105", "relapse", {}, None),
]


@pytest.mark.parametrize(("check", "form", "answers", "field"), PAIRS)
def test_the_other_form_tells_it_too(check, form, answers, field):
    around = {}
    if check == "DQ105":
        around = {"death": [{**RECORDS["death"][0], "cause_of_death": "infection"}]}
    if check in ("DQ035", "DQ036"):
        around = {"relapse": []}
    told = [one for one in findings(form, answers, around) if one.check == check]
    assert told
    assert all(one.form == form for one in told)
    assert all(one.record == 1 for one in told)
    assert all(set(one.fields) <= set(VARIABLES[form]) for one in told)
    assert field is None or told[0].fields[0] == field


def test_a_contradiction_elsewhere_does_not_stop_this_form():
    early = {**RECORDS["crs_episode"][0], "crs_onset_date": day(-1)}
    around = {
        "crs_episode": [early],
        "infusion": [
            RECORDS["infusion"][0],
            {"id": 2, "course_no": 2, "infusion_date": day(90)},
        ],
    }
    case = a_case(around)
    second = case.of("infusion")[1]
    assert "DQ013" not in ids(run("infusion", second, case, VARIABLES["infusion"]))
    first = case.of("infusion")[0]
    assert "DQ013" in ids(run("infusion", first, case, VARIABLES["infusion"]))


def test_toxicity_is_counted_from_its_own_course():
    second = {"id": 2, "course_no": 2, "infusion_date": day(90)}
    around = {"infusion": [RECORDS["infusion"][0], second]}
    answers = {"course_no": 2, "crs_onset_date": day(3)}
    assert "DQ013" in ids(findings("crs_episode", answers, around))


def test_the_whole_case_tells_each_contradiction_once():
    early = {**RECORDS["crs_episode"][0], "crs_onset_date": day(-1)}
    found = run_case(a_case({"crs_episode": [early]}), VARIABLES)
    assert [one.form for one in found if one.check == "DQ013"] == ["crs_episode"]


def test_hard_findings_come_first():
    found = findings(
        "crs_episode", {"crs_onset_date": day(-1), "crs_recorded_grade": 1}
    )
    order = [one.severity for one in found]
    assert order == sorted(order, key=lambda one: one is Severity.SOFT)


def test_a_new_record_is_found_among_those_of_the_case_by_its_answers():
    new = {"infusion_date": day(40), "course_no": 2}
    rows = [*RECORDS["infusion"], {**new, "id": None, "absent": {}}]
    case = a_case({"infusion": rows})
    assert ids(run("infusion", new, case, VARIABLES["infusion"])) == ["DQ110"]


def test_a_record_that_the_case_does_not_hold_is_judged_with_it():
    case = Case(PATIENT, {}, TODAY)
    new = {"infusion_date": DAY0}
    found = run("infusion", new, case, VARIABLES["infusion"])
    assert ids(found) == ["DQ109", "DQ110", "DQ116"]


def test_days_are_counted_from_day_0_in_both_languages():
    found = findings("crs_episode", {"crs_resolved_date": day(2)})
    said = next(one.says for one in found if one.check == "DQ015")
    assert "Resolved (2021-01-12, day 2)" in said.en
    assert "onset (2021-01-13, day 3)" in said.en
    assert "2021-01-12，第2天" in said.zh
    alone = findings("crs_episode", {"crs_resolved_date": day(2)}, {"infusion": []})
    said = next(one.says for one in alone if one.check == "DQ015")
    assert "Resolved (2021-01-12)" in said.en


def test_many_events_are_summed_up():
    found = findings("death", {"death_date": day(1)})
    said = next(one.says for one in found if one.check == "DQ036")
    assert "more" in said.en
    assert "等" in said.zh


REPAIRS = [
    ("crs_episode", {"max_temp_c": Decimal("103.1")}, ("max_temp_c", "39.5")),
    ("crs_episode", {"max_temp_c": Decimal("46")}, None),
    ("infusion", {"dose_1e6_per_kg": Decimal("1500000")}, ("dose_1e6_per_kg", "1.5")),
    ("disease_assessment", {"platelets": Decimal("2400")}, None),
    ("disease_assessment", {"platelets": 150000}, ("platelets", "150")),
    ("disease_assessment", {"wbc": 4500}, ("wbc", "4.5")),
    ("disease_assessment", {"hb_g_dl": 95}, ("hb_g_dl", "9.5")),
    ("disease_assessment", {"bm_blasts_pct": 0.42}, ("bm_blasts_pct", "42")),
    ("hsct", {"cd34_1e6_per_kg": 6100000}, ("cd34_1e6_per_kg", "6.1")),
    ("patient", {"height_cm": Decimal("1.72")}, ("height_cm", "172")),
    ("hsct", {"cd34_1e6_per_kg": Decimal("0.9")}, None),
    ("agvhd_episode", {"bilirubin_mg_dl": 120}, None),
    ("icans_episode", {"ice_score": 8, "ice_naming": 3}, None),
]


@pytest.mark.parametrize(("form", "answers", "repair"), REPAIRS)
def test_a_slip_of_unit_offers_what_was_meant(form, answers, repair):
    field = next(iter(answers))
    told = [one for one in findings(form, answers) if one.fields[0] == field]
    assert [one.repair for one in told if one.repair] == ([repair] if repair else [])


def test_a_value_past_the_limits_names_the_unit_that_explains_it():
    told = findings("disease_assessment", {"platelets": 150000})
    said = next(one.says for one in told if one.check == "DQ042")
    assert "µL" in said.en
    assert "µL" in said.zh


def test_a_wrong_total_offers_the_sum():
    items = {
        "ice_orientation": 4,
        "ice_naming": 3,
        "ice_commands": 1,
        "ice_writing": 1,
        "ice_attention": 0,
    }
    found = findings("icans_episode", {**items, "ice_score": 10})
    assert next(one.repair for one in found if one.check == "DQ055") == (
        "ice_score",
        "9",
    )
