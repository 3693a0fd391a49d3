"""What an episode's engine is told of the death: section 2.0 of the specification."""

from datetime import date, timedelta

import pytest

from registry.checks import Case
from registry.checks.graded import crs, died_of, icans

END = date(2024, 2, 1)


def a_case(*contacts, **death):
    """Return a case of contacts (days after the end, status) and perhaps a death."""
    visits = [
        {"visit_date": END + timedelta(days=day), "vital_status": status}
        for day, status in contacts
    ]
    forms = {"follow_up": visits, "death": [death] if death else []}
    return Case(patient={}, forms=forms, today=date(2025, 1, 1))


def dead(days, cause="crs", **more):
    return {
        "death_date": END + timedelta(days=days),
        "cause_of_death": cause,
        **more,
    }


@pytest.mark.parametrize(
    ("death", "died"),
    [
        (dead(30), True),
        (dead(31), False),  # alive 30 days after its end: of something else
        (dead(-1), True),
        (dead(5, "infection"), False),
        (dead(30, "unknown"), None),
        (dead(31, "unknown"), False),
        (dead(5, None), None),
        ({"cause_of_death": "crs", "as_entered": {"death_date": "2024-02"}}, True),
        ({"cause_of_death": "crs", "as_entered": {"death_date": "2024-04"}}, False),
        ({"cause_of_death": "crs", "as_entered": {"death_date": "2024"}}, True),
    ],
)
def test_a_death_counts_up_to_30_days_after_the_end(death, died):
    assert died_of(a_case(**death), "crs", END) is died


def test_without_an_end_the_cause_alone_decides():
    assert died_of(a_case(**dead(400)), "crs") is True
    assert died_of(a_case(**dead(400, "unknown")), "crs") is None


@pytest.mark.parametrize(
    ("contacts", "died"),
    [
        ((), False),  # nobody said that the patient died
        (((5, "alive"),), False),
        (((5, "lost"),), None),
        (((5, "dead"),), None),
        (((31, "alive"), (90, "lost")), False),
        (((30, "alive"), (90, "lost")), None),
        (((90, "lost"), (120, "alive")), False),
    ],
)
def test_without_a_death_the_last_contact_decides(contacts, died):
    assert died_of(a_case(*contacts), "crs", END) is died


MILD = {
    "max_temp_c": 39,
    "antipyretic_or_anticytokine": "no",
    "hypotension": "none",
    "hypoxia": "none",
    "crs_resolved_date": END,
}


def test_a_resolved_episode_keeps_its_grade_before_a_late_death():
    assert crs(MILD, a_case(**dead(30))).grade == 5
    assert crs(MILD, a_case(**dead(31))).grade == 1
    assert crs(MILD, a_case(**dead(31, "unknown"))).grade == 1


def test_a_lost_patient_leaves_the_grade_open_up_to_5():
    found = crs(MILD, a_case((10, "lost")))
    assert (found.grade, found.at_least, found.at_most) == (None, 1, 5)
    assert list(found.missing) == ["death"]


def test_the_end_of_icans_counts_alike():
    record = {
        "ice_score": 8,
        "consciousness": "awake",
        "seizure": "none",
        "motor_weakness": "no",
        "cerebral_oedema": "none",
        "icans_resolved_date": END,
    }
    assert icans(record, a_case(**dead(10, "icans")), 30).grade == 5
    assert icans(record, a_case(**dead(40, "icans")), 30).grade == 1
