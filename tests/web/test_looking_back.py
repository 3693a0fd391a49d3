"""While a past is computed: the page, the figure and REST say so, and then have it."""

from urllib.parse import quote

import pytest
from django.utils import timezone

from outcomes.models import Lookback
from outcomes.past import lookback as asking
from outcomes.past.looking import look_back
from tests.builders import an_investigator
from tests.web.study import the_study

pytestmark = pytest.mark.django_db
STUDY = "/studies/cd7-hsct/"
RESULTS = "/api/v1/cohorts/cd7-hsct/results/"


@pytest.fixture
def investigator(client, monkeypatch):
    monkeypatch.setattr(asking, "AT_ONCE", 0)
    client.force_login(an_investigator())
    the_study(limit=12)
    return client


def test_everything_waits_for_the_worker_and_then_has_the_past(investigator):
    then = f"?as_of={quote(timezone.now().isoformat())}"
    page = investigator.get(f"{STUDY}survival/{then}")
    assert page.status_code == 202
    shown = page.content.decode()
    assert "Waiting for a worker" in shown
    assert 'hx-trigger="every 2s"' in shown
    figure = f"{STUDY}figures/overall-survival.svg{then}"
    assert investigator.get(figure).status_code == 202
    waiting = investigator.get(f"{RESULTS}{then}")
    assert waiting.status_code == 202
    assert waiting["Retry-After"]
    assert waiting.json()["done"] == 0
    Lookback.objects.update(attempts=1, done=500, total=1200)
    shown = investigator.get(f"{STUDY}{then}").content.decode()
    assert "Reading patients as they were: 500 of 1,200." in shown
    assert look_back()
    asked = investigator.get(f"{STUDY}survival/{then}", headers={"HX-Request": "true"})
    assert asked["HX-Refresh"] == "true"
    assert 'id="as-of-banner"' in investigator.get(f"{STUDY}{then}").content.decode()
    assert investigator.get(figure).status_code == 200
    assert "day" in str(investigator.get(f"{RESULTS}{then}").json()["results"])


def test_a_past_that_could_not_be_computed_is_said(investigator):
    then = f"?as_of={quote(timezone.now().isoformat())}"
    investigator.get(f"{STUDY}{then}")
    Lookback.objects.update(failed=True)
    page = investigator.get(f"{STUDY}{then}")
    assert "could not be computed" in page.content.decode()
    assert "hx-get" not in page.content.decode().partition('id="looking-back"')[2]
    assert investigator.get(f"{RESULTS}{then}").status_code == 500
