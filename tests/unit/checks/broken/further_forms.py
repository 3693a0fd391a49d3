"""Records that break the checks of support, complications and late effects."""

from registry.checks.dated import DATED
from tests.unit.checks.broken.base import (
    CHILD,
    NOBODY_DIED,
    RECORDS,
    Broken,
    D,
    first,
)
from tests.unit.checks.cases import HCT_CI, after_hsct, day

COUNTS = RECORDS["blood_count"]
NO_COUNTS = {"blood_count": []}
ENGRAFTING = {
    "blood_count": [
        {
            "id": at,
            "count_date": after_hsct(at),
            "anc": D("0.1") if at < 12 else D("0.9"),
            "platelets": D("10") if at < 14 else D("60"),
            "platelet_transfusion": "no",
        }
        for at in range(29)
    ]
}
MADE = {"apheresis_product": [first("apheresis_product", vector="lentiviral")]}
TESTED = RECORDS["second_malignancy"]
FAILED = {
    "engraftment": [
        first(
            "engraftment", graft_failure="secondary", graft_failure_date=after_hsct(20)
        )
    ]
}
AUTOLOGOUS = {"hsct": [first("hsct", hsct_type="autologous")]}
FATAL_INFECTION = {"infection_grade": 5, "infection_resolved_date": after_hsct(375)}
SWITCH = {"target_antigen": "lineage_switch"}
MALIGNANT = {
    "absent": {},
    "malignancy_type": "T_cell_lymphoma",
    "malignancy_date": day(300),
    "car_transgene": "negative",
    "reported_to_authority_date": day(310),
}

