"""A study as of a past day: banner, figures, refusals, on the page and by REST."""

from urllib.parse import quote

import pytest
from django.utils import timezone

from outcomes.models import CohortGrant
from registry.models import Patient
from tests.api.study import a_cohort
from tests.builders import a_centre, a_statistician, an_investigator, day
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
    assert b'"behind"' not in before
    file = investigator.get(f"{figures}.svg?as_of={change}")
    assert f"as-of_change-{change}.svg" in file["Content-Disposition"]


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
