"""A data cut is asked for, made, given up and tried again."""

import pytest

from outcomes.cuts import making
from outcomes.cuts.catalogue import KEPT
from outcomes.cuts.making import make_cuts
from outcomes.models import (
    CutWork,
    DataCut,
)
from tests import builders
from tests.api.cuts import a_cut
from tests.db.pipeline.conftest import a_transplanted

pytestmark = pytest.mark.django_db


def test_a_cut_is_asked_for_made_and_listed(program_of):
    a_transplanted()
    client = program_of(builders.an_investigator())
    sent = {"name": "2026-spring", "reason": "annual report"}
    made = client.post("/api/v1/cuts/", sent, format="json")
    assert made.status_code == 202, made.content
    assert made.json()["state"] == "making"
    asked = client.get("/api/v1/exports/adsl.csv", {"cut": "2026-spring"})
    assert asked.status_code == 404
    assert make_cuts()
    manifest = client.get("/api/v1/cuts/2026-spring/").json()
    assert manifest["state"] == "made"
    assert len(manifest["sha256"]) == 64
    assert manifest["asked_by"] == "investigator_ldp"
    assert {one["name"] for one in manifest["datasets"]} == set(KEPT)
    (listed,) = client.get("/api/v1/cuts/").json()["results"]
    assert (listed["name"], listed["reason"]) == ("2026-spring", "annual report")
    assert not make_cuts()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": "Mit Leerzeichen", "reason": "x"}, "name"),
        ({"name": "first", "reason": "x"}, "name"),
        ({"name": "new", "reason": "x", "at": "2999-01-01"}, "at"),
        ({"name": "new", "reason": "  "}, "reason"),
    ],
)
def test_what_is_wrong_is_said_field_by_field(program_of, sent, field):
    a_cut()
    client = program_of(builders.an_investigator())
    answer = client.post("/api/v1/cuts/", sent, format="json")
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == [field]


def test_a_data_manager_makes_no_cut(manager):
    sent = {"name": "new", "reason": "x"}
    assert manager.post("/api/v1/cuts/", sent, format="json").status_code == 403


def test_what_fails_three_times_is_given_up(monkeypatch):
    a_transplanted()
    from outcomes.cuts import asking

    cut = asking.ask_as_typed(making.SYSTEM, "bad", "", "x")

    def broken(*_args):
        raise RuntimeError("no")

    monkeypatch.setattr(making, "freeze", broken)
    assert make_cuts()
    work = CutWork.objects.get(cut=cut)
    assert work.failed
    monkeypatch.undo()
    asking.ask_again(cut=cut, actor=making.SYSTEM)
    assert make_cuts()
    assert DataCut.objects.get(pk=cut.pk).made
