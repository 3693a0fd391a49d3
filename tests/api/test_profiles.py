"""Profiles: what of dates and ages a file tells, who may use which, small groups."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from outcomes.exports.catalogue import DATASETS
from outcomes.exports.profiles import DAYS, Profile, allowed, shift_of
from outcomes.models import AnalysisSubject, ExportLog
from outcomes.pipeline.sweep import sweep
from registry.models import FORMS, DataQuery, Patient
from tests import builders
from tests.api.cuts import a_cut
from tests.api.study import a_cohort
from tests.builders import a_record
from tests.db.pipeline.conftest import a_transplanted

pytestmark = pytest.mark.django_db
DATE = re.compile(r"\b(?:18|19|20)\d\d(?:-\d\d){1,2}\b")
ALL = {"index": "hsct", "horizon": 730}


def fetch(client, name, **query):
    answer = client.get(f"/api/v1/exports/{name}.csv", query)
    assert answer.status_code == 200, answer.content
    content = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(content)))


def days_of(row):
    """Return every date of a row, by column."""
    found = {}
    for name, value in row.items():
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            found[name] = date.fromisoformat(value)
    return found


@pytest.fixture
def whole(manager):
    """Two patients with one of every form, and a partial date."""
    for number in range(2):
        patient = builders.a_patient(
            study_no=f"NUMBER-{number}", birth_date="1930-05-17"
        )
        for form in FORMS:
            a_record(form, patient)
        a_record(
            "relapse",
            patient,
            relapse_date=None,
            as_entered={"relapse_date": "1931-05"},
        )
    sweep(seconds=float("inf"))
    return manager


def test_no_true_date_and_no_number_of_a_patient_is_in_a_file(whole):
    names = sorted(set(DATASETS) - {"audit"})  # which is in the profile full alone
    full = {name: fetch(whole, name) for name in names}
    true = {
        str(day)
        for rows in full.values()
        for row in rows
        for day in days_of(row).values()
    }
    assert len(true) > 5
    for profile in ("ages", "shifted"):
        for name in names:
            rows = fetch(whole, name, profile=profile)
            assert len(rows) == len(full[name]), name
            text = "\n".join(",".join(row.values()) for row in rows)
            assert "NUMBER-" not in text, name
            assert "1931-05" not in text, name
            for row in rows:
                assert not {"BRTHDT", "birth_date", "as_entered"} & set(row)
            if profile == "ages":
                coded = re.sub(r"PS-\w+|\b[0-9A-F]{12}\b", "", text)
                assert not DATE.search(coded), name


def test_who_did_what_and_when_is_in_no_file_without_names(program_of, whole):
    administrator = program_of(builders.a_centre_administrator())
    assert fetch(administrator, "audit")[0]["at"]
    assert fetch(administrator, "audit", profile="full")
    cohort = a_cohort(definition=ALL)
    for profile in ("ages", "shifted"):
        for query in ({}, {"cohort": cohort.slug}):
            answer = administrator.get(
                "/api/v1/exports/audit.csv", {"profile": profile, **query}
            )
            assert answer.status_code == 403
            assert "who did what and when" in answer.json()["detail"]
    book = fetch(administrator, "codebook")
    trail = {row["pseudonymised"] for row in book if row["dataset"] == "audit"}
    assert trail == {"left out"}


def test_how_long_an_open_query_is_open_tells_nobody_else_its_day(manager):
    patient = builders.a_patient()
    opened = timezone.now() - timedelta(days=5)
    first, _ = builders.a_query(patient), builders.a_query(patient, field="height_cm")
    builders.closed(first)
    DataQuery.objects.update(opened_at=opened)
    (done, waits) = fetch(manager, "queries")
    assert (done["days_open"], waits["days_open"]) == ("5", "5")
    for profile in ("ages", "shifted"):
        (done, waits) = fetch(manager, "queries", profile=profile)
        assert (done["days_open"], waits["days_open"]) == ("5", "")


def test_shifted_dates_keep_every_interval_and_are_the_same_again(whole, settings):
    shift = {p.study_no: shift_of(p.pk) for p in Patient.objects.all()}
    assert len(set(shift.values())) == 2
    full = {row["record"]: row for row in fetch(whole, "hsct")}
    shifted = fetch(whole, "hsct", profile="shifted")
    for row in shifted:
        was, now = days_of(full[row["record"]]), days_of(row)
        assert set(now) == set(was)
        moved = {(now[name] - was[name]).days for name in now}
        assert moved == {shift[full[row["record"]]["SUBJID"]]}
        assert -DAYS <= moved.pop() <= -1
    assert shifted == fetch(whole, "hsct", profile="shifted")
    origin = {
        r["USUBJID"]: r["TRTSDT"] for r in fetch(whole, "adsl", profile="shifted")
    }
    times = fetch(whole, "adtte", profile="shifted")
    for row in times:
        if row["ORIGIN"] == "HSCT" and row["STARTDY"] == "0":
            assert row["STARTDT"] == origin[row["USUBJID"]]
        between = date.fromisoformat(row["ADT"]) - date.fromisoformat(row["STARTDT"])
        assert between.days == int(row["AVAL"])
    a_cut()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, as after a move of the registry"
    assert fetch(whole, "adtte", profile="shifted") != times
    assert fetch(whole, "adtte", profile="shifted", cut="first") == times


def test_patients_are_shifted_differently_and_all_shifts_occur():
    shifts = [shift_of(number) for number in range(1, 2001)]
    assert (min(shifts), max(shifts)) == (-DAYS, -1)
    assert len(set(shifts)) > 350
    counts = [shifts.count(one) for one in set(shifts)]
    assert max(counts) < 25


def test_ages_over_89_are_one_category(manager):
    a_transplanted()
    sweep(seconds=float("inf"))
    AnalysisSubject.objects.update(age=93)
    assert {row["AGE"] for row in fetch(manager, "adsl")} == {"93"}
    for profile in ("ages", "shifted"):
        assert {r["AGE"] for r in fetch(manager, "adsl", profile=profile)} == {"90"}


def test_who_may_use_which(manager, program_of):
    a_transplanted()
    sweep(seconds=float("inf"))
    user = builders.a_statistician()
    a_cohort(granted_to=[user], definition=ALL)
    statistician = program_of(user)
    assert allowed(own=True) == tuple(Profile)
    assert "TRTSDT" in fetch(manager, "adsl")[0]
    assert "TRTSDT" not in fetch(statistician, "adsl")[0]
    assert "TRTSDT" in fetch(statistician, "adsl", profile="shifted")[0]
    for query in ({}, {"cohort": "cd7-hsct"}):
        answer = statistician.get(
            "/api/v1/exports/adsl.csv", {"profile": "full", **query}
        )
        assert answer.status_code == 403
    answer = manager.get("/api/v1/exports/adsl.csv", {"profile": "names"})
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["field"] == "profile"
    assert "shifted" in error["detail"]


def test_who_leaves_sharing_out_is_in_no_file_to_hand_on(manager):
    patient = a_transplanted()
    Patient.objects.filter(pk=patient.pk).update(
        consent_status="given", consent_scope=["registry"]
    )
    sweep(seconds=float("inf"))
    assert len(fetch(manager, "adsl")) == 1
    for name in ("adsl", "patient", "hsct"):
        assert fetch(manager, name, profile="ages") == []


def told_of_groups(client, name="adsl", **query):
    """Return what the headers of a file say of its small groups."""
    answer = client.get(f"/api/v1/exports/{name}.csv", {"profile": "ages", **query})
    assert b"".join(answer.streaming_content)
    told = answer.headers
    return told.get("X-Smallest-Group"), told.get("X-In-Small-Groups")


def test_small_groups_are_told_and_logged(manager, settings):
    settings.SMALLEST_CELL = 5
    for _ in range(5):
        a_transplanted()
    sweep(seconds=float("inf"))
    AnalysisSubject.objects.update(age=40, sex="F")
    fetch(manager, "adsl")
    assert told_of_groups(manager) == ("5", "0")
    odd = Patient.objects.first().pk
    AnalysisSubject.objects.filter(patient_id=odd).update(age=41)
    assert told_of_groups(manager) == ("1", "5")
    logs = ExportLog.objects.order_by("pk").values_list("profile", "smallest_group")
    assert [*logs] == [("full", None), ("ages", 5), ("ages", 1)]


@pytest.mark.parametrize("cut", [{}, {"cut": "paper"}])
def test_small_groups_are_those_of_the_files_own_patients(manager, settings, cut):
    settings.SMALLEST_CELL = 3
    for sex in "FFFM":
        a_transplanted(sex=sex)
    for _ in range(2):
        builders.a_patient()  # without a day 0
    a_cut("paper")
    assert told_of_groups(manager, **cut) == ("1", "1")
    assert told_of_groups(manager, SEX="F", **cut) == ("3", "0")
    assert told_of_groups(manager, SEX="F", columns="AGE", **cut) == ("3", "0")
    assert told_of_groups(manager, SEX="X", **cut) == ("0", "0")
    # A form has those who were not analysed too, of whom the centre alone is told.
    assert told_of_groups(manager, "patient", **cut) == ("1", "3")
    assert told_of_groups(manager, "hsct", **cut) == ("1", "1")


def test_rows_about_no_patient_warn_of_none(manager):
    a_transplanted()
    sweep(seconds=float("inf"))
    assert told_of_groups(manager, "codebook") == (None, None)
    assert ExportLog.objects.get().smallest_group is None
