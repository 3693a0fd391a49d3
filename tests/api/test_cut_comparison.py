"""Two data cuts are compared, record by record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Access, AccessEvent
from tests import builders
from tests.api.cuts import a_cut, compared
from tests.api.study import a_cohort, a_patient_elsewhere
from tests.builders import a_record, day
from tests.db.pipeline.conftest import a_transplanted

pytestmark = pytest.mark.django_db


def test_two_cuts_are_compared_record_by_record(manager):
    stays, leaves = (
        a_transplanted(study_no="A-STAYS"),
        a_transplanted(study_no="B-GOES"),
    )
    relapse = a_record("relapse", leaves, relapse_date=day(90))
    genes = [{"gene": "NPM1"}, {"gene": "TP53"}]
    diagnosis = a_record("diagnosis", stays, genes=genes)
    count = a_record("blood_count", leaves, anc="0.45", platelets="21")
    a_cut()
    genes[1]["gene"] = "FLT3_ITD"
    type(diagnosis).objects.filter(pk=diagnosis.pk).update(genes=genes)
    type(count).objects.filter(pk=count.pk).update(anc="0.60")
    stays.hsct_set.update(donor_sex="F", hsct_date=day(40))
    relapse.delete()
    a_transplanted(study_no="C-NEW")
    a_cut("second")
    found = compared(manager, "hsct")
    assert found["counts"] == {"added": 1, "removed": 0, "changed": 1}
    by = {one["subject"]: one for one in found["records"]}
    assert by["LDP-C-NEW"]["kind"] == "added"
    changed = {
        one["field"]: (one["old"], one["new"])
        for one in by["LDP-A-STAYS"]["fields_changed"]
    }
    assert changed["hsct_date"][1] == str(day(40))
    assert changed["donor_sex"][1] == "F"
    assert compared(manager, "relapse")["counts"] == {
        "added": 0,
        "removed": 1,
        "changed": 0,
    }
    for name in ("adlb", "diagnosis_genes"):
        assert compared(manager, name)["counts"] == {
            "added": 0,
            "removed": 0,
            "changed": 1,
        }
    adtte = compared(manager, "adtte")
    assert adtte["counts"]["changed"] > 0
    assert {one["subject"] for one in adtte["records"] if one["kind"] == "changed"} == {
        "LDP-A-STAYS",
        "LDP-B-GOES",
    }
    assert compared(manager, "hsct", "first", "first")["records"] == []
    seen = AccessEvent.objects.filter(kind=Access.LISTED, what="api-cut-compare")
    assert seen.order_by("pk").first().rows == len(found["records"])


def test_a_comparison_shows_nobody_elses_records(manager, program_of):
    a_cut()
    a_transplanted()
    a_patient_elsewhere()
    user = builders.a_statistician()
    a_cohort(granted_to=[user], definition={"index": "hsct", "horizon": 730})
    a_cut("second")
    assert compared(manager, "hsct")["counts"]["added"] == 1
    seen = compared(program_of(user), "hsct")
    assert seen["counts"]["added"] == 1  # of the study, which came with the second
    assert seen["records"][0]["subject"].startswith("PS-")
    fields = {one["field"] for one in seen["records"][0]["fields_changed"]}
    assert "hsct_type" in fields
    assert not {"hsct_date", "study_no"} & fields
    assert manager.get("/api/v1/cuts/none/compare/second/").status_code == 404


def test_a_comparison_asks_as_often_for_many_rows(manager):
    a_transplanted()
    a_cut()
    a_transplanted()
    a_cut("second")
    with CaptureQueriesContext(connection) as few:
        compared(manager, "hsct")
    for _ in range(4):
        a_transplanted()
    a_cut("third")
    with CaptureQueriesContext(connection) as more:
        assert compared(manager, "hsct", after="third")["counts"]["added"] == 5
    assert len(more) == len(few)
