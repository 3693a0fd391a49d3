"""What follows from the forms around a transplant: grades, categories, risk."""

from datetime import date, timedelta

import pytest

from registry.checks import Case
from registry.checks.graded_hsct import chimerism_category
from registry.grading import engine_named
from registry.queries.derived import derive

DAY0 = date(2024, 5, 1)
NO_COMORBIDITY = {f.name: "no" for f in engine_named("hct_ci").findings}
WITHOUT_LUNGS = {k: v for k, v in NO_COMORBIDITY.items() if "pulmonary" not in k}


def case(born=date(1980, 1, 1), weight=70, **forms) -> Case:
    patient = {"birth_date": born, "weight_kg": weight}
    forms.setdefault("hsct", [{"hsct_no": 1, "hsct_date": DAY0}])
    return Case(patient=patient, forms=forms, today=date(2025, 1, 1))


def derived(form, values, of=None) -> dict:
    return {one.name: one for one in derive(form, values, of or case())}


def after(days: int) -> date:
    return DAY0 + timedelta(days=days)


# ---- Comorbidity


def test_hct_ci_with_risk_and_age_at_transplant():
    answers = NO_COMORBIDITY | {"diabetes": "yes", "heart_valve": "yes"}
    found = derived("comorbidity", answers)
    assert found["hct_ci"].value == 4
    assert found["hct_ci_risk"].value == "high"
    assert found["hct_ci_age"].value == 5
    young = derived("comorbidity", answers, case(born=date(2000, 1, 1)))
    assert young["hct_ci_age"].value == 4


def test_function_answers_for_lungs_that_were_not_judged():
    measured = WITHOUT_LUNGS | {"dlco_pct": 70, "fev1_pct": 90}
    measured |= {"dyspnoea": "none", "oxygen": "no"}
    found = derived("comorbidity", measured)
    assert found["hct_ci_pulmonary"].value == "pulmonary_moderate"
    assert found["hct_ci"].value == 2
    judged = measured | {"pulmonary_moderate": "no", "pulmonary_severe": "no"}
    assert derived("comorbidity", judged)["hct_ci"].value == 0


def test_an_unknown_comorbidity_leaves_the_index_open():
    found = derived("comorbidity", NO_COMORBIDITY | {"renal": "unknown"})
    result = found["hct_ci"].result
    assert (result.at_least, result.at_most) == (0, 2)
    assert result.missing == ("renal",)
    assert found["hct_ci_risk"].value is None


def test_the_transplant_shows_the_index_of_its_own_comorbidity():
    second = {"hsct_no": 2, "hsct_date": after(400)}
    forms = [NO_COMORBIDITY | {"hsct_no": 2, "renal": "yes"}]
    of = case(hsct=[{"hsct_no": 1, "hsct_date": DAY0}, second], comorbidity=forms)
    assert derived("hsct", second, of)["hct_ci"].value == 2
    assert (
        derived("hsct", {"hsct_no": 1, "hsct_date": DAY0}, of)["hct_ci"].value is None
    )


# ---- Disease risk


@pytest.mark.parametrize(
    ("disease", "status", "cytogenetics", "risk"),
    [
        ("T-ALL", "CR1", None, "intermediate"),
        ("B-LBL", "CR2", None, "high"),
        ("ETP-ALL", "relapse", None, "very_high"),
        ("B-ALL", "PR", None, "very_high"),
        ("T-ALL", "CR", None, None),
        ("AML", "CR", "favorable", "low"),
        ("AML", "CR3+", "adverse", "high"),
        ("AML", "NR", "adverse", "very_high"),
        ("AML", "CR1", "unknown", None),
        ("MM", "CR1", None, None),
    ],
)
def test_disease_risk_from_diagnosis_and_status(disease, status, cytogenetics, risk):
    row = {"disease": disease, "diagnosis_date": after(-300)}
    diagnosis = row | {"cytogenetic_risk": cytogenetics}
    hsct = {"hsct_no": 1, "hsct_date": DAY0, "status_at_hsct": status}
    assert derived("hsct", hsct, case(diagnosis=[diagnosis]))["dri"].value == risk


def test_a_later_second_disease_does_not_change_the_risk():
    first = {"disease": "T-ALL", "diagnosis_date": after(-300)}
    later = {"disease": "AML", "diagnosis_date": after(300)}
    hsct = {"hsct_no": 1, "hsct_date": DAY0, "status_at_hsct": "CR1"}
    of = case(diagnosis=[later, first])
    assert derived("hsct", hsct, of)["dri"].value == "intermediate"
    undated = case(diagnosis=[{"disease": "T-ALL"}])
    assert derived("hsct", hsct, undated)["dri"].value == "intermediate"


# ---- Chimerism


@pytest.mark.parametrize(
    ("donor_pct", "category"),
    [(100, "full"), (95, "full"), (94.9, "mixed"), (5, "mixed"), (4.9, "lost")],
)
def test_chimerism_by_the_share_of_donor_cells(donor_pct, category):
    assert chimerism_category(donor_pct) == category
    found = derived("chimerism", {"donor_pct": donor_pct})
    assert found["chimerism_category"].value == category
    assert derived("chimerism", {})["chimerism_category"].value is None


# ---- GVHD


EPISODE = {"agvhd_occurred": "yes", "agvhd_onset_date": after(30), "hsct_no": 1}
RAW = {
    "rash_bsa_pct": 60,
    "bullae_desquamation": "no",
    "bilirubin_umol_l": 34,
    "stool_ml_per_day": 600,
    "severe_pain_or_ileus_or_blood": "no",
    "upper_gi_persistent_symptoms": "yes",
}


