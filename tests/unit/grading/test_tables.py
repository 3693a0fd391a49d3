"""The edges of the tables that the published vectors do not touch."""

import pytest

from registry.grading import ENGINES, grade

# What a patient without anything has, where it is not the first answer.
NORMAL = {
    "anc": 3.0,
    "bilirubin_mg_dl": 0.8,
    "bilirubin_x_uln": 0.8,
    "days_since_first_symptoms": 9,
    "dri_disease": "AML",
    "hb_g_dl": 12,
    "platelets": 200,
    "pre_treatment_blasts_pct": 60,
}

CASES = [
    ("crs_lee2014", {"oxygen_need": "fio2_lt_40"}, 2),
    ("crs_lee2014", {"oxygen_need": "fio2_ge_40"}, 3),
    ("crs_lee2014", {"hypotension_pressor_class": "one_low_dose"}, 2),
    ("crs_lee2014", {"organ_toxicity_grade": 4}, 4),
    ("crs_lee2014", {"transaminitis_grade": 3}, 3),
    ("crs_lee2014", {"transaminitis_grade": 4}, 3),
    ("crs_lee2014", {"constitutional_symptoms": True}, 1),
    ("crs_penn", {"transaminitis_grade": 2}, 1),
    ("crs_penn", {"transaminitis_grade": 3}, 2),
    ("crs_penn", {"transaminitis_grade": 4}, 3),
    ("crs_penn", {"creatinine_grade": 3}, 3),
    ("crs_penn", {"coagulopathy_replacement": True}, 3),
    ("crs_penn", {"hypotension_pressor_class": "one_low_dose"}, 3),
    ("crs_penn", {"hypotension_pressor_class": "multiple_low_dose"}, 3),
    ("crs_penn", {"death": True}, 5),
    ("iec_hs_grade", {"intervention_required": True}, 2),
    (
        "iec_hs_diagnosis",
        {"ferritin_criterion": True, "hemophagocytosis": True},
        "not_met",
    ),
    ("icaht_late", {"anc_nadir_per_ul": 500}, 3),
    ("icaht_late", {"anc_nadir_per_ul": 101}, 3),
    ("t_icaht_early", {"days_plt_lt_50": 20, "days_plt_lt_20": 14}, 4),
    ("t_icaht_early", {"days_plt_lt_50": 0, "days_plt_lt_20": 0}, 0),
    ("car_hematotox", {"crp_mg_l": 30}, 1),
    ("car_hematotox", {"crp_mg_l": 29.9}, 0),
    ("response_all", {"bm_blasts_pct": 25.1}, "NR"),
    ("response_all", {"bm_blasts_pct": 10, "anc": 1.0}, "NR"),
    ("response_aml", {"bm_blasts_pct": 3, "anc": 0.9, "platelets": 40}, "MLFS"),
    ("lugano_pet", {"deauville": 1, "new_lesions": True}, "PMD"),
    ("lugano_pet", {"deauville": 3, "uptake_change": "increased"}, "CMR"),
    ("agvhd_liver_stage", {"bilirubin_mg_dl": 1.99}, 0),
    ("agvhd_liver_stage_umol", {"bilirubin_umol_l": 34}, 1),
    ("agvhd_liver_stage_umol", {"bilirubin_umol_l": 50}, 1),
    ("agvhd_liver_stage_umol", {"bilirubin_umol_l": 102}, 2),
    ("agvhd_liver_stage_umol", {"bilirubin_umol_l": 103}, 3),
    ("agvhd_liver_stage_umol", {"bilirubin_umol_l": 255}, 3),
    ("agvhd_lower_gi_stage", {"adult": False, "stool_ml": 30}, 2),
    ("agvhd_lower_gi_stage_episodes", {"adult": True, "stool_episodes_per_day": 8}, 3),
    ("agvhd_lower_gi_stage_episodes", {"adult": True, "stool_episodes_per_day": 5}, 2),
    ("agvhd_lower_gi_stage_episodes", {"stool_episodes_per_day": 3}, 0),
    ("agvhd_lower_gi_stage_episodes", {"stool_episodes_per_day": 6}, 1),
    ("agvhd_lower_gi_stage_episodes", {"stool_episodes_per_day": 11}, 3),
    ("agvhd_upper_gi_stage", {"upper_gi_persistent_symptoms": True}, 1),
    ("cgvhd_gi_score", {"weight_loss_pct": 4.9}, 0),
    ("cgvhd_gi_score", {"weight_loss_pct": 5}, 2),
    ("cgvhd_gi_score", {"weight_loss_pct": 15}, 2),
    ("cgvhd_gi_score", {"weight_loss_pct": 15.1}, 3),
    ("cgvhd_gi_score", {"gi_symptoms": True}, 1),
    ("cgvhd_liver_score", {"alp_x_uln": 2.9}, 0),
    ("cgvhd_liver_score", {"alp_x_uln": 3}, 1),
    ("cgvhd_liver_score", {"bilirubin_x_uln": 2, "bilirubin_mg_dl": 3}, 2),
    ("cgvhd_lung_score", {"fev1_pct": 80}, 0),
    ("cgvhd_lung_score", {"fev1_pct": 60}, 1),
    ("cgvhd_lung_score", {"fev1_pct": 40}, 2),
    ("cgvhd_lung_score", {"fev1_pct": 39}, 3),
    ("cgvhd_skin_score", {"skin_bsa_pct": 18}, 1),
    ("cgvhd_skin_score", {"sclerosis": "superficial"}, 2),
    ("hct_ci_age", {"hct_ci": 0, "age_years": 40}, 1),
    ("hct_ci_age", {"hct_ci": 0, "age_years": 39.9}, 0),
    ("hct_ci_risk", {"hct_ci": 0}, "low"),
    ("hct_ci_risk", {"hct_ci": 1}, "intermediate"),
    ("hct_ci_hepatic", {"cirrhosis": True}, "hepatic_severe"),
    ("hct_ci_hepatic", {"ast_alt_x_uln": 2.6}, "hepatic_severe"),
    ("hct_ci_pulmonary", {"dyspnoea": "slight_activity"}, "pulmonary_moderate"),
    ("hct_ci_pulmonary", {"oxygen": True}, "pulmonary_severe"),
    (
        "dri_refined",
        {"dri_stage": "active", "dri_cytogenetics": "adverse"},
        "very_high",
    ),
    ("dri_refined", {"dri_disease": "ALL", "dri_stage": "active"}, "very_high"),
    ("dri_refined", {"dri_stage": "CR3+", "dri_cytogenetics": "favorable"}, "low"),
    ("tma_modified_jodele", {}, "none"),
    (
        "tma_modified_jodele",
        {"tma_anaemia": True, "tma_schistocytes": True, "tma_proteinuria": True},
        "none",
    ),
    (
        "sos_adult_2016",
        {
            "days_since_hsct": 22,
            "painful_hepatomegaly": True,
            "ascites": True,
            "haemodynamic_or_us_evidence": True,
        },
        "late_onset",
    ),
    ("sos_adult_2016", {"days_since_hsct": 21, "histology_proven": True}, "none"),
    (
        "sos_adult_2023",
        {"bilirubin_mg_dl": 2, "painful_hepatomegaly": True, "ascites": True},
        "clinical",
    ),
    ("sos_adult_2023", {"histology_proven": True}, "proven"),
    ("sos_adult_severity", {"sos_risk_factors_n": 1}, "mild"),
    ("sos_adult_severity", {"sos_risk_factors_n": 2}, "moderate"),
    (
        "sos_adult_severity",
        {"sos_risk_factors_n": 2, "bilirubin_mg_dl": 4, "transaminases_x_uln": 3},
        "severe",
    ),
    (
        "sos_adult_severity",
        {"bilirubin_mg_dl": 9, "creatinine_x_baseline": 2},
        "very_severe",
    ),
    ("sos_paed_severity", {"transaminases_x_uln": 6}, "severe"),
    (
        "sos_paed_severity",
        {"transaminases_x_uln": 6, "bilirubin_mg_dl": 2},
        "very_severe",
    ),
    (
        "sos_paed_severity",
        {"transaminases_x_uln": 6, "bilirubin_doubling_48h": True},
        "severe",
    ),
    ("sos_paed_severity", {"refractory_thrombocytopenia_days": 3}, "moderate"),
    ("sos_paed_severity", {"refractory_thrombocytopenia_days": 7}, "moderate"),
    ("sos_paed_severity", {"refractory_thrombocytopenia_days": 8}, "severe"),
    ("sos_paed_severity", {"ascites_grade": "moderate"}, "moderate"),
    ("sos_paed_severity", {"gfr_ml_min": 59}, "moderate"),
    ("sos_paed_severity", {"gfr_ml_min": 30}, "moderate"),
    ("sos_paed_severity", {"coagulation": "impaired"}, "severe"),
    (
        "sos_paed_severity",
        {"coagulation": "impaired_with_replacement"},
        "very_severe",
    ),
    ("sos_paed_severity", {"oxygen_requirement": "gt_2_l_min"}, "severe"),
    ("sos_paed_severity", {"oxygen_requirement": "ventilator"}, "very_severe"),
    ("sos_paed_severity", {"cognitive_impairment": True}, "very_severe"),
]


def normal(engine):
    """Return the findings of a patient without anything, as far as they are asked."""
    return {
        finding.name: NORMAL.get(finding.name, finding.bands[0])
        for finding in ENGINES[engine].findings
        if finding.default is None
    }


@pytest.mark.parametrize(
    ("engine", "found", "expected"),
    [pytest.param(*case, id=f"{case[0]} {case[1]}") for case in CASES],
)
def test_the_table_says(engine, found, expected):
    answer = grade(engine, normal(engine) | found)
    assert not answer.invalid
    assert answer.grade == expected


@pytest.mark.parametrize(
    "counts",
    [
        [[9, 10], [12, 22], [14, 25], [16, 30]],
        [[9, 10], [12, 22], [17, 30]],
    ],
    ids=["four days later is not a week", "two values are not three"],
)
def test_a_week_of_platelets_needs_its_end_and_three_values(counts):
    findings = {"counts": counts, "transfusion_days": [9]}
    assert grade("engraftment_plt", findings).grade == "not_engrafted"
