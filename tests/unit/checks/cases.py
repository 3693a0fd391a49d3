"""An uneventful patient, whom a test changes where it is about."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from registry.checks import Case, Finding, run
from registry.models import FORMS, Patient

DAY0 = date(2021, 1, 10)  # infusion
TODAY = date(2024, 6, 1)
VARIABLES = {"patient": Patient.variables()} | {
    form: model.variables() for form, model in FORMS.items()
}


def day(number: int) -> date:
    """Return the day that many days after the infusion."""
    return DAY0 + timedelta(days=number)


def after_hsct(number: int) -> date:
    """Return the day that many days after the transplant, which is on day 60."""
    return day(60 + number)


PATIENT: dict[str, Any] = {
    "id": 1,
    "study_no": "P001",
    "sex": "M",
    "birth_date": date(1990, 3, 4),
    "consent_status": "given",
    "consent_date": day(-20),
    "height_cm": Decimal("170"),
    "weight_kg": Decimal("65"),
    "blood_group": "A+",
}
HCT_CI = (
    *("arrhythmia", "cardiac", "inflammatory_bowel", "diabetes", "cerebrovascular"),
    *("psychiatric", "hepatic_mild", "obesity", "infection", "rheumatologic"),
    *("peptic_ulcer", "renal", "pulmonary_moderate", "prior_malignancy"),
    *("heart_valve", "pulmonary_severe", "hepatic_severe"),
)
RECORDS: dict[str, list[dict[str, Any]]] = {
    "diagnosis": [
        {
            "id": 1,
            "disease": "T-ALL",
            "diagnosis_date": day(-400),
            "etp": "yes",
            "cd7_expression_pct": Decimal("95"),
        }
    ],
    "prior_line": [
        {
            "id": 1,
            "line_no": 1,
            "start_date": day(-390),
            "end_date": day(-300),
            "best_response": "CR",
            "response_date": day(-340),
        }
    ],
    "apheresis_product": [
        {
            "id": 1,
            "course_no": 1,
            "apheresis_date": day(-20),
            "cell_source": "autologous",
            "product": "NS7CAR",
            "target": "CD7",
        }
    ],
    "bridging": [
        {
            "id": 1,
            "course_no": 1,
            "bridging_given": "yes",
            "bridging_class": ["steroids"],
            "bridging_start": day(-18),
            "bridging_end": day(-8),
            "bridging_response": "SD",
        }
    ],
    "lymphodepletion": [
        {
            "id": 1,
            "course_no": 1,
            "ld_regimen": "Flu_Cy",
            "ld_start": day(-5),
            "ld_end": day(-3),
            "flu_mg_m2_total": Decimal("90"),
            "cy_mg_m2_total": Decimal("900"),
        }
    ],
    "infusion": [
        {
            "id": 1,
            "course_no": 1,
            "infusion_date": DAY0,
            "dose_1e6_per_kg": Decimal("1"),
        }
    ],
    "expansion": [
        {
            "id": 1,
            "expansion_date": day(14),
            "expansion_specimen": "PB",
            "expansion_method": "qPCR",
            "copies_per_ug": Decimal("200000"),
        }
    ],
    "crs_episode": [
        {
            "id": 1,
            "course_no": 1,
            "crs_occurred": "yes",
            "crs_onset_date": day(3),
            "crs_resolved_date": day(8),
            "max_temp_c": Decimal("39.1"),
            "antipyretic_or_anticytokine": "yes",
            "hypotension": "none",
            "hypoxia": "low_flow",
            "tocilizumab_doses": 1,
            "tocilizumab_first_date": day(4),
            "crs_recorded_grade": "2",
        }
    ],
    "icans_episode": [{"id": 1, "course_no": 1, "icans_occurred": "no"}],
    "iec_hs": [
        {
            "id": 1,
            "course_no": 1,
            "iec_hs_onset_date": day(12),
            "ferritin_peak_ng_ml": Decimal("12000"),
            "ferritin_criterion": "yes",
            "hepatic_transaminases_gt_5x": "no",
            "hypofibrinogenaemia": "yes",
            "new_or_worse_cytopenia": "yes",
            "alternative_cause_excluded": "yes",
            "intervention_required": "yes",
            "severe_not_life_threatening": "no",
            "life_threatening": "no",
            "iec_hs_recorded_grade": "2",
        }
    ],
    "blood_count": [
        {
            "id": number + 1,
            "count_date": day(number),
            "anc": Decimal("0.3") if 4 <= number < 8 else Decimal("2"),
            "platelets": Decimal("120"),
            "platelet_transfusion": "no",
        }
        for number in range(0, 31, 2)
    ],
    "infection": [
        {
            "id": 1,
            "infection_onset_date": day(90),
            "infection_resolved_date": day(110),
            "infection_type": "viral",
            "organism": "CMV",
            "infection_site": ["blood"],
            "infection_grade": 2,
            "viral_reactivation_only": "yes",
            "infection_outcome": "resolved",
        }
    ],
    "aplasia": [
        {
            "id": 1,
            "course_no": 1,
            "aplasia_date": day(28),
            "aplasia_type": "T_cell",
            "abs_cells_per_ul": Decimal("10"),
            "cd7neg_t_per_ul": Decimal("40"),
        }
    ],
    "day28": [{"id": 1, "course_no": 1, "hsct_planned": "yes"}],
    "other_toxicity": [
        {
            "id": 1,
            "tox_term": "TLS",
            "tox_grade": 3,
            "tox_onset_date": day(5),
            "tox_resolved_date": day(12),
            "tox_relation": "related",
            "serious": "no",
        }
    ],
    "disease_assessment": [
        {
            "id": 1,
            "assessment_date": day(28),
            "time_point": "D28",
            "bm_done": "yes",
            "bm_blasts_pct": Decimal("1"),
            "circulating_blasts": "no",
            "anc": Decimal("2"),
            "platelets": Decimal("150"),
            "mrd_result": "not_detected",
            "mrd_method": "flow",
            "mrd_sensitivity": "1e-4",
            "extramedullary": "none",
            "response": "CR",
        }
    ],
    "hsct": [
        {
            "id": 1,
            "hsct_no": 1,
            "hsct_date": day(60),
            "hsct_type": "allogeneic",
            "status_at_hsct": "CR2",
            "mrd_at_hsct": "negative",
            "donor": "haploidentical",
            "donor_relation": "father",
            "hla_match": "5/10",
            "donor_age": Decimal("58"),
            "donor_sex": "M",
            "donor_blood_group": "A+",
            "abo_match": "match",
            "cmv_recipient": "positive",
            "cmv_donor": "positive",
            "graft": "PBSC",
            "cd34_1e6_per_kg": Decimal("6.1"),
            "conditioning": "Bu/Cy",
            "conditioning_start": day(52),
            "intensity": "MAC",
            "bu_mg_kg_total": Decimal("12.8"),
            "gvhd_prophylaxis": ["CsA", "MMF", "MTX", "ATG"],
        }
    ],
    "comorbidity": [{"id": 1, "hsct_no": 1, **dict.fromkeys(HCT_CI, "no")}],
    "chimerism": [
        {
            "id": 1,
            "hsct_no": 1,
            "chimerism_date": after_hsct(30),
            "chimerism_lineage": "whole",
            "donor_pct": Decimal("99.5"),
        }
    ],
    "sos_vod": [
        {
            "id": 1,
            "hsct_no": 1,
            "sos_onset_date": after_hsct(12),
            "bilirubin_mg_dl": Decimal("3.5"),
            "painful_hepatomegaly": "yes",
            "weight_gain_pct": Decimal("7"),
            "ascites": "no",
            "days_since_first_symptoms": 6,
            "transaminases_x_uln": Decimal("3"),
            "creatinine_x_baseline": Decimal("1.1"),
            "bilirubin_doubling_48h": "no",
            "multi_organ_dysfunction": "no",
            "sos_risk_factors_n": 1,
            "sos_recorded_severity": "moderate",
            "sos_outcome": "resolved",
        }
    ],
    "ta_tma": [
        {
            "id": 1,
            "hsct_no": 1,
            "tma_onset_date": after_hsct(80),
            "tma_biopsy_proven": "unknown",
            "tma_anaemia": "yes",
            "tma_thrombocytopenia": "yes",
            "tma_ldh_elevated": "yes",
            "tma_schistocytes": "yes",
            "tma_hypertension": "no",
            "tma_high_risk": "no",
            "tma_outcome": "resolved",
        }
    ],
    "dli": [
        {
            "id": 1,
            "hsct_no": 1,
            "dli_date": after_hsct(300),
            "dli_reason": "therapeutic",
            "dli_cd3_1e6_per_kg": Decimal("10"),
        }
    ],
    "engraftment": [
        {
            "id": 1,
            "hsct_no": 1,
            "anc_engrafted": "yes",
            "anc_engraftment_date": after_hsct(12),
            "plt_engrafted": "yes",
            "plt_engraftment_date": after_hsct(14),
            "graft_failure": "none",
        }
    ],
    "agvhd_episode": [
        {
            "id": 1,
            "hsct_no": 1,
            "agvhd_occurred": "yes",
            "agvhd_onset_date": after_hsct(25),
            "skin": "2",
            "liver": "0",
            "lower_gi": "0",
            "upper_gi": "0",
            "agvhd_max_recorded_grade": "1",
            "gvhd_type": "classic_acute",
        }
    ],
    "cgvhd_episode": [
        {
            "id": 1,
            "hsct_no": 1,
            "cgvhd_occurred": "yes",
            "cgvhd_onset_date": after_hsct(200),
            "cgvhd_score_date": after_hsct(210),
            "skin": "1",
            "mouth": "1",
            "eyes": "0",
            "gi": "0",
            "liver": "0",
            "lungs": "0",
            "joints_fascia": "0",
            "genital": "0",
            "cgvhd_systemic_therapy": "no",
            "cgvhd_max_recorded_severity": "mild",
        }
    ],
    "relapse": [
        {
            "id": 1,
            "relapse_date": after_hsct(300),
            "relapse_type": "haematological",
            "relapse_bm_blasts_pct": Decimal("40"),
        }
    ],
    "subsequent_therapy": [
        {
            "id": 1,
            "subsequent_start": after_hsct(300),
            "subsequent_class": ["chemotherapy"],
            "subsequent_reason": "relapse",
        }
    ],
    "second_malignancy": [
        {
            "id": number + 1,
            "absent": {"malignancy_type": "not_applicable"},
            "rcl_test_date": day(tested),
            "rcl_result": "negative",
        }
        for number, tested in enumerate((91, 182, 355))
    ],
    "follow_up": [
        {"id": 1, "visit_date": after_hsct(180), "vital_status": "alive"},
        {"id": 2, "visit_date": after_hsct(380), "vital_status": "dead"},
    ],
    "death": [
        {"id": 1, "death_date": after_hsct(380), "cause_of_death": "relapse"},
    ],
}
Around = dict[str, Any]


def a_case(around: Around | None = None, today: date = TODAY) -> Case:
    """Return the uneventful patient; ``around`` replaces forms, or patient answers."""
    around = around or {}
    forms = RECORDS | {k: v for k, v in around.items() if k not in ("patient", "peers")}
    patient = PATIENT | around.get("patient", {})
    return Case(patient, forms, today, around.get("peers", ()))


def findings(
    form: str,
    answers: dict[str, Any],
    around: Around | None = None,
    today: date = TODAY,
) -> list[Finding]:
    """Return what the checks say when the form's first record takes ``answers``."""
    if form == "patient":
        case = a_case({**(around or {}), "patient": answers}, today)
        return run(form, case.patient, case, VARIABLES[form])
    case = a_case(around, today)
    rows = list(case.of(form)) or [{}]
    saved = {**rows[0], **answers}
    case = a_case({**(around or {}), form: [saved, *rows[1:]]}, today)
    return run(form, saved, case, VARIABLES[form])


def ids(found: list[Finding]) -> list[str]:
    """Return the numbers of the checks that spoke, each once."""
    return sorted({one.check for one in found})
