"""The trail of the whole registry: filters, pages, files, and who may see what."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.audit.context import acting
from registry.models import (
    Access,
    AccessEvent,
    Change,
    CRSEpisode,
    Patient,
    PatientIdentity,
)
from registry.queries.trail import TrailFilters, matching, trail_of
from registry.queries.trail_rows import rows_in_words
from registry.views.audit_words import row_in_words
from tests import builders

pytestmark = pytest.mark.django_db
URL = "/audit/"
THREE = ["ICU chart", "read again", "laboratory report"]


@pytest.fixture
def monitor(client):
    user = builders.a_monitor()
    client.force_login(user)
    return user


@pytest.fixture
def edited() -> CRSEpisode:
    """A record of LDP that one person corrected twice, another once."""
    record = builders.a_record("crs_episode")
    manager = builders.a_data_manager(name="anna").actor()
    other = builders.a_centre_administrator(name="boris").actor()
    rows = CRSEpisode.objects.filter(pk=record.pk)
    with acting(manager, "ICU chart"):
        rows.update(steroids="yes")
    with acting(manager, "read again"):
        rows.update(peak_crp_mg_l=12, absent={"hypoxia": "unknown"})
    with acting(other, "laboratory report"):
        rows.update(peak_crp_mg_l=13)
    return record


def reasons(actor, **asked: str) -> list[str | None]:
    rows = matching(trail_of(actor), TrailFilters.of(asked)).order_by("pk")
    return [row.reason for row in rows]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"person": "anna"}, ["ICU chart", "read again"]),
        ({"person": "BORIS", "form": "crs_episode"}, ["laboratory report"]),
        ({"person": "nobody"}, []),
        ({"reason": "chart"}, ["ICU chart"]),
        ({"form": "crs_episode", "act": "changed"}, THREE),
        ({"form": "crs_episode", "field": "steroids", "act": "changed"}, ["ICU chart"]),
        ({"form": "crs_episode", "field": "peak_crp_mg_l"}, THREE[1:]),
        ({"form": "crs_episode", "field": "hypoxia"}, ["read again"]),
        ({"form": "crs_episode", "act": "removed"}, []),
        ({"form": "crs_episode", "since": "2000-01-01", "until": "2000-01-02"}, []),
        ({"patient": "p001", "person": "anna", "since": "2000-01-01"}, THREE[:2]),
        ({"patient": "p002"}, []),
    ],
)  # fmt: skip
def test_the_trail_is_filtered(edited, asked, found):
    assert reasons(builders.a_monitor().actor(), **asked) == found


def test_what_cannot_be_asked_is_left_out():
    asked = {"form": "nowhere", "field": "x", "act": "y", "since": "2024-13-01"}
    assert TrailFilters.of(asked) == TrailFilters()


def test_a_centre_reads_of_its_patients_and_the_system_of_no_patient(edited):
    far = builders.a_patient("HEB")
    ours = trail_of(builders.a_monitor().actor())
    assert set(ours.values_list("patient_id", flat=True)) == {edited.patient_id, None}
    assert not ours.filter(patient_id=far.pk).exists()
    assert set(ours.filter(patient_id=None).values_list("table", flat=True)) == {
        "registry_membership"
    }
    everything = trail_of(builders.an_admin().actor())
    assert set(everything.values_list("patient_id", flat=True)) == {None}
    assert everything.filter(table="registry_membership").exists()
    assert not trail_of(builders.a_data_manager().actor()).exists()


def test_the_page_says_who_what_from_what_to_what_and_why(client, monitor, edited):
    page = client.get(URL, {"reason": "laboratory"}).content.decode()
    assert "boris" in page
    assert "laboratory report" in page
    assert "<del>12 mg/L</del>" in page
    assert "<ins>13 mg/L</ins>" in page
    assert "P001" in page
    assert "ICU chart" not in page


def test_no_name_of_a_patient_is_told(client, monitor):
    patient = builders.a_patient()
    PatientIdentity.objects.create(patient=patient, family_name="Nobody")
    page = client.get(URL).content.decode()
    assert "Nobody" not in page
    assert "patient" in page
    kept = client.get(reverse("audit-file", args=["json"]))
    assert b"Nobody" not in b"".join(kept.streaming_content)


def test_pages_follow_by_key_and_cost_the_same(client, monitor, edited):
    def cost() -> int:
        client.get(URL, {"form": "crs_episode"})
        with CaptureQueriesContext(connection) as queries:
            client.get(URL, {"form": "crs_episode"})
        return len(queries)

    few = cost()
    with acting(builders.a_data_manager(name="carla").actor(), "again"):
        for turn in range(60):
            CRSEpisode.objects.filter(pk=edited.pk).update(peak_crp_mg_l=20 + turn)
    assert cost() == few
    first = client.get(URL, {"form": "crs_episode"})
    after = first.context["pager"]["next_url"]
    assert len(first.context["rows"]) == 50
    second = client.get(after)
    seen = {row["number"] for row in first.context["rows"]}
    assert not seen & {row["number"] for row in second.context["rows"]}
    assert second.context["pager"]["previous_url"]


def lines(answer) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_has_every_field_and_is_noted(client, monitor, edited):
    answer = client.get(reverse("audit-file", args=["csv"]), {"person": "anna"})
    found = lines(answer)
    assert {one["field"]: one["new"] for one in found} == {
        "steroids": "Yes",
        "hypoxia": "Unknown",
        "peak_crp_mg_l": "12 mg/L",
    }
    assert {one["who"] for one in found} == {"anna"}
    assert all(len(one["sha256"]) == 64 for one in found)
    taken = AccessEvent.objects.get(kind=Access.TOOK_OUT)
    assert (taken.user_id, taken.rows, taken.what) == (
        monitor.pk,
        2,
        "audit trail, csv",
    )


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", "\r=", " ="])
def test_a_cell_that_a_spreadsheet_would_run_is_only_text(client, monitor, begins):
    patient = builders.a_patient()
    with acting(builders.a_data_manager().actor(), f"{begins}1+cmd|' /C calc'!A0"):
        Patient.objects.filter(pk=patient.pk).update(sex="M")
    answer = client.get(reverse("audit-file", args=["csv"]), {"act": "changed"})
    (line,) = (one for one in lines(answer) if one["field"] == "sex")
    assert line["reason"].startswith(f"'{begins}")


def test_the_json_says_the_same_as_the_csv(client, monitor, edited):
    asked = {"form": "crs_episode"}
    sheet = lines(client.get(reverse("audit-file", args=["csv"]), asked))
    answer = client.get(reverse("audit-file", args=["json"]), asked)
    told = json.loads(b"".join(answer.streaming_content))
    flat = [
        (str(one["change"]), field["field"], field["new"])
        for one in told
        for field in one["fields"] or [{"field": "", "new": ""}]
    ]
    assert flat == [(one["change"], one["field"], one["new"]) for one in sheet]


def test_a_kind_of_file_that_there_is_not(client, monitor):
    assert client.get(reverse("audit-file", args=["pdf"])).status_code == 404


def test_the_audit_of_one_patient_is_one_document(client, monitor, edited):
    url = reverse("patient-audit", args=[edited.patient_id])
    client.get(reverse("patient", args=[edited.patient_id]))
    page = client.get(url)
    assert len(page.context["rows"]) == 5
    assert [look["what"] for look in page.context["looks"]] == ["patient"]
    again = client.get(url)
    assert again.context["looks"][0]["what"] == "patient-audit"


def test_a_redaction_is_told(client, monitor, edited):
    change = Change.objects.latest("pk")
    row = {name: getattr(change, name) for name in ("xid", "record_id", "patient_id")}
    row |= {"history_id": change.history_id, "digest": b"", "at": change.at}
    told = Change(**row, table="registry_historicalcrsepisode", operation="~")
    (said,) = (row_in_words(one) for one in rows_in_words([told]))
    assert said["act"] == "redacted in the history"
    assert said["form"] == str(CRSEpisode._meta.verbose_name)
    assert said["fields"] == []


def test_accesses_are_the_centres_own(client, monitor):
    near, far = builders.a_patient(), builders.a_patient("HEB")
    stranger = builders.a_data_manager("HEB", name="stranger")
    client.force_login(stranger)
    client.get(reverse("patient", args=[far.pk]))
    client.force_login(builders.a_data_manager(name="anna"))
    client.get(reverse("patient", args=[near.pk]))
    client.force_login(monitor)
    page = client.get(reverse("audit-accesses"))
    assert {row["who"] for row in page.context["rows"]} == {"anna", monitor.username}
    asked = {"kind": "looked", "person": "anna", "patient": near.study_no}
    page = client.get(reverse("audit-accesses"), asked)
    (row,) = page.context["rows"]
    assert (row["patient"], row["address"]) == (near, "127.0.0.1")


def test_who_administers_the_system_knows_who_came_in_and_of_no_patient(client, db):
    patient = builders.a_patient()
    client.force_login(builders.a_data_manager(name="anna"))
    client.get(reverse("patient", args=[patient.pk]))
    client.force_login(builders.an_admin(name="chief"))
    page = client.get(reverse("audit-accesses"))
    assert {row["who"] for row in page.context["rows"]} == {"anna", "chief"}
    assert {row["patient"] for row in page.context["rows"]} == {None}
