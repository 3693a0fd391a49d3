"""For every rule a record that breaks it, and the nearest one that does not."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.unit.checks.cases import (
    DAY0,
    PATIENT,
    RECORDS,
    TODAY,
    after_hsct,
    day,
)

NOBODY_DIED = {"death": [], "follow_up": []}
NO_GVHD = {"agvhd_episode": [], "cgvhd_episode": []}
NO_REMISSION = {
    "prior_line": [],
    "disease_assessment": [],
    "hsct": [],
    "follow_up": [],
}
D = Decimal


@dataclass
class Broken:
    """``bad`` answers break the check, ``good`` ones do not; what else is around."""

    check: str
    form: str
    bad: dict[str, Any]
    good: dict[str, Any] = field(default_factory=dict)
    around: dict[str, Any] = field(default_factory=dict)
    instead: dict[str, Any] | None = None  # what is around the good record
    today: date = TODAY

    def __str__(self) -> str:
        return f"{self.check}-{self.form}-{'-'.join(self.bad) or 'around'}"


def first(form: str, **answers: Any) -> dict[str, Any]:
    """Return the form's uneventful record with other answers."""
    return {**RECORDS[form][0], **answers}


def another(form: str, **answers: Any) -> list[dict[str, Any]]:
    """Return the form's uneventful record and a second one."""
    return [RECORDS[form][0], {**RECORDS[form][0], "id": 2, **answers}]


OLDER = PATIENT["birth_date"] - timedelta(1)
ICE = dict(
    zip(
        (
            "ice_orientation",
            "ice_naming",
            "ice_commands",
            "ice_writing",
            "ice_attention",
        ),
        (4, 3, 1, 0, 1),
        strict=True,
    )
)
CAPD = dict.fromkeys(
    (
        "capd_eye_contact",
        "capd_purposeful",
        "capd_aware",
        "capd_communicates",
        "capd_restless",
        "capd_inconsolable",
        "capd_underactive",
        "capd_slow_response",
    ),
    "sometimes",
)
CHILD = {"patient": {"birth_date": date(2012, 5, 6)}}
AUTOLOGOUS = {
    "hsct_type": "autologous",
    "donor": "autologous",
    **dict.fromkeys(
        (
            "donor_relation",
            "hla_match",
            "donor_age",
            "donor_sex",
            "donor_blood_group",
            "abo_match",
            "cmv_donor",
        )
    ),
}
ICANS = {"icans_occurred": "yes", "icans_onset_date": day(7)}

