"""What the answers say: what decides, what is missing, what each answer would give."""

import pytest

from registry.codelists.toxicity import HYPOTEN
from registry.grading import (
    ENGINES,
    Kind,
    UnknownEngine,
    engine_named,
    explain,
    grade,
    what_if,
)

FEBRILE = {
    "max_temp_c": 39.2,
    "antipyretic_or_anticytokine": False,
    "hypotension": "one_vasopressor",
    "hypoxia": None,
    "death": False,
}


def test_each_column_says_what_it_adds():
    shares = {part.domain: part for part in explain("crs_astct", FEBRILE)}
    assert shares["fever"].score == "fever"
    assert shares["fever"].score_label.zh == "发热"
    assert shares["hypotension"].score == 3
    assert shares["hypoxia"].score is None
    assert shares["hypoxia"].scores == (0, 2, 3, 4)
    assert shares["hypoxia"].score_label.en == "0 / 2 / 3 / 4"
    assert shares["death"].score_label.en == "no"
    assert shares["fever"].values["max_temp_c"] == 39.2


def test_an_answer_says_what_it_would_give():
    answers = what_if("crs_astct", FEBRILE)
    assert {k: [(a, r.grade) for a, r in v] for k, v in answers.items()} == {
        "hypoxia": [
            ("none", 3),
            ("low_flow", 3),
            ("high_flow", 3),
            ("positive_pressure", 4),
        ]
    }


def test_nothing_is_explained_of_invalid_findings():
    assert explain("crs_astct", {"hypoxia": "nasal"}) == ()
    assert what_if("crs_astct", {"hypoxia": "nasal"}) == {}


def test_unknown_counts_are_explained_without_a_score():
    (part,) = explain("engraftment_anc", {})
    assert part.scores == ()
    assert part.score is None
    assert what_if("engraftment_anc", {}) == {"counts": ()}


def test_findings_must_have_names():
    answer = grade("crs_astct", [39.2])
    assert answer.errors == ("findings",)
    assert answer.invalid
    assert not answer.decided


def test_an_unknown_engine_names_the_engines():
    with pytest.raises(UnknownEngine, match=r"crs_astct.*icans_astct"):
        engine_named("crs")


def test_the_answer_has_the_keys_that_others_read():
    decided = grade("agvhd_magic", {"skin": 4}).as_json()
    assert list(decided) == ["grade", "missing", "rule", "source", "verified"]
    opened = grade("agvhd_magic", {"skin": 1, "liver": 0, "lower_gi": 0}).as_json()
    assert (opened["at_least"], opened["at_most"]) == (1, 2)
    assert opened["possible"] == [1, 2]


def test_an_open_mrd_category_has_no_bounds():
    opened = grade("mrd_category", {"mrd_result": "quantified"}).as_json()
    assert opened["missing"] == ["mrd_pct"]
    assert "at_least" not in opened
    assert opened["possible"] == ["positive_below_0_01_quantifiable", "failure"]


@pytest.mark.parametrize(
    "findings",
    [
        {"mrd_result": "not_detected", "mrd_pct": 0.4},
        {"mrd_result": "quantified", "mrd_pct": 0},
        {"mrd_result": "not_done", "mrd_pct": 1},
    ],
)
def test_an_mrd_level_that_disagrees_with_the_result_is_invalid(findings):
    assert grade("mrd_category", findings).errors == ("mrd_pct",)


def test_mrd_below_one_in_ten_thousand_shows_both_readings():
    answer = grade("mrd_category", {"mrd_result": "quantified", "mrd_pct": 0.005})
    assert answer.grade == "positive_below_0_01_quantifiable"
    assert answer.mrd_status == "negative"


def test_what_was_not_assessed_is_not_known():
    clear = {"bm_blasts_pct": 1, "circulating_blasts": False, "anc": 2.0}
    clear |= {"platelets": 200, "prior_remission": False}
    answer = grade("response_all", clear | {"extramedullary": "not_assessed"})
    assert answer.missing == ("extramedullary",)
    status = {"response": "CR", "mrd_status": "not_evaluable"}
    assert grade("response_mrd", status).missing == ("mrd_status",)
    response = {"response": "not_evaluable", "mrd_status": "negative"}
    assert grade("response_mrd", response).missing == ("response",)


def test_the_boundary_of_remission_is_a_setting():
    counts = {"bm_blasts_pct": 1, "circulating_blasts": False, "anc": 1.0}
    counts |= {"extramedullary": "none", "platelets": 100, "prior_remission": False}
    assert grade("response_all", counts).grade == "CRh"
    assert grade("response_all", counts | {"cr_boundary": ">="}).grade == "CR"


def test_the_recorded_tool_overrides_the_age():
    calm = {"consciousness": "awake", "seizure": "none", "motor_weakness": False}
    calm |= {"cerebral_oedema": "none", "death": False, "age_years": 15}
    assert grade("icans_astct", calm | {"capd_score": 9}).missing == ("ice_score",)
    by_capd = calm | {"capd_score": 9, "tool": "capd"}
    assert grade("icans_astct", by_capd).grade == 3


def test_an_unknown_age_with_both_scores_stays_unknown():
    calm = {"consciousness": "awake", "seizure": "none", "motor_weakness": False}
    calm |= {"cerebral_oedema": "none", "death": False}
    both = calm | {"ice_score": 10, "capd_score": 9}
    assert grade("icans_astct", both).missing == ("age_years",)
    assert grade("icans_astct", both | {"capd_score": 0}).grade == 0


def test_symptoms_score_the_lungs_when_fev1_is_not_known():
    answer = grade("cgvhd_lung_symptom_score", {"dyspnoea": "flat_ground"})
    assert answer.grade == 2


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_an_engine_says_what_it_is(engine):
    assert engine.label.en
    assert engine.label.zh
    assert engine.rule.en
    assert engine.rule.zh
    assert engine.source
    names = [finding.name for finding in engine.findings]
    assert len(names) == len(set(names))
    for finding in engine.findings:
        assert finding.label.en
        assert finding.label.zh
        assert engine.finding(finding.name) is finding
        if finding.kind in {Kind.WHOLE, Kind.NUMBER}:
            assert finding.limits
    for reached in engine.grades:
        assert engine.grade_label(reached).en
    with pytest.raises(KeyError, match="moon_phase"):
        engine.finding("moon_phase")


def test_codes_are_those_of_the_registry():
    assert engine_named("crs_astct").finding("hypotension").codes is HYPOTEN
    assert engine_named("cgvhd_nih").grade_label("severe").zh == "重度"
    assert engine_named("hct_ci").grade_label(3).en == "3"


@pytest.mark.parametrize("value", [True, 1.5, "1", 5, -1])
def test_a_stage_is_one_of_its_numbers(value):
    assert grade("agvhd_magic", {"skin": value}).errors == ("skin",)
    assert grade("agvhd_magic", {"skin": 4.0}).grade == 4
