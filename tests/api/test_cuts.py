"""Data cuts: kept for good, given by centre and study of then, compared."""

import hashlib
import time
from datetime import UTC

import pyreadstat
import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from outcomes.cohorts.kept import whole
from outcomes.cuts import making
from outcomes.cuts.catalogue import KEPT
from outcomes.exports.catalogue import FORMATS
from outcomes.exports.conduct import CONDUCT_DATASETS
from outcomes.models import (
    CutPart,
    CutStudy,
    DataCut,
    Snapshot,
)
from outcomes.pipeline.sweep import sweep
from registry.models import Change, Patient
from tests import builders
from tests.api.cuts import a_cut, compared, damage, fetch, rows_of
from tests.api.study import a_cohort, a_patient_elsewhere
from tests.builders import a_centre, a_record, day
from tests.db.pipeline.conftest import a_transplanted
from tests.sealing import settle
from tests.web.study import the_study as some_of_the_study

pytestmark = pytest.mark.django_db


AGAINST = "cuts/first/compare/second/"
ALL = {"index": "hsct", "horizon": 730}
# All that a data manager may take out.
READ = tuple(name for name, one in KEPT.items() if one.needs is None)
# Of what is shaken below, and of what follows from it.
TRIED = ("adsl", "adtte", "hsct", "diagnosis")


def everything(client, **query):
    """Return datasets of a cut, as a client gets them."""
    return {
        name: fetch(client, f"{name}.csv", cut="first", **query)[1] for name in TRIED
    }


def shaken():
    """Edit, delete, move, transfer and merge, and change who belongs to the study."""
    first, second, third, fourth, fifth, sixth = Patient.objects.order_by("pk")[:6]
    first.hsct_set.update(hsct_date=day(3000))
    second.followup_set.all().delete()
    third.diagnosis_set.update(disease="B-ALL")
    a_record("death", fourth) if not fourth.death_set.exists() else None
    Patient.objects.filter(pk=fourth.pk).update(centre=a_centre("HEB"), sex="F")
    Patient.objects.filter(pk=fifth.pk).update(merged_into=sixth)
    fifth.hsct_set.update(patient=sixth, hsct_no=2)
    a_transplanted(study_no="NEW-1")
    sweep(seconds=float("inf"))


def test_nothing_of_a_cut_changes_whatever_happens_afterwards(manager, program_of):
    cohort = some_of_the_study(limit=12)
    user = builders.a_statistician()
    a_cohort(granted_to=[user])
    statistician = program_of(user)
    a_cut()
    readers = [
        (manager, {}),
        (manager, {"cohort": cohort.slug}),
        (manager, {"profile": "shifted"}),
        (statistician, {}),
        (statistician, {"cohort": cohort.slug, "profile": "shifted"}),
    ]
    before = [everything(client, **query) for client, query in readers]
    address = f"/api/v1/cohorts/{cohort.slug}/results/"
    results = manager.get(address, {"cut": "first"}).json()
    shaken()
    cohort.definition = {**cohort.definition, "horizon": 365}
    cohort.save()
    cohort.centres.add(a_centre("HEB"))
    sweep(seconds=float("inf"))
    assert [everything(client, **query) for client, query in readers[:1]] == before[:1]
    assert everything(statistician) == before[3]
    assert everything(statistician, **readers[4][1]) == before[4]
    assert everything(manager, **readers[2][1]) == before[2]
    again = manager.get(address, {"cut": "first"})
    assert again.status_code == 404  # the study has a centre now that is not theirs
    cohort.centres.remove(a_centre("HEB"))
    assert (
        manager.get(address, {"cut": "first"}).json()["results"] == (results["results"])
    )
    assert everything(manager, **readers[1][1]) == before[1]
    _, rows = fetch(manager, "adsl.csv")
    assert rows != before[0]["adsl"]


def test_a_cut_says_what_the_datasets_said_then(manager):
    some_of_the_study(limit=12)
    sweep(seconds=float("inf"))
    now = {name: rows_of(fetch(manager, f"{name}.csv")[1]) for name in READ}
    a_cut()
    for name, rows in now.items():
        kept = rows_of(fetch(manager, f"{name}.csv", cut="first")[1])
        assert len(kept) == len(rows), name
        for was, then in zip(rows, kept, strict=True):
            assert {k: v for k, v in was.items() if k in then} == then, name


