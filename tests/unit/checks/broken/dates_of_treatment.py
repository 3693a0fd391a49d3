"""Records that break the checks of dates up to the transplant."""

from datetime import date, timedelta

from tests.unit.checks.broken.base import OLDER, Broken, another, first
from tests.unit.checks.cases import DAY0, PATIENT, TODAY, after_hsct, day

DATES_OF_TREATMENT = [
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
]