DATES = [
    Broken(
        "DQ001",
        "follow_up",
        {"visit_date": TODAY + timedelta(1)},
        {"visit_date": after_hsct(380)},
    ),
    Broken(
        "DQ002",
        "diagnosis",
        {"diagnosis_date": OLDER},
        {"diagnosis_date": PATIENT["birth_date"]},
    ),
    Broken("DQ002", "patient", {"birth_date": day(-399)}, {"birth_date": day(-400)}),
    Broken("DQ003", "infusion", {"infusion_date": "2021-01"}),
    Broken("DQ003", "infusion", {"infusion_date": None}),
    Broken(
        "DQ003",
        "disease_assessment",
        {"assessment_date": None},
        {"assessment_date": None, "absent": {"assessment_date": "unknown"}},
    ),
    Broken(
        "DQ003",
        "expansion",
        {"expansion_date": None},
        {"expansion_date": None, "absent": {"expansion_date": "unknown"}},
    ),
    Broken("DQ004", "patient", {"birth_date": date(1899, 12, 31)}),
    Broken(
        "DQ004",
        "patient",
        {"birth_date": date(1913, 1, 1)},
        {"birth_date": date(1914, 1, 1)},
    ),
    Broken(
        "DQ005", "infusion", {"infusion_date": day(-401)}, {"infusion_date": day(-400)}
    ),
    Broken(
        "DQ006",
        "apheresis_product",
        {"apheresis_date": day(1)},
        {"apheresis_date": DAY0},
    ),
    Broken(
        "DQ006",
        "apheresis_product",
        {"apheresis_date": day(1)},
        {"apheresis_date": day(1), "cell_source": "new_donor"},
    ),
    Broken(
        "DQ007",
        "apheresis_product",
        {"apheresis_date": day(-366)},
        {"apheresis_date": day(-365)},
    ),
    Broken(
        "DQ007",
        "apheresis_product",
        {"apheresis_date": day(-4)},
        {"apheresis_date": day(-5)},
    ),
    Broken("DQ008", "lymphodepletion", {"ld_start": DAY0}, {"ld_start": day(-1)}),
    Broken("DQ009", "lymphodepletion", {"ld_start": day(-22)}, {"ld_start": day(-21)}),
    Broken("DQ009", "lymphodepletion", {"ld_start": day(-1)}, {"ld_start": day(-2)}),
    Broken(
        "DQ009",
        "lymphodepletion",
        {"ld_start": day(-20), "ld_end": day(-15)},
        {"ld_start": day(-20), "ld_end": day(-14)},
    ),
    Broken("DQ011", "prior_line", {"start_date": day(-401)}, {"start_date": day(-400)}),
    Broken("DQ011", "prior_line", {"end_date": day(-391)}, {"end_date": day(-390)}),
    Broken("DQ012", "prior_line", {"line_no": 2}, {"line_no": 1}),
    Broken(
        "DQ012",
        "prior_line",
        {"start_date": day(-391), "line_no": 2},
        {"start_date": day(-300), "line_no": 2},
        {"prior_line": [{"id": 9}, first("prior_line", id=2)]},
    ),
    Broken(
        "DQ012",
        "prior_line",
        {"start_date": day(-350), "line_no": 2},
        {"start_date": day(-350), "line_no": 1},
        {"prior_line": [{"id": 9}, first("prior_line", id=2)]},
        {"prior_line": [{"id": 9}, first("prior_line", id=2, line_no=2)]},
    ),
    Broken(
        "DQ013", "crs_episode", {"crs_onset_date": day(-1)}, {"crs_onset_date": DAY0}
    ),
    Broken(
        "DQ014", "crs_episode", {"crs_onset_date": day(31)}, {"crs_onset_date": day(30)}
    ),
    Broken(
        "DQ015",
        "crs_episode",
        {"crs_resolved_date": day(2)},
        {"crs_resolved_date": day(3)},
    ),
    Broken(
        "DQ016",
        "crs_episode",
        {"crs_resolved_date": day(64)},
        {"crs_resolved_date": day(63)},
    ),
    Broken(
        "DQ017",
        "icans_episode",
        {"icans_onset_date": day(-1)},
        {"icans_onset_date": DAY0},
    ),
    Broken(
        "DQ017",
        "icans_episode",
        {"icans_onset_date": day(5), "icans_resolved_date": day(4)},
        {"icans_onset_date": day(5), "icans_resolved_date": day(5)},
    ),
    Broken(
        "DQ018",
        "icans_episode",
        {"icans_onset_date": day(61)},
        {"icans_onset_date": day(60)},
    ),
    Broken("DQ020", "hsct", {"hsct_date": day(-401)}, {"hsct_date": day(-400)}),
    Broken("DQ021", "hsct", {"hsct_date": DAY0}, {"hsct_date": day(1)}),
    Broken(
        "DQ022",
        "hsct",
        {"conditioning_start": after_hsct(1)},
        {"conditioning_start": after_hsct(0)},
    ),
    Broken(
        "DQ022",
        "hsct",
        {"conditioning_start": after_hsct(-31)},
        {"conditioning_start": after_hsct(-30)},
    ),
    Broken(
        "DQ023",
        "hsct",
        {},
        {},
        {"hsct": another("hsct", hsct_no=2, hsct_date=day(50))},
        {"hsct": another("hsct", hsct_no=2, hsct_date=day(150))},
    ),
    Broken(
        "DQ023",
        "hsct",
        {},
        {},
        {"hsct": another("hsct", hsct_date=day(150))},
        {"hsct": another("hsct", hsct_no=None, hsct_date=day(150))},
    ),
    Broken(
        "DQ024",
        "engraftment",
        {"anc_engraftment_date": after_hsct(0)},
        {"anc_engraftment_date": after_hsct(1)},
    ),
    Broken(
        "DQ024",
        "engraftment",
        {"plt_engraftment_date": after_hsct(0)},
        {"plt_engraftment_date": None},
    ),
    Broken(
        "DQ025",
        "engraftment",
        {"anc_engraftment_date": after_hsct(43)},
        {"anc_engraftment_date": after_hsct(42)},
    ),
    Broken(
        "DQ025",
        "engraftment",
        {"anc_engraftment_date": after_hsct(4)},
        {"anc_engraftment_date": after_hsct(0)},
    ),
    Broken(
        "DQ026",
        "agvhd_episode",
        {"agvhd_onset_date": after_hsct(-1)},
        {"agvhd_onset_date": after_hsct(0)},
    ),
    Broken(
        "DQ026",
        "cgvhd_episode",
        {"cgvhd_onset_date": after_hsct(-1)},
        {"cgvhd_onset_date": after_hsct(0)},
    ),
    Broken(
        "DQ027",
        "cgvhd_episode",
        {"cgvhd_onset_date": after_hsct(59)},
        {"cgvhd_onset_date": after_hsct(60)},
    ),
    Broken(
        "DQ028",
        "cgvhd_episode",
        {"cgvhd_onset_date": after_hsct(24)},
        {"cgvhd_onset_date": after_hsct(25)},
    ),
    Broken(
        "DQ029",
        "agvhd_episode",
        {"agvhd_onset_date": after_hsct(101)},
        {"agvhd_onset_date": after_hsct(100)},
    ),
    Broken(
        "DQ030",
        "cgvhd_episode",
        {"cgvhd_systemic_start": after_hsct(199)},
        {"cgvhd_systemic_start": after_hsct(200)},
    ),
    Broken("DQ032", "relapse", {"relapse_date": day(-1)}, {"relapse_date": DAY0}),
    Broken(
        "DQ032",
        "relapse",
        {"relapse_date": day(59)},
        {"relapse_date": day(60)},
        {"infusion": []},
    ),
    Broken("DQ033", "relapse", {}, {"relapse_type": "progression"}, NO_REMISSION),
    Broken(
        "DQ034",
        "relapse",
        {"relapse_date": after_hsct(381)},
        {"relapse_date": after_hsct(380)},
    ),
    Broken(
        "DQ035",
        "follow_up",
        {"visit_date": after_hsct(381)},
        {"visit_date": after_hsct(379)},
    ),
    Broken(
        "DQ036",
        "death",
        {"death_date": after_hsct(299)},
        {"death_date": after_hsct(300)},
    ),
    Broken(
        "DQ037",
        "follow_up",
        {"last_contact_date": after_hsct(299)},
        {"last_contact_date": after_hsct(300)},
    ),
    Broken("DQ038", "follow_up", {"vital_status": "dead"}, {}, {"death": []}),
    Broken(
        "DQ038",
        "follow_up",
        {"visit_date": after_hsct(380)},
        {"visit_date": after_hsct(380), "vital_status": "dead"},
    ),
    Broken("DQ040", "patient", {"consent_date": day(1)}, {"consent_date": DAY0}),
    Broken(
        "DQ041",
        "patient",
        {"consent_status": "withdrawn", "consent_withdrawn_date": after_hsct(299)},
        {"consent_status": "withdrawn", "consent_withdrawn_date": after_hsct(300)},
    ),
    Broken(
        "DQ041",
        "relapse",
        {},
        {"relapse_date": after_hsct(250)},
        {
            "patient": {
                "consent_status": "withdrawn",
                "consent_withdrawn_date": after_hsct(299),
            }
        },
    ),
    Broken(
        "DZ006",
        "patient",
        {"consent_withdrawn_date": day(-21)},
        {"consent_withdrawn_date": day(-20)},
    ),
    Broken("DZ007", "prior_line", {"response_date": day(-391)}),
    Broken(
        "DZ007",
        "prior_line",
        {"relapse_after_line_date": day(-341)},
        {"relapse_after_line_date": day(-340)},
    ),
    Broken(
        "DZ008",
        "apheresis_product",
        {"manufacture_date": day(-21)},
        {"manufacture_date": day(-20)},
    ),
    Broken("DZ009", "lymphodepletion", {"ld_end": day(-6)}, {"ld_end": day(-5)}),
    Broken("DZ009", "lymphodepletion", {"ld_end": DAY0}, {"ld_end": day(-1)}),
    Broken("DZ010", "expansion", {"expansion_date": day(-1)}, {"expansion_date": DAY0}),
    Broken(
        "DZ011",
        "crs_episode",
        {"tocilizumab_first_date": day(-1)},
        {"tocilizumab_first_date": DAY0},
    ),
    Broken(
        "DZ012",
        "engraftment",
        {"graft_failure_date": after_hsct(0)},
        {"graft_failure_date": after_hsct(1)},
    ),
    Broken(
        "DZ013",
        "agvhd_episode",
        {"agvhd_resolved_date": after_hsct(24)},
        {"agvhd_resolved_date": after_hsct(25)},
    ),
    Broken("DZ014", "cgvhd_episode", {"cgvhd_score_date": after_hsct(199)}),
    Broken(
        "DZ014",
        "cgvhd_episode",
        {"cgvhd_resolved_date": after_hsct(199)},
        {"cgvhd_resolved_date": after_hsct(200)},
    ),
    Broken(
        "DZ015",
        "disease_assessment",
        {"assessment_date": day(-401)},
        {"assessment_date": day(-400)},
    ),
]
RANGES = [
    Broken("DQ042", "patient", {"weight_kg": D("351")}, {"weight_kg": D("350")}),
    Broken(
        "DQ042", "infusion", {"dose_1e6_per_kg": D("0")}, {"dose_1e6_per_kg": D("0.1")}
    ),
    Broken(
        "DQ043", "infusion", {"dose_1e6_per_kg": D("20.1")}, {"dose_1e6_per_kg": 20}
    ),
    Broken("DQ044", "crs_episode", {"max_temp_c": D("103.1")}, {"max_temp_c": D("45")}),
    Broken(
        "DQ045",
        "infusion",
        {"dose_1e6_per_kg": D("2000000")},
        {"dose_1e6_per_kg": D("1000")},
    ),
    Broken("DQ046", "infusion", {"dose_flat_1e6": D("79")}, {"dose_flat_1e6": D("78")}),
    Broken(
        "DQ047",
        "disease_assessment",
        {"platelets": D("1501")},
        {"platelets": D("1500")},
    ),
    Broken("DQ047", "disease_assessment", {"anc": D("50.1")}, {"anc": D("50")}),
    Broken(
        "DQ048",
        "agvhd_episode",
        {"bilirubin_mg_dl": D("34")},
        {"bilirubin_mg_dl": D("30")},
    ),
    Broken(
        "DQ049",
        "agvhd_episode",
        {"bilirubin_mg_dl": D("2"), "bilirubin_umol_l": D("36")},
        {"bilirubin_mg_dl": D("2"), "bilirubin_umol_l": D("34")},
    ),
    Broken(
        "DQ050",
        "disease_assessment",
        {"bm_blasts_pct": D("0.3")},
        {"bm_blasts_pct": D("0")},
    ),
    Broken("DQ051", "hsct", {"cd34_1e6_per_kg": D("0.9")}, {"cd34_1e6_per_kg": D("1")}),
    Broken(
        "DQ051", "hsct", {"cd34_1e6_per_kg": D("20.1")}, {"cd34_1e6_per_kg": D("20")}
    ),
    Broken(
        "DQ052",
        "expansion",
        {"copies_per_ug": D("10000001")},
        {"copies_per_ug": D("10000000")},
    ),
    Broken(
        "DQ052",
        "expansion",
        {"copies_per_ug": D("9"), "lod": D("10")},
        {
            "copies_per_ug": D("9"),
            "lod": D("10"),
            "absent": {"copies_per_ug": "below_detection"},
        },
    ),
    Broken("DQ053", "patient", {"height_cm": D("65")}, {"height_cm": D("170")}),
    Broken("DQ055", "icans_episode", {**ICE, "ice_score": 8}, {**ICE, "ice_score": 9}),
    Broken(
        "DQ056", "icans_episode", {**CAPD, "capd_score": 15}, {**CAPD, "capd_score": 16}
    ),
    Broken(
        "DQ057",
        "lymphodepletion",
        {"flu_mg_m2_total": None},
        {"flu_mg_m2_total": None, "cy_mg_m2_total": None},
    ),
    Broken("DQ057", "lymphodepletion", {"ld_regimen": "Cy"}, {"ld_regimen": "other"}),
    Broken("DZ001", "patient", {"sex": "male"}, {"sex": "X"}),
    Broken(
        "DZ001",
        "hsct",
        {"gvhd_prophylaxis": ["CsA", "FK"]},
        {"gvhd_prophylaxis": ["CsA"]},
    ),
    Broken("DZ002", "infusion", {"course_no": D("1.5")}, {"course_no": D("1")}),
    Broken("DZ002", "patient", {"weight_kg": "heavy"}, {"weight_kg": "65"}),
    Broken("DZ002", "patient", {"weight_kg": True}, {"weight_kg": 65.5}),
    Broken("DZ002", "patient", {"weight_kg": D("NaN")}),
    Broken("DZ003", "patient", {"sex": None}),
    Broken(
        "DZ004", "patient", {"consent_version": "v" * 41}, {"consent_version": "v" * 40}
    ),
    Broken("DZ005", "patient", {"study_no": "P_1"}, {"study_no": "P-1"}),
    Broken("DZ005", "hsct", {"hla_match": "10-10"}, {"hla_match": "6/10"}),
]
AGREEMENT = [
    Broken(
        "DQ058", "crs_episode", {"crs_recorded_grade": "1"}, {"crs_recorded_grade": "2"}
    ),
    Broken(
        "DQ058",
        "crs_episode",
        {"crs_recorded_grade": "1"},
        {"crs_recorded_grade": "1", "crs_occurred": "unknown"},
    ),
    Broken(
        "DQ059",
        "crs_episode",
        {"crs_recorded_grade": "1", "hypotension": None},
        {"crs_recorded_grade": "4", "hypotension": None},
    ),
    Broken(
        "DQ059",
        "crs_episode",
        {"crs_recorded_grade": "1", "hypotension": None},
        {"crs_recorded_grade": "1", "hypotension": None, "crs_occurred": "no"},
    ),
    Broken(
        "DQ060",
        "icans_episode",
        {
            **ICANS,
            "ice_score": 9,
            "consciousness": "awake",
            "seizure": "none",
            "motor_weakness": "no",
            "cerebral_oedema": "none",
            "icans_recorded_grade": "2",
        },
        {
            **ICANS,
            "ice_score": 9,
            "consciousness": "awake",
            "seizure": "none",
            "motor_weakness": "no",
            "cerebral_oedema": "none",
            "icans_recorded_grade": "1",
        },
    ),
    Broken(
        "DQ060",
        "icans_episode",
        {**ICANS, "consciousness": "unarousable", "icans_recorded_grade": "1"},
        {
            "icans_occurred": "unknown",
            "consciousness": "unarousable",
            "icans_recorded_grade": "1",
        },
    ),
    Broken("DQ062", "agvhd_episode", {"agvhd_max_recorded_grade": "2"}),
    Broken(
        "DQ062",
        "agvhd_episode",
        {"agvhd_max_recorded_grade": "2"},
        {"agvhd_max_recorded_grade": "2", "agvhd_occurred": "unknown"},
    ),
    Broken(
        "DQ063",
        "agvhd_episode",
        {"rash_bsa_pct": D("60"), "bullae_desquamation": "no"},
        {"rash_bsa_pct": D("30"), "bullae_desquamation": "no"},
    ),
    Broken(
        "DQ063",
        "agvhd_episode",
        {"bilirubin_umol_l": D("34")},
        {"bilirubin_umol_l": D("33")},
    ),
    Broken(
        "DQ063",
        "agvhd_episode",
        {"bilirubin_mg_dl": D("2")},
        {"bilirubin_mg_dl": D("1.9")},
    ),
    Broken(
        "DQ063",
        "agvhd_episode",
        {"stool_ml_per_day": D("600"), "severe_pain_or_ileus_or_blood": "no"},
        {"stool_ml_per_day": D("400"), "severe_pain_or_ileus_or_blood": "no"},
    ),
    Broken(
        "DQ063",
        "agvhd_episode",
        {"stool_episodes_per_day": D("3"), "severe_pain_or_ileus_or_blood": "no"},
        {"stool_episodes_per_day": D("2"), "severe_pain_or_ileus_or_blood": "no"},
        {"patient": {"weight_kg": None}},
    ),
    Broken(
        "DQ063",
        "agvhd_episode",
        {"upper_gi_persistent_symptoms": "yes"},
        {"upper_gi_persistent_symptoms": "no"},
        {"patient": {"weight_kg": None, "birth_date": None}},
    ),
    Broken("DQ064", "agvhd_episode", {"skin": "0"}, {"skin": "1"}),
    Broken("DQ065", "cgvhd_episode", {"cgvhd_max_recorded_severity": "severe"}),
    Broken(
        "DQ065",
        "cgvhd_episode",
        {"cgvhd_max_recorded_severity": "severe"},
        {"cgvhd_max_recorded_severity": "severe", "cgvhd_occurred": "no"},
    ),
    Broken("DQ066", "cgvhd_episode", {"fev1_pct": D("79")}, {"fev1_pct": D("80")}),
    Broken(
        "DQ070",
        "disease_assessment",
        {"bm_blasts_pct": D("5")},
        {"bm_blasts_pct": D("4.9")},
    ),
    Broken(
        "DQ071",
        "disease_assessment",
        {"extramedullary": "present"},
        {"extramedullary": "resolved"},
    ),
    Broken("DQ072", "disease_assessment", {"anc": D("1.0")}, {"anc": D("1.1")}),
    Broken(
        "DQ072",
        "disease_assessment",
        {"anc": None, "platelets": D("100")},
        {"anc": None, "platelets": D("101")},
    ),
    Broken("DQ073", "disease_assessment", {"response": "NR"}, {"response": "CR"}),
    Broken(
        "DQ073",
        "disease_assessment",
        {"response": "PR"},
        {"response": "MLFS"},
        {"diagnosis": []},
    ),
    Broken(
        "DQ073",
        "disease_assessment",
        {"response": "NR"},
        {"bm_blasts_pct": D("5")},
        {"diagnosis": [first("diagnosis", disease="AML", etp=None)]},
    ),
    Broken(
        "DQ074",
        "disease_assessment",
        {"bm_blasts_pct": D("20"), "response": "NR"},
        {"bm_blasts_pct": D("19"), "response": "NR"},
    ),
    Broken(
        "DQ075",
        "disease_assessment",
        {"bm_blasts_pct": D("19"), "response": "NR", "mrd_sensitivity": None},
        {"bm_blasts_pct": D("20"), "response": "NR"},
    ),
    Broken("DQ076", "disease_assessment", {"mrd_pct": D("0.02")}, {"mrd_pct": D("0")}),
    Broken(
        "DQ076",
        "disease_assessment",
        {"mrd_result": "quantified"},
        {"mrd_result": "quantified", "mrd_pct": D("0.02")},
    ),
    Broken(
        "DQ077",
        "disease_assessment",
        {"mrd_method": None},
        {"mrd_method": None, "mrd_result": "not_done"},
    ),
    Broken(
        "DQ077",
        "disease_assessment",
        {"mrd_sensitivity": None},
        {"mrd_sensitivity": None, "absent": {"mrd_sensitivity": "unknown"}},
    ),
    Broken(
        "DQ078",
        "disease_assessment",
        {"mrd_result": "quantified", "mrd_pct": D("21.1")},
        {"mrd_result": "quantified", "mrd_pct": D("21")},
    ),
    Broken(
        "DQ079",
        "disease_assessment",
        {"response": "relapse"},
        {"response": "relapse", "assessment_date": None},
        NO_REMISSION,
        {},
    ),
    Broken(
        "DQ079",
        "disease_assessment",
        {"response": "relapse", "assessment_date": None},
        {},
        NO_REMISSION,
    ),
    Broken(
        "DQ080",
        "disease_assessment",
        {"assessment_date": day(36)},
        {"assessment_date": day(35)},
    ),
    Broken(
        "DQ080",
        "disease_assessment",
        {"assessment_date": day(20)},
        {"assessment_date": day(20)},
        {},
        {"infusion": []},
    ),
    Broken("DQ081", "crs_episode", {"crs_occurred": "no"}, {"crs_occurred": "unknown"}),
    Broken(
        "DQ081",
        "crs_episode",
        {"crs_occurred": "no", "tocilizumab_doses": 0},
        {
            "crs_occurred": "no",
            "tocilizumab_doses": 0,
            "crs_onset_date": None,
            "max_temp_c": None,
            "hypoxia": "none",
            "crs_recorded_grade": "0",
        },
    ),
    Broken(
        "DQ082",
        "crs_episode",
        {"tocilizumab_first_date": day(12)},
        {"tocilizumab_first_date": day(11)},
    ),
    Broken(
        "DQ082",
        "crs_episode",
        {"tocilizumab_first_date": day(1), "crs_resolved_date": None},
        {"tocilizumab_first_date": day(2), "crs_resolved_date": None},
    ),
    Broken(
        "DQ083",
        "crs_episode",
        {"crs_recorded_grade": "5"},
        {"crs_recorded_grade": "4"},
        NOBODY_DIED,
    ),
    Broken(
        "DQ083",
        "crs_episode",
        {"crs_recorded_grade": "5"},
        {"crs_recorded_grade": "5", "crs_resolved_date": after_hsct(350)},
    ),
    Broken(
        "DQ083",
        "icans_episode",
        {"icans_recorded_grade": "5"},
        {"icans_recorded_grade": "4"},
        NOBODY_DIED,
    ),
    Broken(
        "DQ084", "icans_episode", {"capd_score": 9}, {"capd_score": 9, "ice_score": 9}
    ),
    Broken(
        "DQ084",
        "icans_episode",
        {"capd_score": 9, "absent": {"ice_score": "not_applicable"}},
        {"capd_score": 9},
        {},
        CHILD,
    ),
    Broken(
        "DQ084",
        "icans_episode",
        {"ice_score": 9},
        {"ice_score": 9, "capd_score": 3},
        CHILD,
    ),
    Broken(
        "DQ085",
        "icans_episode",
        {"ice_score": 1, "consciousness": "unarousable"},
        {"ice_score": 0, "consciousness": "unarousable"},
    ),
    Broken(
        "DQ086",
        "apheresis_product",
        {"cell_source": "hsct_donor"},
        {"cell_source": "new_donor"},
    ),
    Broken(
        "DQ086",
        "apheresis_product",
        {"cell_source": "hsct_donor"},
        {"cell_source": "hsct_donor"},
        {},
        {"hsct": [first("hsct", hsct_date=day(-90))]},
    ),
    Broken("DQ087", "apheresis_product", {"target": "CD19"}, {"target": "CD5"}),
    Broken(
        "DQ087",
        "apheresis_product",
        {},
        {"target": "CD19"},
        {"diagnosis": [first("diagnosis", disease="B-ALL")]},
    ),
    Broken(
        "DQ087",
        "apheresis_product",
        {"target": "CD19"},
        {"target": "CD19"},
        {},
        {"diagnosis": [{"id": 1}]},
    ),
    Broken("DQ088", "diagnosis", {"disease": "B-ALL"}, {"disease": "MPAL"}),
    Broken(
        "DQ089",
        "apheresis_product",
        {},
        {"target": "CD5"},
        {"diagnosis": [first("diagnosis", cd7_expression_pct=D("19"))]},
    ),
    Broken(
        "DQ090",
        "hsct",
        {"donor": "matched_sibling", "hla_match": "9/10"},
        {"donor": "matched_sibling", "hla_match": "10/10"},
    ),
    Broken("DQ091", "hsct", {"hla_match": "9/10"}, {"hla_match": "8/10"}),
    Broken(
        "DQ091",
        "hsct",
        {"donor": "matched_unrelated", "hla_match": "6/10"},
        {"donor": "matched_unrelated", "hla_match": "7/10"},
    ),
    Broken("DQ091", "hsct", {"hla_match": "10/10"}, {"hla_match": "ten"}),
    Broken("DQ092", "hsct", {"hla_match": "10/8"}, {"hla_match": "8/8"}),
    Broken(
        "DQ093", "hsct", {"donor_relation": "unrelated"}, {"donor_relation": "mother"}
    ),
    Broken(
        "DQ093",
        "hsct",
        {"donor_relation": "sibling", "donor_age": D("72")},
        {"donor_relation": "sibling", "donor_age": D("71")},
    ),
    Broken("DQ094", "hsct", {"bu_mg_kg_total": D("8.9")}, {"bu_mg_kg_total": D("9")}),
    Broken(
        "DQ094",
        "hsct",
        {"conditioning": "TBI/Cy", "tbi_gy": D("4")},
        {"conditioning": "TBI/Cy", "tbi_gy": D("8")},
    ),
    Broken(
        "DQ094",
        "hsct",
        {"conditioning": "none"},
        {"conditioning": "none", "intensity": "none"},
    ),
    Broken(
        "DQ095",
        "hsct",
        {"conditioning": "TBI/Cy"},
        {"conditioning": "TBI/Cy", "tbi_gy": D("12")},
    ),
    Broken("DQ095", "hsct", {"tbi_gy": D("4")}, {"tbi_gy": D("0")}),
    Broken(
        "DQ096",
        "hsct",
        {"donor_blood_group": "AB+"},
        {"donor_blood_group": "AB+", "abo_match": "major"},
    ),
    Broken(
        "DQ096",
        "hsct",
        {"donor_blood_group": "B-"},
        {"donor_blood_group": "B-", "abo_match": "bidirectional"},
    ),
    Broken("DQ097", "hsct", {"status_at_hsct": "NR"}, {"status_at_hsct": "CR"}),
    Broken("DQ097", "hsct", {"mrd_at_hsct": "positive"}, {}),
    Broken(
        "DQ097",
        "hsct",
        {"status_at_hsct": "NR", "mrd_at_hsct": "positive"},
        {"status_at_hsct": "NR", "mrd_at_hsct": "positive"},
        {},
        {"disease_assessment": [first("disease_assessment", assessment_date=day(14))]},
    ),
    Broken(
        "DQ100",
        "engraftment",
        {"graft_failure": "primary"},
        {"graft_failure": "secondary"},
    ),
    Broken(
        "DQ101",
        "engraftment",
        {"anc_engraftment_date": after_hsct(29)},
        {"anc_engraftment_date": after_hsct(28)},
    ),
    Broken("DQ103", "hsct", {**AUTOLOGOUS, "donor_age": D("40")}, AUTOLOGOUS, NO_GVHD),
    Broken(
        "DQ103", "hsct", {**AUTOLOGOUS, "donor": "haploidentical"}, AUTOLOGOUS, NO_GVHD
    ),
    Broken(
        "DQ103",
        "agvhd_episode",
        {},
        {"agvhd_occurred": "no"},
        {"hsct": [first("hsct", **AUTOLOGOUS)]},
    ),
    Broken(
        "DQ103",
        "cgvhd_episode",
        {},
        {"cgvhd_occurred": "no"},
        {"hsct": [first("hsct", **AUTOLOGOUS)]},
    ),
    Broken(
        "DQ104",
        "death",
        {},
        {},
        {"relapse": []},
        {
            "relapse": [],
            "diagnosis": [first("diagnosis", recorded_status="primary_refractory")],
        },
    ),
    Broken(
        "DQ104",
        "death",
        {},
        {},
        {"relapse": []},
        {"relapse": [], "hsct": [first("hsct", status_at_hsct="NR")]},
    ),
    Broken(
        "DQ105", "death", {"cause_of_death": "infection"}, {"cause_of_death": "unknown"}
    ),
    Broken(
        "DQ105",
        "death",
        {"cause_of_death": "infection"},
        {"cause_of_death": "infection"},
        {},
        {"relapse": []},
    ),
    Broken(
        "DQ106", "death", {"cause_of_death": "icans"}, {"cause_of_death": "gvhd_acute"}
    ),
]
COMPLETENESS = [
    Broken("DQ098", "hsct", {"gvhd_prophylaxis": []}, {"gvhd_prophylaxis": ["none"]}),
    Broken("DQ109", "infusion", {}, {}, {"disease_assessment": []}, {}),
    Broken(
        "DQ109",
        "infusion",
        {},
        {},
        {"disease_assessment": []},
        {"disease_assessment": [], "death": [first("death", death_date=day(35))]},
    ),
    Broken("DQ110", "infusion", {}, {}, {"crs_episode": []}, {}),
    Broken("DQ112", "hsct", {}, {}, {"agvhd_episode": []}, {}),
    Broken(
        "DQ112",
        "hsct",
        {},
        {},
        {"cgvhd_episode": [], **NOBODY_DIED},
        {"cgvhd_episode": []},
    ),
    Broken("DQ112", "hsct", {}, AUTOLOGOUS, {"agvhd_episode": []}),
    Broken(
        "DQ113",
        "hsct",
        {"donor_age": None},
        {"donor_age": None, "absent": {"donor_age": "unknown"}},
    ),
    Broken("DQ113", "hsct", {"cmv_donor": None}, AUTOLOGOUS),
    Broken("DQ114", "hsct", {}, {}, {"engraftment": []}, {}),
    Broken("DQ115", "death", {"cause_of_death": None}, {"cause_of_death": "infection"}),
]
IDENTITY = [
    Broken(
        "DQ120",
        "patient",
        {},
        {"sex": "F"},
        {
            "peers": [
                {
                    "study_no": "P9",
                    "sex": "M",
                    "days": [DAY0],
                    "birth_date": PATIENT["birth_date"],
                }
            ]
        },
    ),
    Broken(
        "DQ122",
        "infusion",
        {},
        {},
        {"infusion": another("infusion", course_no=2)},
        {"infusion": another("infusion", course_no=2, infusion_date=day(40))},
    ),
    Broken(
        "DQ122",
        "hsct",
        {},
        {},
        {"hsct": another("hsct", hsct_no=2)},
        {"hsct": another("hsct", hsct_no=2, hsct_date=day(150))},
    ),
    Broken(
        "DQ123",
        "disease_assessment",
        {},
        {"time_point": "D60"},
        {"disease_assessment": another("disease_assessment")},
    ),
    Broken(
        "DQ124",
        "prior_line",
        {"regimen": "VDCLP 13912345678"},
        {"regimen": "VDCLP 139123456789"},
    ),
    Broken("DQ124", "prior_line", {"regimen": "姓名:王某"}, {"regimen": "VDCLP"}),
    Broken("DQ124", "prior_line", {"regimen": "11010519491231002X"}),
    Broken("DQ124", "prior_line", {"regimen": "wang@example.org"}),
]
EVERY = [*DATES, *RANGES, *AGREEMENT, *COMPLETENESS, *IDENTITY]