def test_stages_by_findings_stand_beside_the_recorded_ones():
    recorded = {"skin": "2", "liver": "1"}
    values = EPISODE | RAW | recorded
    found = derived("agvhd_episode", values)
    stages = {n: one.value for n, one in found.items() if n.endswith("_by_findings")}
    assert stages == {
        "skin_by_findings": 3,
        "liver_by_findings": 1,
        "lower_gi_by_findings": 1,
        "upper_gi_by_findings": 1,
    }
    assert found["skin_by_findings"].differs(values)
    assert not found["liver_by_findings"].differs(values)
    assert not found["lower_gi_by_findings"].differs(values)


def test_grade_takes_the_recorded_stage_and_findings_where_none_is():
    assert derived("agvhd_episode", EPISODE | RAW)["agvhd_magic"].value == 2
    severe = EPISODE | RAW | {"liver": "3"}
    assert derived("agvhd_episode", severe)["agvhd_magic"].value == 3


def test_stool_is_staged_by_the_column_of_the_weight():
    per_kg = EPISODE | {"stool_ml_per_kg": 25, "severe_pain_or_ileus_or_blood": "no"}
    found = derived("agvhd_episode", per_kg, case(weight=20))
    assert found["lower_gi_by_findings"].value == 2
    assert "lower_gi_by_findings" not in derived("agvhd_episode", per_kg)


def test_upper_gut_counts_in_glucksberg_when_a_biopsy_proves_it():
    stages = {"skin": "0", "liver": "0", "lower_gi": "0", "upper_gi": "1"}
    proven = EPISODE | stages | {"agvhd_biopsy": "positive"}
    assert derived("agvhd_episode", proven)["agvhd_glucksberg"].value == 2
    assert derived("agvhd_episode", EPISODE | stages)["agvhd_glucksberg"].value == 0


def test_organ_scores_by_findings_decide_where_none_is_recorded():
    sites = dict.fromkeys(("skin", "mouth", "eyes", "gi", "liver"), "0")
    sites |= dict.fromkeys(("joints_fascia", "genital"), "0")
    values = sites | {"cgvhd_occurred": "yes", "fev1_pct": 55, "dyspnoea": "none"}
    found = derived("cgvhd_episode", values)
    assert found["lungs_by_findings"].value == 2
    assert found["cgvhd_severity"].value == "severe"
    by_symptom = {k: v for k, v in values.items() if k != "fev1_pct"}
    assert derived("cgvhd_episode", by_symptom)["cgvhd_severity"].value == "none"
    against = derived("cgvhd_episode", values | {"lungs": "0"})
    assert against["cgvhd_severity"].value == "none"
    assert against["lungs_by_findings"].differs(values | {"lungs": "0"})


# ---- SOS and TA-TMA


SOS = {
    "hsct_no": 1,
    "sos_onset_date": after(12),
    "bilirubin_mg_dl": 5.5,
    "painful_hepatomegaly": "yes",
    "weight_gain_pct": 6,
    "ascites": "no",
}


def test_sos_of_an_adult_by_2016_and_2023():
    severe = SOS | {"bilirubin_doubling_48h": "yes", "sos_recorded_severity": "mild"}
    severe |= {"transaminases_x_uln": 1, "creatinine_x_baseline": 1}
    severe |= {"days_since_first_symptoms": 3, "multi_organ_dysfunction": "no"}
    severe |= {"sos_risk_factors_n": 0}
    found = derived("sos_vod", severe)
    assert found["days_since_hsct"].value == 12
    assert found["sos_onset_type"].value == "classical"
    assert found["sos_diagnosis_2023"].value in (None, "clinical")
    assert found["sos_severity"].value == "severe"
    assert found["sos_severity"].differs(severe)
    proven = derived("sos_vod", SOS | {"histology_proven": "yes"})
    assert proven["sos_diagnosis_2023"].value == "proven"


def test_sos_of_a_child_by_2018():
    child = case(born=date(2014, 1, 1), weight=30)
    values = SOS | {"hepatomegaly": "yes", "coagulation": "impaired_with_replacement"}
    found = derived("sos_vod", values, child)
    assert "sos_onset_type" not in found
    assert found["sos_paed_2018"].value == "met"
    assert found["sos_severity"].value == "very_severe"


def test_sos_without_an_age_has_no_scale():
    assert set(derived("sos_vod", SOS, case(born=None))) == {"days_since_hsct"}


def test_tma_by_four_of_seven_or_biopsy():
    criteria = ("anaemia", "thrombocytopenia", "ldh_elevated", "schistocytes")
    met = {f"tma_{name}": "yes" for name in criteria}
    assert derived("ta_tma", met)["tma_met"].value == "met"
    three = met | {"tma_schistocytes": "no"}
    assert derived("ta_tma", three)["tma_met"].value is None
    assert derived("ta_tma", {"tma_biopsy_proven": "yes"})["tma_met"].value == "met"


# ---- Response


def test_blasts_before_the_treatment_tell_partial_remission_from_none():
    before = {"assessment_date": after(-40), "bm_blasts_pct": 60}
    older = {"assessment_date": after(-90), "bm_blasts_pct": 10}
    now = {
        "assessment_date": after(28),
        "bm_blasts_pct": 20,
        "circulating_blasts": "no",
        "extramedullary": "none",
        "anc": 2,
        "platelets": 150,
    }
    of = case(disease_assessment=[before, older, now])
    assert derived("disease_assessment", now, of)["response_derived"].value == "PR"
    alone = case(disease_assessment=[now])
    assert derived("disease_assessment", now, alone)["response_derived"].value is None
