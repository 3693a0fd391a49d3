"""Records that break the checks of values and units."""

from tests.unit.checks.broken.base import CAPD, ICE, Broken, D

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
    Broken(
        "DQ054",
        "infusion",
        {"split_parts": [{"split_pct": 30}, {"split_pct": 60}]},
        {"split_parts": [{"split_pct": 30}, {"split_pct": 70.5}]},
    ),
    Broken("DZ030", "diagnosis", {"genes": "NPM1"}, {"genes": [{"gene": "NPM1"}]}),
    Broken(
        "DZ031",
        "diagnosis",
        {"genes": [{"gen": "NPM1"}]},
        {"genes": [{"gene": "NPM1"}]},
    ),
    Broken(
        "DZ032",
        "diagnosis",
        {"genes": [{"gene_vaf_pct": 12}]},
        {"genes": [{"gene": "NPM1", "gene_vaf_pct": 12}]},
    ),
    Broken(
        "DZ033",
        "diagnosis",
        {"genes": [{"gene": "NPM1"}]},
        {"genes": [{"gene": "NPM1", "gene_result": "positive"}]},
    ),
    Broken(
        "DZ034",
        "disease_assessment",
        {"myeloma_response": "VGPR"},
        {"circulating_blasts": "yes"},
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
    Broken("DQ053", "patient", {"height_cm": D("65")}, {"height_cm": D("0")}),
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
