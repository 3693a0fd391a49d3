"""Nothing is asked for before it is due, nor of who did not live to see it."""

from datetime import date

import pytest

from tests.unit.checks.cases import RECORDS, after_hsct, day, findings, ids

ALIVE = {"death": [], "follow_up": [], "relapse": []}
DUE = [
    ("DQ109", "infusion", {"disease_assessment": []}, day(35)),
    ("DQ110", "infusion", {"crs_episode": []}, day(30)),
    ("DQ112", "hsct", {"agvhd_episode": []}, after_hsct(110)),
    ("DQ112", "hsct", {"cgvhd_episode": []}, after_hsct(380)),
    ("DQ114", "hsct", {"engraftment": []}, after_hsct(45)),
]


@pytest.mark.parametrize(("check", "form", "missing", "last"), DUE)
def test_it_is_asked_for_on_the_day_after_it_is_due(check, form, missing, last):
    around = {**ALIVE, **missing}
    later = date.fromordinal(last.toordinal() + 1)
    assert check not in ids(findings(form, {}, around, last))
    assert check in ids(findings(form, {}, around, later))


@pytest.mark.parametrize(
    ("check", "form", "missing", "last"), [one for one in DUE if one[0] != "DQ110"]
)
def test_the_dead_are_not_asked(check, form, missing, last):
    died = {"death": [{**RECORDS["death"][0], "death_date": last}]}
    assert check not in ids(findings(form, {}, {**ALIVE, **missing, **died}))


def test_core_data_are_asked_for_from_day_28():
    answers = {"donor_age": None}
    asked = [
        "DQ113" in ids(findings("hsct", answers, ALIVE, after_hsct(number)))
        for number in (27, 28)
    ]
    assert asked == [False, True]


def test_a_cause_of_death_is_asked_for_after_90_days():
    died = RECORDS["death"][0]["death_date"]
    asked = [
        "DQ115"
        in ids(
            findings(
                "death",
                {"cause_of_death": "unknown"},
                today=date.fromordinal(died.toordinal() + number),
            )
        )
        for number in (90, 91)
    ]
    assert asked == [False, True]


def test_an_engraftment_date_answers_engraftment():
    row = {"id": 1, "hsct_no": 1, "anc_engraftment_date": after_hsct(12)}
    assert "DQ114" not in ids(findings("hsct", {}, {"engraftment": [row]}))


def test_a_cause_of_death_with_its_form_is_left_alone():
    around = {"icans_episode": [{"id": 1, "course_no": 1, "icans_occurred": "yes"}]}
    found = findings("death", {"cause_of_death": "icans"}, around)
    assert "DQ106" not in ids(found)