DATES = [
    *(
        Broken("DQ003", form, {at: None}, {at: None, "absent": {at: "unknown"}})
        for form, at in DATED.items()
    ),
    Broken("DQ010", "bridging", {"bridging_start": day(-21)}),
    Broken("DQ010", "bridging", {"bridging_end": day(-4)}, {"bridging_end": day(-5)}),
    Broken("DZ016", "bridging", {"bridging_end": day(-19)}),
    Broken(
        "DQ019",
        "iec_hs",
        {"iec_hs_onset_date": day(3)},
        {"iec_hs_onset_date": day(4)},
    ),
    Broken("DZ018", "iec_hs", {"iec_hs_onset_date": day(-1)}),
    Broken("DZ019", "aplasia", {"aplasia_date": day(-1)}, {"aplasia_date": day(0)}),
    Broken(
        "DZ020",
        "aplasia",
        {"aplasia_recovered_date": day(27)},
        {"aplasia_recovered_date": day(28)},
    ),
    Broken(
        "DZ021",
        "infection",
        {"infection_resolved_date": day(89)},
        {"infection_resolved_date": day(90)},
    ),
    Broken("DZ022", "other_toxicity", {"tox_resolved_date": day(4)}),
    Broken("DZ023", "other_toxicity", {"tox_onset_date": day(-1)}),
    Broken("DZ024", "subsequent_therapy", {"subsequent_start": day(-1)}),
    Broken("DZ025", "second_malignancy", {"malignancy_date": day(-1)}),
    Broken("DZ026", "second_malignancy", {"rcl_test_date": day(-1)}),
    *(
        Broken("DQ026", form, {at: after_hsct(-1)}, {at: after_hsct(0)})
        for form, at in (
            ("chimerism", "chimerism_date"),
            ("sos_vod", "sos_onset_date"),
            ("ta_tma", "tma_onset_date"),
            ("dli", "dli_date"),
        )
    ),
    Broken(
        "DQ031",
        "sos_vod",
        {"sos_onset_date": after_hsct(61)},
        {"sos_onset_date": after_hsct(60)},
    ),
    Broken(
        "DQ031",
        "sos_vod",
        {"sos_onset_date": after_hsct(61)},
        {"sos_onset_date": after_hsct(61)},
        {},
        CHILD,
    ),
    Broken("DQ034", "infection", {"infection_resolved_date": after_hsct(381)}),
    Broken(
        "DQ034",
        "second_malignancy",
        MALIGNANT | {"rcl_test_date": after_hsct(381)},
        MALIGNANT | {"reported_to_authority_date": after_hsct(381)},
    ),
    Broken(
        "DQ039",
        "second_malignancy",
        MALIGNANT | {"reported_to_authority_date": day(316)},
        MALIGNANT | {"reported_to_authority_date": day(315)},
    ),
    Broken(
        "DZ027",
        "second_malignancy",
        MALIGNANT | {"reported_to_authority_date": day(299)},
        MALIGNANT | {"reported_to_authority_date": day(300)},
    ),
]
CONCLUSIONS = [
    Broken(
        "DZ017",
        "bridging",
        {"bridging_given": "no"},
        {"bridging_given": "no"}
        | dict.fromkeys(
            ("bridging_class", "bridging_start", "bridging_end", "bridging_response")
        ),
    ),
    Broken("DQ061", "iec_hs", {"iec_hs_recorded_grade": "3"}),
    Broken("DQ061", "iec_hs", {"alternative_cause_excluded": "no"}),
    Broken("DQ083", "iec_hs", {"iec_hs_recorded_grade": "5"}, {}, NOBODY_DIED),
    Broken("DQ083", "infection", {"infection_grade": 5}, FATAL_INFECTION),
    Broken("DQ083", "other_toxicity", {"tox_grade": 5}, {}, NOBODY_DIED),
    Broken("DQ067", "sos_vod", {"sos_recorded_severity": "mild"}),
    Broken(
        "DQ067",
        "sos_vod",
        {
            "bilirubin_mg_dl": D("1"),
            "painful_hepatomegaly": "no",
            "us_or_elastography_suggestive": "no",
            "histology_proven": "no",
            "hvpg_mm_hg": D("5"),
        },
    ),
    Broken(
        "DQ068",
        "ta_tma",
        {
            "tma_ldh_elevated": "no",
            "tma_schistocytes": "no",
            "tma_biopsy_proven": "no",
            "tma_sc5b9_elevated": "no",
            "tma_proteinuria": "no",
        },
    ),
    Broken("DQ069", "comorbidity", {"recorded_hct_ci": 3}, {"recorded_hct_ci": 0}),
    Broken(
        "DQ099",
        "engraftment",
        {"anc_engraftment_date": after_hsct(13)},
        {},
        ENGRAFTING,
    ),
    Broken(
        "DQ099",
        "engraftment",
        {"plt_engraftment_date": after_hsct(15)},
        {"plt_engraftment_date": after_hsct(15)},
        ENGRAFTING,
        {},
    ),
    Broken(
        "DQ102",
        "chimerism",
        {"chimerism_date": after_hsct(290), "donor_pct": D("100")},
        {"chimerism_date": after_hsct(260), "donor_pct": D("100")},
    ),
    Broken(
        "DQ102", "chimerism", {"donor_pct": D("97")}, {"donor_pct": D("60")}, FAILED
    ),
    Broken("DQ103", "chimerism", {"donor_pct": D("97")}, {}, AUTOLOGOUS, {}),
    Broken(
        "DQ107",
        "relapse",
        SWITCH,
        SWITCH,
        {},
        {
            "diagnosis": [
                *RECORDS["diagnosis"],
                {"id": 2, "disease": "AML", "diagnosis_date": after_hsct(300)},
            ]
        },
    ),
    Broken(
        "DQ108",
        "second_malignancy",
        MALIGNANT | {"car_transgene": "not_tested"},
        MALIGNANT,
    ),
]
MISSING = [
    Broken(
        "DQ111",
        "infusion",
        {},
        {},
        {"blood_count": [COUNTS[0], *COUNTS[5:]]},
        {"blood_count": COUNTS},
    ),
    Broken("DQ111", "infusion", {}, {}, {"blood_count": COUNTS[:6]}, NO_COUNTS),
    Broken(
        "DQ118",
        "infusion",
        {},
        {},
        MADE | {"second_malignancy": TESTED[:2]},
        MADE | {"second_malignancy": TESTED},
    ),
    Broken("DQ118", "infusion", {}, {}, MADE | {"second_malignancy": []}, {}),
    Broken("DQ119", "hsct", {}, {}, {"comorbidity": []}, {}),
    Broken(
        "DQ119",
        "hsct",
        {},
        {},
        {"comorbidity": [first("comorbidity", **dict.fromkeys(HCT_CI[:4], "unknown"))]},
        {"comorbidity": [first("comorbidity", **dict.fromkeys(HCT_CI[:3], "unknown"))]},
    ),
]
FURTHER_FORMS = [*DATES, *CONCLUSIONS, *MISSING]
