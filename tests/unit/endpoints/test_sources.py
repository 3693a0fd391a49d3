"""Which record an endpoint's last day is from: form, field, number."""

import pytest

from outcomes.endpoints import ENDPOINTS
from outcomes.timelines import timeline_of
from outcomes.timelines.recorded import Source, source_of
from tests.unit.cohorts.cases import a_case, day, hsct, infusion

ALIVE = {"visit_date": day(900), "vital_status": "alive"}


def source(code, **forms):
    """Return where the end of an endpoint from the first index event is written."""
    timeline = timeline_of(a_case(**forms))
    endpoint = ENDPOINTS[code]
    index = next(i for i in timeline.index_events() if i.kind in endpoint.from_index)
    return source_of(endpoint.derive(timeline, index, None).end)


def relapse(on):
    return {"relapse_date": day(on)}


def count(on, anc, **values):
    return {"count_date": day(on), "anc": anc, **values}


TREATED = {"infusion": [infusion()], "follow_up": [ALIVE]}
GRAFTED = {"hsct": [hsct(0)], "follow_up": [ALIVE]}
STAGES = dict.fromkeys(("liver", "lower_gi", "upper_gi"), "0")
GVHD = {"agvhd_occurred": "yes", "hsct_no": 1, **STAGES}
EARLY_DEATH = {"death": [{"death_date": day(9)}]}
ENGRAFTED = {"engraftment": [{"anc_engraftment_date": day(12), "hsct_no": 1}]}


@pytest.mark.parametrize(
    ("code", "forms", "expected"),
    [
        ("OS", TREATED, ("follow_up", "visit_date", 1)),
        (
            "OS",
            TREATED | {"death": [{"death_date": day(950)}]},
            ("death", "death_date", 1),
        ),
        # Of several the earliest, of two on one day the first.
        (
            "RI",
            TREATED | {"relapse": [relapse(300), relapse(200)]},
            ("relapse", "relapse_date", 2),
        ),
        (
            "LFS",
            TREATED | {"relapse": [relapse(200), relapse(200)]},
            ("relapse", "relapse_date", 1),
        ),
        # A relapse is a contact, too, and later than the last visit.
        (
            "OS",
            TREATED | {"relapse": [relapse(300), relapse(901)]},
            ("relapse", "relapse_date", 2),
        ),
        (
            "RI",
            TREATED | {"relapse": [{"as_entered": {"relapse_date": "2024-08"}}]},
            ("relapse", "relapse_date", 1),
        ),
        (
            "OS",
            {
                "infusion": [infusion()],
                "follow_up": [
                    {"vital_status": "alive", "as_entered": {"visit_date": "2024-08"}}
                ],
            },
            ("follow_up", "visit_date", 1),
        ),
        (
            "NRM",
            TREATED | {"death": [{"death_date": day(9)}]},
            ("death", "death_date", 1),
        ),
        (
            "AGVHD24",
            GRAFTED
            | {
                "agvhd_episode": [
                    GVHD | {"agvhd_onset_date": day(20), "skin": "1"},
                    GVHD | {"agvhd_onset_date": day(30), "skin": "4"},
                ]
            },
            ("agvhd_episode", "agvhd_onset_date", 2),
        ),
        (
            "CRSRES",
            TREATED
            | {
                "crs_episode": [
                    {
                        "crs_onset_date": day(2),
                        "crs_resolved_date": day(6),
                        "crs_occurred": "yes",
                    }
                ]
            },
            ("crs_episode", "crs_resolved_date", 1),
        ),
        (
            "ANCENG",
            GRAFTED | ENGRAFTED,
            ("engraftment", "anc_engraftment_date", 1),
        ),
        # Of two counts of a day the lower is the one that the rule reads.
        (
            "ANCENG",
            GRAFTED
            | {
                "blood_count": [
                    count(5, 0.1),
                    count(11, 0.9),
                    count(11, 0.6),
                    count(12, 0.8),
                    count(13, 1.0),
                ]
            },
            ("blood_count", "count_date", 3),
        ),
        (
            "ICAHTREC",
            TREATED
            | {
                "blood_count": [
                    count(5, 0.1),
                    count(11, 0.7),
                    count(11, 0.6),
                    count(12, 0.8),
                    count(13, 1.0),
                ]
            },
            ("blood_count", "count_date", 3),
        ),
        # Trials date the failure on day 0, which the infusion says.
        (
            "EFSD0",
            TREATED
            | {
                "diagnosis": [{"disease": "T-ALL"}],
                "disease_assessment": [
                    {"assessment_date": day(28), "response": "NR"},
                ],
            },
            ("infusion", "infusion_date", 1),
        ),
        # The end of a horizon is written nowhere.
        ("CRSONS", TREATED | {"crs_episode": [{"crs_occurred": "no"}]}, None),
    ],
)
def test_the_day_that_ends_the_time_says_its_record(code, forms, expected):
    found = source(code, **forms)
    assert found == (None if expected is None else Source(*expected))


def test_an_imputed_day_keeps_its_flag():
    forms = TREATED | {"relapse": [{"as_entered": {"relapse_date": "2024-08"}}]}
    timeline = timeline_of(a_case(**forms))
    assert [one.imputed for one in timeline.relapses] == ["D"]
