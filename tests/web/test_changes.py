"""What changed since a day, on the page and by REST: acts, effects, who sees them."""

import pytest

from outcomes.models import Snapshot
from outcomes.pipeline.sweep import sweep
from registry.audit.context import acting
from registry.models import Change
from tests.api.study import a_cohort
from tests.builders import (
    a_record,
    a_statistician,
    an_investigator,
    day,
)
from tests.db.pipeline.conftest import a_transplanted

pytestmark = pytest.mark.django_db
CHANGES = "/studies/cd7-hsct/changes/"
BY_REST = "/api/v1/cohorts/cd7-hsct/changes/"


@pytest.fixture
def since(db):
    """The change after which a death was entered, by an investigator, with a reason."""
    a_cohort()
    patient, _other = a_transplanted(study_no="P-DIED"), a_transplanted()
    sweep(seconds=float("inf"))
    newest = Change.objects.latest("id").pk
    with acting(an_investigator().actor(), "the letter came"):
        a_record("death", patient, death_date=day(400), cause_of_death="infection")
    sweep(seconds=float("inf"))
    assert Snapshot.objects.first().results["groups"][0]["deaths"] == 1
    return newest


def test_the_page_says_who_did_what_and_what_it_moved(client, since):
    client.force_login(an_investigator())
    shown = client.get(f"{CHANGES}?since={since}").content.decode()
    for words in (
        "P-DIED",
        "the letter came",
        "investigator_ldp",
        "Date of death",
        "2025-02-18",
        "events 0 → 1",
        "100.0 → 50.0 %",
        "1 act moved the curve",
    ):
        assert words in shown, words
    by_relapse = client.get(f"{CHANGES}?since={since}&endpoint=RI").content.decode()
    assert "days or limits only" in by_relapse or "0.0" in by_relapse


def test_by_rest_the_same(client, since):
    client.force_login(an_investigator())
    body = client.get(BY_REST, {"since": since, "endpoint": "OS"}).json()
    (act,) = body["acts"]
    assert (act["study_no"], act["reason"]) == ("P-DIED", "the letter came")
    assert act["who"] == "investigator_ldp"
    said = {one["field"]: one["new"] for one in act["edits"]}
    assert said["death_date"] == "2025-02-18"
    assert body["then"]["car_t"]["estimate"] == act["before"]["car_t"]["estimate"] == 1
    assert body["now"]["car_t"]["estimate"] == act["after"]["car_t"]["estimate"] == 0.5
    assert (body["hidden"], body["still"], body["redefined"]) == (0, 0, False)


def test_an_edit_of_the_definition_is_a_step_on_the_page_and_by_rest(client, since):
    client.force_login(an_investigator())
    cohort = a_cohort()
    with acting(an_investigator().actor(), "one year is enough"):
        cohort.definition = {**cohort.definition, "horizon": 365}
        cohort.save()
    shown = client.get(f"{CHANGES}?since=v1").content.decode()
    for words in (
        "version 1 (change",
        "Definition, version 2",
        "<del>day 730</del>",
        "one year is enough",
        "acts moved the curve, 1 edit of the definition",
        "then, version 1: % at 2 y",
    ):
        assert words in shown, words
    body = client.get(BY_REST, {"since": since, "endpoint": "OS"}).json()
    (step,) = body["definitions"]
    assert (step["version"], step["reason"]) == (2, "one year is enough")
    part = {"part": "Read at", "old": "day 730", "new": "day 365"}
    assert step["differences"] == [part]
    assert step["before"] == {**body["then"], **body["acts"][0]["after"]}
    assert step["after"] == body["now"]
    assert body["redefined"]
    assert client.get(BY_REST, {"since": "v9"}).status_code == 400


def test_a_statistician_sees_the_effect_and_no_patient(client, since):
    user = a_statistician()
    a_cohort(granted_to=[user])
    client.force_login(user)
    shown = client.get(f"{CHANGES}?since={since}").content.decode()
    assert "1 act is on a patient whom you may not see" in shown
    body = client.get(BY_REST, {"since": since}).json()
    assert (body["hidden"], body["acts"]) == (1, [])
    for words in ("P-DIED", "the letter came", "2025-02-18"):
        assert words not in shown


def test_who_sees_sums_alone_is_refused(client, since):
    user = an_investigator("HEB")
    a_cohort(granted_to=[user])
    client.force_login(user)
    for path in (CHANGES, BY_REST):
        assert client.get(f"{path}?since={since}").status_code == 403


@pytest.mark.parametrize("text", ["2999-01-01", "yesterday", "0"])
def test_what_is_no_past_point_is_said(client, since, text):
    client.force_login(an_investigator())
    answer = client.get(f"{CHANGES}?since={text}")
    assert answer.status_code == 422
    assert f'value="{text}"' in answer.content.decode()
    assert client.get(f"{BY_REST}?since={text}").status_code == 400


def test_without_a_day_the_page_asks_for_one(client, since):
    client.force_login(an_investigator())
    answer = client.get(CHANGES)
    assert answer.status_code == 200
    assert "Write since when" in answer.content.decode()
    assert client.get(BY_REST, {"since": since, "endpoint": "X"}).status_code == 400


def test_too_many_acts_ask_for_a_later_day(client, since, monkeypatch):
    monkeypatch.setattr("outcomes.past.changes.MOST_ACTS", 0)
    client.force_login(an_investigator())
    assert client.get(f"{CHANGES}?since={since}").status_code == 422
    assert client.get(f"{BY_REST}?since={since}").status_code == 400
