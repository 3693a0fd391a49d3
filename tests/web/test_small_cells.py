"""Small cells on pages, in figures and files, and by REST, for who sees sums alone."""

import json

import pytest

from outcomes.figures.by_state import STATE_CURVES
from outcomes.figures.catalogue import FIGURES
from outcomes.models import CohortGrant, Snapshot
from outcomes.views.study import SECTIONS
from tests.builders import a_statistician, an_investigator
from tests.web.study import the_results, the_shown_study

pytestmark = pytest.mark.django_db
STUDY = "/studies/cd7-hsct/"
RESULTS = "/api/v1/cohorts/cd7-hsct/results/"
WITHHELD = {"recruitment", "states", "relapse-and-nrm", *STATE_CURVES}


@pytest.fixture
def outsider(client):
    """Somebody of another centre to whom the study was granted by name."""
    user = an_investigator("HEB")
    the_shown_study(granted_to=[user])
    client.force_login(user)
    return client


def test_pages_hide_what_is_small_and_say_so(outsider):
    for name in SECTIONS:
        path = STUDY if name == "overview" else f"{STUDY}{name}/"
        shown = outsider.get(path)
        assert shown.status_code == 200, name
        text = shown.content.decode()
        assert "numbers below 11 are hidden" in text, name
        assert "/behind/?" not in text or "HEB" in text
    response = outsider.get(f"{STUDY}response/").content.decode()
    assert "hidden of 34" in response
    assert "3 of 34" not in response


def test_rest_has_the_same_and_another_tag(outsider, client):
    body = outsider.get(RESULTS)
    found = body.json()["results"]
    assert found["smallest_cell"] == 11
    assert "recruitment" not in found
    assert found["survival"]["OS"]["curves"]["car_t"]["at_horizon"]["why"]
    client.force_login(an_investigator("LDP"))
    whole = client.get(RESULTS)
    assert "smallest_cell" not in whole.json()["results"]
    assert whole["ETag"] != body["ETag"]


def test_figures_and_files_are_drawn_from_what_is_shown(outsider, client):
    pk = Snapshot.objects.get().pk
    every = the_results()
    shown = [name for name, figure in FIGURES.items() if figure.shown(every)]
    for name in shown:
        for words in ("", f"?v={pk}.1691"):
            address = f"{STUDY}figures/{name}.json{words}"
            status = 404 if name in WITHHELD else 200
            assert outsider.get(address).status_code == status, name
    spec = json.loads(outsider.get(f"{STUDY}figures/overall-survival.json").content)
    coarse = spec["datasets"]["car_t-steps"]
    assert outsider.get(f"{STUDY}figures/day-28.svg").status_code == 200
    client.force_login(an_investigator("LDP"))
    spec = json.loads(client.get(f"{STUDY}figures/overall-survival.json").content)
    assert len(coarse) < len(spec["datasets"]["car_t-steps"])


def test_the_list_of_studies_hides_few(client, outsider):
    snapshot = Snapshot.objects.get()
    Snapshot.objects.update(results={**snapshot.results, "n": 7})
    assert ">hidden<" in outsider.get("/studies/").content.decode()
    client.force_login(an_investigator("LDP"))
    assert ">7<" in client.get("/studies/").content.decode()


def test_who_is_left_out_is_not_told_by_the_dozen(outsider, client):
    snapshot = Snapshot.objects.get()
    results = {**snapshot.results, "withdrawn": 7}
    Snapshot.objects.update(results=results, set_aside=3)
    shown = outsider.get(STUDY).content.decode()
    assert "Fewer than 11 patients could not be derived" in shown
    assert "Fewer than 11 patients of these centres are left out" in shown
    found = outsider.get(RESULTS).json()
    assert (found["set_aside"], found["few_set_aside"]) == (0, True)
    assert found["results"]["withdrawn"] is None
    client.force_login(an_investigator("LDP"))
    found = client.get(RESULTS).json()
    assert (found["set_aside"], found["few_set_aside"]) == (3, False)
    assert found["results"]["withdrawn"] == 7


def test_a_tag_says_from_where_on_numbers_are_shown(outsider, settings):
    tag = outsider.get(RESULTS)["ETag"]
    settings.SMALLEST_CELL = 5
    again = outsider.get(RESULTS, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert again.json()["results"]["smallest_cell"] == 5


def test_whoever_may_take_rows_out_sees_every_number(client):
    user = a_statistician()
    cohort = the_shown_study(granted_to=[user])
    client.force_login(user)
    assert "smallest_cell" not in client.get(RESULTS).json()["results"]
    CohortGrant.objects.filter(cohort=cohort, user=user).delete()
    assert client.get(RESULTS).status_code == 404
