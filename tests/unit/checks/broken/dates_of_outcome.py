"""Records that break the checks of dates after the transplant, and of paired dates."""

from tests.unit.checks.broken.base import NO_REMISSION, Broken
from tests.unit.checks.cases import DAY0, after_hsct, day

DATES_OF_OUTCOME = [
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
        {"consent_status": "withdrawn", "consent_withdrawn_date": day(-21)},
        {"consent_status": "withdrawn", "consent_withdrawn_date": day(800)},
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
