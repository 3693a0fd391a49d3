"""The patient list: who is in it, in what order, and page by page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Kind, Patient
from registry.queries import asked, keyset, search
from registry.services.schedule import reschedule
from registry.views import patients
from tests.builders import (
    a_centre,
    a_data_manager,
    a_monitor,
    a_patient,
    a_record,
    a_statistician,
    a_treated_patient,
    day,
    marked,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    client.force_login(a_data_manager())
    return client


def numbers(answer):
    assert answer.status_code == 200
    return [row["cells"][0]["text"] for row in answer.context["table"]["rows"]]


def test_only_own_patients_are_listed(manager):
    a_patient(study_no="C001")
    a_patient("HEB", study_no="H001")
    assert numbers(manager.get("/patients/")) == ["C001"]
    assert numbers(manager.get("/patients/?centre=HEB")) == []


def test_those_who_see_no_patients_are_refused(client):
    client.force_login(a_statistician())
    assert client.get("/patients/").status_code == 403


def test_number_birth_date_and_parts_of_a_number_are_found(manager):
    a_patient(study_no="C032", birth_date=date(1984, 1, 1))
    a_patient(study_no="C033")
    assert numbers(manager.get("/patients/?q=c032")) == ["C032"]
    assert numbers(manager.get("/patients/?q=c03")) == ["C032", "C033"]
    for typed in ("1984-01-01", "1984.01.01", "19840101"):
        assert numbers(manager.get("/patients/", {"q": typed})) == ["C032"]
    assert "No patient fits" in manager.get("/patients/?q=zzz").content.decode()


def test_more_than_are_counted_are_said_to_be_more(manager, monkeypatch):
    for module in (asked, keyset, search, patients):
        monkeypatch.setattr(module, "COUNTED", 2)
    a_patient("HEB", study_no="C000")
    two = [a_patient(study_no=f"C00{n}") for n in (1, 2)]
    assert manager.get("/patients/?q=c00").context["pager"]["text"] == "2 patients"
    three = a_patient(study_no="C003")
    more = manager.get("/patients/?q=c00").context["pager"]["text"]
    assert more == "more than 2 patients"
    a_record("death", three)
    dead = manager.get("/patients/?q=c00&vital=dead").context["pager"]["text"]
    assert dead == "1 patient"
    three.merged_into = two[0]
    three.save()
    assert manager.get("/patients/?q=c00").context["pager"]["text"] == "2 patients"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("car_t=yes", ["P001", "P003"]),
        ("car_t=no", ["P002"]),
        ("hsct=yes", ["P001"]),
        ("disease=T-ALL", ["P001"]),
        ("disease=B-ALL", []),
        ("vital=dead", ["P003"]),
        ("vital=alive", ["P001"]),
        ("vital=lost", ["P002"]),
        ("needs=crs", ["P001", "P003"]),
        ("needs=nonsense&sort=nonsense", ["P001", "P002", "P003"]),
        ("car_t=yes&vital=dead", ["P003"]),
    ],
)
def test_filters(manager, asked, expected):
    a_treated_patient()
    a_record("follow_up", a_patient(), vital_status="lost")
    dead = a_patient()
    a_record("infusion", dead)
    a_record("death", dead)
    reschedule(Patient.objects.values_list("pk", flat=True))
    assert numbers(manager.get(f"/patients/?{asked}")) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("number", ["P001", "P002", "P003"]),
        ("newest", ["P003", "P002", "P001"]),
        ("car_t", ["P002", "P001", "P003"]),
        ("contact", ["P003", "P001", "P002"]),
    ],
)
def test_sorting_keeps_those_without_the_day(manager, sort, expected):
    for number in (0, 100):
        patient = a_patient()
        a_record("infusion", patient, infusion_date=day(number))
        a_record("follow_up", patient, visit_date=day(number + 50))
    a_patient()
    assert numbers(manager.get(f"/patients/?sort={sort}")) == expected


@pytest.mark.parametrize("sort", ["number", "newest", "car_t", "contact"])
def test_pages_lead_through_everybody_and_back(manager, sort):
    centre = a_centre()
    for number in range(120):
        patient = a_patient(centre, study_no=f"C{number:03}")
        if number % 3:
            a_record("infusion", patient, infusion_date=day(number // 10))
    answer = manager.get(f"/patients/?sort={sort}")
    first = numbers(answer)
    seen, ahead = list(first), answer
    while url := ahead.context["pager"]["next_url"]:
        assert f"sort={sort}" in url
        ahead = manager.get(url)
        seen += numbers(ahead)
    assert len(seen) == len(set(seen)) == 120
    while url := ahead.context["pager"]["previous_url"]:
        ahead = manager.get(url)
    assert numbers(ahead) == first
    assert answer.context["pager"]["text"] == "120 patients"


def test_centre_is_a_column_for_those_who_see_several(client):
    monitor = a_monitor("LDP")
    a_monitor("HEB", name=monitor.username)
    a_patient("LDP", study_no="C001")
    a_patient("HEB", study_no="H001")
    client.force_login(monitor)
    assert numbers(client.get("/patients/")) == ["C001", "H001"]
    assert numbers(client.get("/patients/?centre=HEB")) == ["H001"]


def test_row_says_the_case_in_one_line(manager):
    a_treated_patient(study_no="C032")
    answer = manager.get("/patients/")
    (row,) = answer.context["table"]["rows"]
    said = [cell["text"] for cell in row["cells"]]
    assert said == [
        "C032",
        "33 y, female",
        "T-ALL",
        "2024-01-15",
        "2024-03-15, day 60",
        "alive 2025-01-14",
        "4 of 4 begun",
    ]


def test_htmx_gets_the_list_alone(manager):
    a_patient()
    part = manager.get("/patients/", headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<section class="panel" id="patient-list"')


def test_marks_are_asked_for_by_how_far_a_form_has_come(manager):
    signed = a_record("relapse", a_patient(study_no="SIGNED"), state="complete")
    marked(signed, Kind.VERIFIED, Kind.SIGNED)
    verified = a_record("death", a_patient(study_no="VERIFIED"), state="complete")
    marked(verified, Kind.VERIFIED)
    a_record("relapse", a_patient(study_no="NEITHER"), state="complete")

    def found(words):
        return numbers(manager.get(f"/patients/?{words}"))

    assert found("state=signed") == found("form=relapse&state=signed") == ["SIGNED"]
    assert found("state=verified") == ["VERIFIED"]
    assert found("form=relapse&state=verified") == found("state=locked") == []
    page = manager.get("/patients/?state=signed").content.decode()
    assert '<option value="signed" selected>signed</option>' in page


def queries(manager, words=""):
    """Return how many statements the list takes, and how many patients it shows."""
    with CaptureQueriesContext(connection) as captured:
        shown = len(numbers(manager.get(f"/patients/?{words}")))
    return len(captured), shown


def test_queries_do_not_grow_with_the_marked_patients(manager):
    def a_verified():
        marked(a_record("relapse", state="complete"), Kind.VERIFIED)

    a_verified()
    few, shown = queries(manager, "state=verified")
    for _ in range(6):
        a_verified()
    many, more = queries(manager, "state=verified")
    assert (shown, more) == (1, 7)
    assert many == few <= 20


def test_queries_do_not_grow_with_the_patients(manager):
    for _ in range(5):
        a_treated_patient()
    few, shown = queries(manager)
    for _ in range(45):
        a_treated_patient()
    many, more = queries(manager)
    assert (shown, more) == (5, 50)
    assert many == few <= 20
