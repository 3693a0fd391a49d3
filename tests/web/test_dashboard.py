"""A study's dashboard: what it shows, to whom, and at what cost."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from outcomes.cohorts.kept import whole
from outcomes.models import StaleCohort
from outcomes.views.study import SECTIONS
from registry.services.schedule import reschedule
from tests.builders import (
    a_data_manager,
    a_patient,
    a_record,
    a_statistician,
    an_admin,
    an_investigator,
)
from tests.web.study import the_results, the_shown_study, the_study

pytestmark = pytest.mark.django_db
STUDY = "/studies/cd7-hsct/"


@pytest.fixture
def study(db):
    return the_shown_study()


@pytest.fixture
def as_investigator(client, study):
    client.force_login(an_investigator())
    return client


def pages():
    return [STUDY, *(f"{STUDY}{name}/" for name in SECTIONS if name != "overview")]


@pytest.mark.parametrize("page", pages())
def test_every_section_is_drawn_from_the_snapshot(
    as_investigator, study, page, monkeypatch
):
    monkeypatch.setattr("outcomes.cohorts.results.compute", None)
    answer = as_investigator.get(page)
    assert answer.status_code == 200
    change = f"{study.snapshots.get().data_version:,}"
    assert f"change {change}" in answer.content.decode()


def test_kept_results_are_those_that_the_study_gives(db):
    assert _rounded(whole(the_study().snapshots.get())) == _rounded(the_results())


def _rounded(found):
    if isinstance(found, dict):
        return {key: _rounded(value) for key, value in found.items()}
    if isinstance(found, list):
        return [_rounded(value) for value in found]
    return round(found, 9) if isinstance(found, float) else found


def test_published_and_reproduced_stand_side_by_side(as_investigator):
    shown = as_investigator.get(STUDY).content.decode()
    for number in ("61.9", "67.6", "44.3–78.0", ".210", ".548", ".557", ".368"):
        assert number in shown
    assert shown.count("agrees</span>") == 2
    assert shown.count("P differs</span>") == 1
    assert shown.count("estimate differs</span>") == 1
    assert "add to 103.1 % in both arms" in shown


def test_restricted_means_stand_with_the_medians(as_investigator):
    shown = as_investigator.get(f"{STUDY}survival/").content.decode()
    assert "Mean restricted to 2 y, months" in shown
    assert "Difference from CAR-T" in shown
    assert '1.2 (−1.3 to 3.8)</td><td class="num">.340' in shown


def test_numbers_say_whom_they_count(as_investigator):
    shown = as_investigator.get(STUDY).content.decode()
    for words in ("of 34 CAR-T", "of 124 Chemotherapy", "at LDP: 34 CAR-T"):
        assert words in shown


@pytest.mark.parametrize(
    "somebody", [lambda: a_data_manager("HEB"), an_admin, a_statistician]
)
def test_study_does_not_exist_for_others(client, study, somebody):
    client.force_login(somebody())
    pages = [STUDY, f"{STUDY}survival/", f"{STUDY}status"]
    pages += [f"{STUDY}figures/overall-survival.{kind}" for kind in ("json", "svg")]
    assert [client.get(page).status_code for page in pages] == [404] * len(pages)


def test_list_is_refused_to_a_system_administrator_and_empty_elsewhere(client, study):
    client.force_login(an_admin())
    assert client.get(reverse("studies")).status_code == 403
    client.force_login(a_data_manager("HEB"))
    assert "No study is open to you" in client.get("/studies/").content.decode()


def test_statistician_sees_a_granted_study_and_that_patients_are_not_listed(client):
    user = a_statistician("LDP")
    the_shown_study(granted_to=[user])
    client.force_login(user)
    assert STUDY in client.get("/studies/").content.decode()
    assert "Patients are not listed to your role" in client.get(STUDY).content.decode()


def test_reader_who_is_signed_out_is_asked_to_sign_in(client, study):
    assert client.get(STUDY).status_code == 302


def test_page_waits_for_figures_that_are_not_computed(as_investigator, study):
    study.snapshots.all().delete()
    assert "No figures yet" in as_investigator.get(STUDY).content.decode()
    assert as_investigator.get(f"{STUDY}status").status_code == 204


def test_queries_do_not_grow_with_patients(client, db):
    client.force_login(an_investigator())
    most = {
        STUDY: 16,
        f"{STUDY}status": 16,
        "/studies/": 16,
        f"{STUDY}enrolment/": 24,
        f"{STUDY}courses/": 20,
    }
    counted = {page: [] for page in most}
    for limit in (5, 15):
        with transaction.atomic():
            the_study(limit=limit)
            for page in most:
                client.get(page)
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(page).status_code == 200
                counted[page].append(len(queries))
            transaction.set_rollback(True)
    for page, (few, many) in counted.items():
        assert few == many <= most[page], page


def test_patients_whom_the_curves_lack_are_said(as_investigator, study):
    snapshot = study.snapshots.get()
    snapshot.set_aside = 2
    snapshot.results["not_derivable"], snapshot.results["ungrouped"] = 1, 0
    snapshot.save()
    shown = as_investigator.get(STUDY).content.decode()
    assert "2 patients could not be derived" in shown
    assert "1 patient has dates that do not allow" in shown
    assert "in no group" not in shown


@pytest.mark.parametrize("minutes", [0, 3])
def test_figures_are_stale_after_a_minute_of_waiting(as_investigator, study, minutes):
    at = timezone.now() - timedelta(minutes=minutes)
    StaleCohort.objects.create(cohort=study, at=at)
    shown = as_investigator.get(f"{STUDY}status").content.decode()
    assert ("Stale since" in shown) == (minutes == 3)
    assert ("recomputing, change" in shown) == (minutes == 0)


def test_change_of_another_centre_leaves_the_figures_as_they_are(
    as_investigator, study
):
    a_patient("HEB")
    shown = as_investigator.get(f"{STUDY}status").content.decode()
    assert "recomputing" not in shown
    a_patient("LDP")
    shown = as_investigator.get(f"{STUDY}status").content.decode()
    assert "recomputing" in shown


def test_overdue_visits_of_a_centre_lead_to_their_list(as_investigator):
    patient = a_patient(study_no="C001")
    a_record("infusion", patient, infusion_date=timezone.localdate() - timedelta(36))
    reschedule([patient.pk])
    told = as_investigator.get(f"{STUDY}enrolment/").content.decode()
    listed = "/worklist/visits/?centre=LDP&state=overdue"
    assert f'href="{listed.replace("&", "&amp;")}">3</a>' in told
    assert len(as_investigator.get(listed).context["table"]["rows"]) == 4
