"""Records that break the checks of completeness and identity."""

from tests.unit.checks.broken.base import (
    AUTOLOGOUS,
    NOBODY_DIED,
    Broken,
    another,
    first,
)
from tests.unit.checks.cases import DAY0, PATIENT, day

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
    Broken("DQ116", "infusion", {}, {}, {**NOBODY_DIED, "hsct": []}, {}),
    Broken("DQ116", "hsct", {}, {}, NOBODY_DIED, {}),
    Broken("DQ117", "patient", {}, {}, NOBODY_DIED, {}),
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
        "DQ122",
        "death",
        {},
        {},
        {"death": another("death", death_date=day(400))},
        {"death": []},
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
