"""Forms to timeline: what counts as a contact, and what has no day."""

import pytest

from outcomes.endpoints import ENDPOINTS
from outcomes.timelines import last_contact, timeline_of
from tests.unit.cohorts.cases import a_case, day, hsct, infusion


def visit(on, **values):
    return {"visit_date": day(on), "vital_status": "alive", **values}


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ({"infusion": [infusion()]}, 0),
        ({"infusion": [infusion()], "follow_up": [visit(90), visit(30)]}, 90),
        ({"infusion": [infusion()], "follow_up": [visit(90, vital_status="lost")]}, 0),
        ({"infusion": [infusion()], "follow_up": [visit(90, vital_status=None)]}, 0),
        ({"hsct": [hsct()], "engraftment": [{"anc_engraftment_date": day(75)}]}, 75),
        ({"relapse": [{"relapse_date": day(200)}]}, 200),
        (
            {"apheresis_product": [{"apheresis_date": day(9), "cell_source": "x"}]},
            None,
        ),
        (
            {
                "apheresis_product": [
                    {"apheresis_date": day(-20), "cell_source": "autologous"}
                ]
            },
            -20,
        ),
        ({"apheresis_product": [{"manufacture_date": day(9)}]}, None),
        ({"follow_up": [visit(90)], "death": [{"death_date": day(50)}]}, None),
        ({}, None),
    ],
)
def test_last_contact_is_the_latest_day_known_alive(forms, expected):
    found = last_contact(a_case(**forms))
    assert found == (None if expected is None else day(expected))


def test_neither_birth_nor_withdrawal_is_a_contact():
    patient = {"sex": "M", "birth_date": day(-9000), "consent_withdrawn_date": day(9)}
    assert last_contact(a_case(patient)) is None


def test_what_has_no_day_is_left_out():
    timeline = timeline_of(
        a_case(
            relapse=[{"relapse_date": None}],
            crs_episode=[{"crs_occurred": "yes", "crs_onset_date": None}],
            disease_assessment=[{"assessment_date": None, "response": "CR"}],
        )
    )
    assert timeline.relapses == timeline.crs == timeline.remissions == ()
    assert timeline.last_contact is None


def test_events_keep_their_days_and_grades():
    timeline = timeline_of(
        a_case(
            infusion=[infusion()],
            hsct=[hsct(status_at_hsct="CR1")],
            crs_episode=[
                {
                    "crs_occurred": "yes",
                    "crs_onset_date": day(3),
                    "max_temp_c": 39,
                    "hypotension": "one_vasopressor",
                    "hypoxia": "none",
                }
            ],
            agvhd_episode=[
                {
                    "agvhd_occurred": "yes",
                    "agvhd_onset_date": day(90),
                    "skin": "3",
                    "liver": "0",
                    "lower_gi": "0",
                    "upper_gi": "0",
                }
            ],
            cgvhd_episode=[
                {
                    "cgvhd_occurred": "yes",
                    "cgvhd_onset_date": day(200),
                    "cgvhd_max_recorded_severity": "mild",
                    "cgvhd_systemic_therapy": "no",
                }
            ],
            death=[{"death_date": day(400), "cause_of_death": "infection"}],
        )
    )
    assert [(e.onset, e.grade) for e in timeline.crs] == [(day(3), 3)]
    assert [(e.onset, e.grade) for e in timeline.acute_gvhd] == [(day(90), 2)]
    (chronic,) = timeline.chronic_gvhd
    assert (chronic.severity, chronic.systemic_therapy) == ("mild", False)
    assert timeline.remissions[0].in_remission
    assert timeline.death.cause == "infection"
    events = [(e.kind, e.number, e.day0) for e in timeline.index_events()]
    assert events == [("infusion", 1, day(0)), ("hsct", 1, day(60))]
    outcome = ENDPOINTS["NRM"].derive(timeline, timeline.index_events()[1], None)
    assert (outcome.day, outcome.cause) == (340, 1)


@pytest.mark.parametrize(
    ("findings", "recorded", "expected"),
    [
        ({"max_temp_c": 39, "hypotension": "none", "hypoxia": "none"}, "3", 1),
        ({"max_temp_c": 39, "hypotension": "fluids_only"}, "3", 3),
        ({"max_temp_c": 39, "hypotension": "fluids_only"}, "1", None),
        ({"max_temp_c": 39}, None, None),
        ({}, "2", 2),
    ],
)
def test_a_recorded_grade_stands_only_where_findings_leave_it_open(
    findings, recorded, expected
):
    episode = {"crs_occurred": "yes", "crs_onset_date": day(2), **findings}
    case = a_case(crs_episode=[{**episode, "crs_recorded_grade": recorded}])
    (found,) = timeline_of(case).crs
    assert found.grade == expected
