"""A study as of a past day: banner, figures, refusals, on the page and by REST."""

from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from outcomes.models import AnalysisSubject, CohortGrant
from registry.models import Change, Patient
from tests.api.study import a_cohort
from tests.builders import a_centre, a_record, a_statistician, an_investigator, day
from tests.db.pipeline.conftest import a_transplanted
from tests.web.study import sweep, the_study

pytestmark = pytest.mark.django_db
STUDY = "/studies/cd7-hsct/"
RESULTS = "/api/v1/cohorts/cd7-hsct/results/"


@pytest.fixture
def investigator(client):
    client.force_login(an_investigator())
    return client


def test_a_past_moment_is_shown_with_a_banner_and_todays_is_not(investigator):
    the_study()
    made = investigator.get(RESULTS).json()
    then = quote(timezone.now().isoformat())
    Patient.objects.first().hsct_set.update(hsct_date=day(3000))
    sweep(seconds=float("inf"))
    page = investigator.get(f"{STUDY}?as_of={then}").content.decode()
    assert 'id="as-of-banner"' in page
    assert "Computed now from the history" in page
    assert "data-status" not in page
    assert f"as_of={then}" in page
    for path in ("survival/", "subgroups/"):
        assert investigator.get(f"{STUDY}{path}?as_of={then}").status_code == 200
    past = investigator.get(f"{RESULTS}?as_of={then}").json()
    assert past["results"] == made["results"]
    assert investigator.get(RESULTS).json()["results"] != made["results"]
    change = made["data_version"]
    assert (
        investigator.get(f"{RESULTS}?as_of={change}").json()["results"]
        == (made["results"])
    )
    figures = f"{STUDY}figures/overall-survival"
    today, before = (
        investigator.get(f"{figures}.json{words}").content
        for words in ("", f"?as_of={change}")
    )
    assert today != before
    # What is drawn of a past leads to its patients, a file of it to nobody.
    assert f"as_of={change}".encode() in before
    assert b'"behind"' in before
    kept = investigator.get(f"{figures}.json?as_of={change}&file=1").content
    assert b'"behind"' not in kept
    file = investigator.get(f"{figures}.svg?as_of={change}")
    assert f"as-of_change-{change}.svg" in file["Content-Disposition"]


def test_lists_courses_and_centres_are_as_they_stood(investigator):
    a_cohort(definition={"index": "hsct", "horizon": 730})
    stays, leaves = a_transplanted(study_no="STAYS"), a_transplanted(study_no="LEAVES")
    sweep(seconds=float("inf"))
    change = Change.objects.latest("pk").pk
    Patient.objects.filter(pk=leaves.pk).update(centre=a_centre("HEB"))
    a_record("death", stays, death_date=day(300))
    comes = a_transplanted(study_no="COMES")
    sweep(seconds=float("inf"))

    def listed(cause, then=""):
        asked = reverse("study-patients", args=["cd7-hsct"])
        answer = investigator.get(f"{asked}?endpoint=OS&cause={cause}{then}")
        return answer.content.decode()

    then = f"&as_of={change}"
    assert "STAYS" in listed(1)
    assert "STAYS" not in listed(1, then)
    assert "As of change" in listed(1, then)
    alive = listed(0, then)
    assert "STAYS" in alive
    assert "COMES" not in alive
    # Who is another centre's today is counted, and not listed.
    assert "LEAVES" not in alive
    assert "1 patient is of those whom you may not" in alive
    # What was put for the list is gone: the rows are today's again.
    rows = AnalysisSubject.objects.filter(patient_id=stays.pk)
    assert rows.filter(death_day__gt=0).exists()
    assert "COMES" in listed(0)
    addresses = (f"{STUDY}courses/", f"{STUDY}courses/?as_of={change}")
    now, before = (investigator.get(one).content.decode() for one in addresses)
    one, other = (reverse("patient", args=[who.pk]) for who in (comes, stays))
    assert [f'"{one}"' in page for page in (now, before)] == [True, False]
    assert f'"{other}"' in before
    swimmer = f"{STUDY}figures/swimmer.json?as_of={change}"
    assert investigator.get(swimmer).status_code == 200
    page = investigator.get(f"{STUDY}enrolment/?as_of={change}").content.decode()
    assert "visits and queries are of now alone" in page
    assert "Visits overdue" not in page


def test_who_may_not_read_records_has_no_list_of_the_past(client):
    user = a_statistician()
    the_study(limit=5)
    a_cohort(granted_to=[user])
    client.force_login(user)
    change = Change.objects.latest("pk").pk
    asked = reverse("study-patients", args=["cd7-hsct"])
    for as_of in (change, "yesterday"):
        answer = client.get(f"{asked}?endpoint=OS&cause=0&as_of={as_of}")
        assert answer.status_code == 404


def test_what_is_no_past_day_is_said_above_todays_figures(investigator):
    the_study(limit=5)
    answer = investigator.get(f"{STUDY}?as_of=2999-01-01")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "lies in the future" in shown
    assert 'value="2999-01-01"' in shown
    assert "data-status" in shown
    answer = investigator.get(f"{RESULTS}?as_of=then")
    assert answer.status_code == 400
    assert "2026-03-01" in answer.json()["detail"]
    assert investigator.get(f"{STUDY}figures/relapse.svg?as_of=then").status_code == 404


def test_a_statistician_to_whom_it_was_granted_sees_the_past(client):
    user = a_statistician()
    the_study(granted_to=[user], limit=5)
    client.force_login(user)
    assert client.get(f"{STUDY}?as_of=2024-01-01").status_code == 200


def test_who_sees_sums_alone_is_refused_the_past(client):
    user = an_investigator("HEB")
    the_study(granted_to=[user], limit=5)
    client.force_login(user)
    assert client.get(STUDY).status_code == 200
    assert b'name="as_of"' not in client.get(STUDY).content
    for path in (STUDY, RESULTS, f"{STUDY}figures/relapse.json"):
        assert client.get(f"{path}?as_of=2024-01-01").status_code == 403, path


def test_the_past_of_another_centre_is_not_shown_when_it_left_the_cohort(client):
    """The cohort of then had patients whom today's reader may not see."""
    cohort = a_cohort("cd7-hsct", ("LDP", "HEB"))
    a_transplanted(centre="HEB")
    sweep(seconds=float("inf"))
    then = quote(timezone.now().isoformat())
    cohort.centres.remove(a_centre("HEB"))
    user = an_investigator("LDP")
    client.force_login(user)
    assert client.get(f"{RESULTS}?as_of={then}").status_code == 403
    CohortGrant.objects.create(cohort=cohort, user=user)
    assert client.get(f"{RESULTS}?as_of={then}").status_code == 403