def test_a_cut_of_a_past_change_has_the_registry_of_then(manager):
    some_of_the_study(limit=12)
    sweep(seconds=float("inf"))
    change = Change.objects.latest("id").pk
    before = rows_of(fetch(manager, "adtte.csv", cohort="cd7-hsct")[1])
    results = whole(Snapshot.objects.first())
    shaken()
    a_cut(at=str(change))
    kept = rows_of(fetch(manager, "adtte.csv", cut="first", cohort="cd7-hsct")[1])
    assert kept == before
    past = manager.get("/api/v1/cohorts/cd7-hsct/results/", {"cut": "first"}).json()
    assert past["results"] == results
    assert past["data_version"] == change


def test_who_withdrew_since_is_left_out_of_files(manager, program_of):
    gone, stays = a_transplanted(), a_transplanted()
    user = builders.a_statistician()
    a_cohort(granted_to=[user], definition={"index": "hsct", "horizon": 730})
    a_cut()
    assert len(rows_of(fetch(manager, "adsl.csv", cut="first")[1])) == 2
    Patient.objects.filter(pk=gone.pk).update(consent_status="withdrawn")
    for client in (manager, program_of(user)):
        rows = rows_of(fetch(client, "adsl.csv", cut="first")[1])
        assert len(rows) == 1
    Patient.objects.filter(pk=stays.pk).update(
        consent_status="given", consent_scope=["registry"]
    )
    assert rows_of(fetch(program_of(user), "adsl.csv", cut="first")[1]) == []
    assert len(rows_of(fetch(manager, "adsl.csv", cut="first")[1])) == 1


def test_another_centres_rows_of_a_cut_are_not_given(manager, program_of):
    a_transplanted()
    a_patient_elsewhere()
    a_cohort("elsewhere", ["HEB"])
    a_cut()
    for name in READ:
        _, content = fetch(manager, f"{name}.csv", cut="first")
        assert b"HEB" not in content, name
    answer = manager.get(
        "/api/v1/exports/adsl.csv", {"cut": "first", "cohort": "elsewhere"}
    )
    assert answer.status_code == 404
    manifest = manager.get("/api/v1/cuts/first/").json()
    (adsl,) = (one for one in manifest["datasets"] if one["name"] == "adsl")
    assert adsl["rows"] == 2  # an infusion and an HSCT
    user = builders.a_statistician()
    assert rows_of(fetch(program_of(user), "adsl.csv", cut="first")[1]) == []


def test_a_study_that_was_defined_later_is_not_in_the_cut(manager):
    a_transplanted()
    a_cut()
    a_cohort("later", ["LDP"], definition={"index": "hsct", "horizon": 730})
    answer = manager.get(
        "/api/v1/exports/adsl.csv", {"cut": "first", "cohort": "later"}
    )
    assert answer.status_code == 404
    assert "defined later" in answer.json()["title"]
    answer = manager.get("/api/v1/cohorts/later/results/", {"cut": "first"})
    assert answer.status_code == 400


def test_the_database_refuses_to_change_a_cut():
    a_transplanted()
    a_cohort()
    a_cut()
    for model in (DataCut, CutPart, CutStudy):
        for act in (lambda rows: rows.delete(), lambda rows: rows.update(id=1)):
            with pytest.raises(DatabaseError), transaction.atomic():
                act(model.objects.all())


def test_a_part_that_is_not_what_it_was_is_refused(manager):
    a_transplanted()
    damage(a_cut())
    for where in ("exports/adsl.csv?cut=first", "cuts/first/compare/first/"):
        answer = manager.get(f"/api/v1/{where}")
        assert answer.status_code == 500
        assert answer.json()["type"].endswith("damaged-cut")


def test_two_cuts_of_one_moment_have_the_same_hashes():
    a_transplanted()
    a_cohort()
    first = a_cut()
    second = a_cut("second", at=str(first.data_version))
    assert first.manifest.sha256 == second.manifest.sha256
    hashes = [
        [*cut.datasets.values_list("sha256", flat=True)] for cut in (first, second)
    ]
    assert hashes[0] == hashes[1]


def test_free_text_is_not_kept(manager):
    patient = builders.a_treated_patient()
    patient.diagnosis_set.update(karyotype_text="Wang Wei 46,XY")
    a_record("diagnosis", patient, karyotype_text="Wang Wei 46,XY")
    a_cut()
    now = fetch(manager, "diagnosis.csv")[1]
    assert b"Wang Wei" in now
    assert b"Wang Wei" not in fetch(manager, "diagnosis.csv", cut="first")[1]


@pytest.mark.parametrize("dataset", ["adtte", "hsct"])
def test_a_file_of_a_cut_is_the_same_bytes_whenever_it_is_written(
    manager, tmp_path, dataset
):
    a_transplanted()
    cut = a_cut()
    files = {}
    for kind in FORMATS:
        files[kind] = taken_as(manager, f"{dataset}.{kind}")
    # A workbook's parts have every second second, Stata's files minutes.
    time.sleep(2.1 if dataset == "adtte" else 0)
    for kind, before in files.items():
        assert taken_as(manager, f"{dataset}.{kind}") == before, kind
    made = cut.manifest.made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    for kind in ("dta", "sav", "xpt"):
        place = tmp_path / f"file.{kind}"
        place.write_bytes(files[kind])
        read = {"xpt": "xport"}.get(kind, kind)
        about = getattr(pyreadstat, f"read_{read}")(place)[1]
        minute = kind == "dta"
        assert about.creation_time == (made.replace(second=0) if minute else made)


def taken_as(client, name):
    answer = client.get(f"/api/v1/exports/{name}?cut=first")
    content = b"".join(answer.streaming_content)
    assert answer["X-Content-SHA256"] == hashlib.sha256(content).hexdigest()
    return content


# ---- Queries and the audit trail


def test_a_cut_keeps_the_queries_and_the_trail_of_then(manager, program_of):
    patient = builders.a_treated_patient()
    asked = builders.a_query(patient)
    reader = program_of(builders.a_centre_administrator())
    settle()
    then = Change.objects.latest("id").pk
    trail = rows_of(fetch(reader, "audit.csv")[1])
    (before,) = rows_of(fetch(manager, "queries.csv")[1])
    builders.closed(asked)
    builders.a_query(patient, field="height_cm", fields=["height_cm"])
    first, second = a_cut(at=str(then)), a_cut("second")
    kept_trail = rows_of(fetch(reader, "audit.csv", cut="first")[1])
    assert [one | {"reason": ""} for one in kept_trail] == [
        one | {"reason": ""} for one in trail
    ]
    assert {*trail[0]} - {*kept_trail[0]} == {"reason"}
    (kept,) = rows_of(fetch(manager, "queries.csv", cut="first")[1])
    assert kept["status"] == before["status"] == "open"
    assert kept["opened_at"] == before["opened_at"]
    # What people type, which is taken out of records and their history, is not kept.
    assert {*before} - {*kept} == {"says_en", "says_zh", "value"}
    assert compared(manager, "queries")["counts"] == ADDED_ONE | {"changed": 1}
    found = compared(reader, "audit")["counts"]
    assert found == {**ADDED_ONE, "added": second.data_version - first.data_version}
    fetch(reader, "audit.xpt", cut="first")


ADDED_ONE = {"added": 1, "removed": 0, "changed": 0}


def test_the_trail_of_a_cut_is_for_who_may_read_that_of_now(manager, program_of):
    patient = a_transplanted()
    builders.a_query(patient)
    a_patient_elsewhere()
    user = builders.a_statistician()
    a_cohort(granted_to=[user], definition=ALL)
    a_cut()
    a_cut("second")
    reader = program_of(builders.a_centre_administrator())
    trail = rows_of(fetch(reader, "audit.csv", cut="first")[1])
    assert {row["SITEID"] for row in trail} == {"LDP"}
    for client in (manager, program_of(user)):
        for where in ("exports/audit.csv?cut=first", f"{AGAINST}?dataset=audit"):
            assert client.get(f"/api/v1/{where}").status_code == 403, where
    shifted = {"cut": "first", "profile": "shifted"}
    assert reader.get("/api/v1/exports/audit.csv", shifted).status_code == 403
    (row,) = rows_of(fetch(program_of(user), "queries.csv", cut="first")[1])
    assert row["USUBJID"].startswith("PS-")
    assert not {"opened_at", "opened_by", "says_en"} & {*row}


def test_a_cut_of_before_they_were_kept_stays_as_it_is(manager, monkeypatch):
    builders.a_query(a_transplanted())
    older = {name: KEPT[name] for name in KEPT if name not in CONDUCT_DATASETS}
    with monkeypatch.context() as then:
        then.setattr(making, "KEPT", older)
        cut = a_cut()
    assert [*cut.datasets.values_list("name", flat=True)] == [*older]
    a_cut("second")
    found = compared(manager, "hsct")
    assert (found["only_before"], found["only_after"]) == ([], ["queries", "audit"])
    for where in ("exports/queries.csv?cut=first", f"{AGAINST}?dataset=queries"):
        answer = manager.get(f"/api/v1/{where}")
        assert answer.status_code == 404
        assert "made before cuts kept it" in answer.json()["title"]
