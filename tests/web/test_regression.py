"""A study's regression: the page, its files, and who gets what of it."""

import csv
import io
import json

import pytest

from outcomes.models import CohortGrant, ExportLog
from tests.builders import a_monitor, a_statistician, an_investigator
from tests.web.study import the_shown_study, the_study

pytestmark = pytest.mark.django_db
PAGE = "/studies/cd7-hsct/regression/"
API = "/api/v1/cohorts/cd7-hsct/regression/"
ASKED = "endpoint=OS&model=cox&x=arm&x=age&age-per=10"


@pytest.fixture
def investigator(client):
    the_shown_study()
    client.force_login(an_investigator("LDP"))
    return client


def test_the_page_asks_what_to_fit(investigator):
    text = investigator.get(PAGE).content.decode()
    assert "Choose an endpoint and covariates" in text
    assert 'aria-current="page">Regression' in text
    assert "Known only later" in text
    assert PAGE in investigator.get("/studies/cd7-hsct/").content.decode()


def test_what_was_chosen_is_led_to_its_own_address(investigator):
    answer = investigator.get(f"{PAGE}?go=1&endpoint=OS&x=age&age-per=10&x=&model=cox")
    assert answer["Location"] == f"{PAGE}?endpoint=OS&model=cox&x=age&age-per=10"
    dropped = investigator.get(f"{PAGE}?{ASKED}&drop=age")
    assert dropped["Location"] == f"{PAGE}?endpoint=OS&model=cox&x=arm"


def test_immortal_time_is_refused_with_what_to_ask_instead(investigator):
    answer = investigator.get(f"{PAGE}?endpoint=OS&x=cgvhd&x=age&age-per=10")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "immortal time" in text
    assert "from its day on (time-dependent)" in text
    assert "/studies/new?copy=cd7-hsct" in text
    assert 'name="age-per" value="10"' in text  # what was typed beside it is kept


def test_rest_refuses_as_problems(investigator):
    body = investigator.get(API, {"endpoint": "OS", "x": "cgvhd"})
    assert body.status_code == 422
    assert body.json()["type"] == "urn:dayzero:problem:immortal-time"
    assert [one["way"] for one in body.json()["offers"]] == [
        "landmark",
        "time_dependent",
    ]
    body = investigator.get(API, {"endpoint": "OS", "x": "age", "age-per": "x"})
    assert (body.status_code, [*body.json()["reasons"]]) == (422, ["x-age"])
    body = investigator.get(API, {"endpoint": "OS"})
    assert "at least one covariate" in body.json()["detail"]


def test_files_that_nobody_asked_for_are_not_there(investigator):
    base = "/studies/cd7-hsct/regression/"
    for name in ("forest.svg", "table.csv", "forest.R", "other.svg", "script.svg"):
        assert investigator.get(base + name).status_code == 404, name


def test_a_model_of_the_study_for_everyone_who_may_see_it(
    client, django_assert_max_num_queries
):
    outsider = an_investigator("HEB")
    statistician = a_statistician()
    the_study(granted_to=[outsider, statistician])

    client.force_login(an_investigator("LDP"))
    with django_assert_max_num_queries(40):
        text = client.get(f"{PAGE}?{ASKED}").content.decode()
    assert "158 of 158 patients" in text
    assert "Age at day 0, per 10 y" in text
    assert "Concordance" in text
    assert "regression/script.R" in text
    assert "regression/residuals.json" in text
    found = client.get(f"{API}?{ASKED}").json()
    assert found["query"] == ASKED
    arm = found["model"]["covariates"][0]
    assert [level["n"] for level in arm["levels"]] == [124, 34]
    _every_file(client)

    client.force_login(statistician)
    taken = client.get(f"{PAGE}script.R?{ASKED}")
    assert taken.status_code == 200
    log = ExportLog.objects.first()
    assert (log.dataset, log.kind, log.pseudonymised) == ("regression", "R", True)
    assert log.rows == 158

    client.force_login(a_monitor("LDP"))
    assert "regression/script.R" not in client.get(f"{PAGE}?{ASKED}").content.decode()
    assert client.get(f"{PAGE}script.R?{ASKED}").status_code == 403
    assert client.get(f"{API}script.R?{ASKED}").status_code == 403

    CohortGrant.objects.filter(user=statistician).delete()
    client.force_login(statistician)
    assert client.get(f"{PAGE}?{ASKED}").status_code == 404
    assert client.get(f"{PAGE}script.R?{ASKED}").status_code == 404

    client.force_login(outsider)
    _sums_alone(client)


def _every_file(client):
    for name in ("forest", "residuals"):
        spec = json.loads(client.get(f"{PAGE}{name}.json?{ASKED}").content)
        assert spec["datasets"]
        for kind, start in (("svg", b"<svg"), ("pdf", b"%PDF"), ("png", b"\x89PNG")):
            address = f"{PAGE}{name}.{kind}?{ASKED}&columns=1"
            assert client.get(address).content.startswith(start), (name, kind)
    by_rest = client.get(f"{API}forest.svg?{ASKED}&columns=1")
    assert by_rest.content.startswith(b"<svg")
    assert client.get(f"{API}other.svg?{ASKED}").status_code == 404
    table = client.get(f"{PAGE}table.csv?{ASKED}")
    assert client.get(f"{API}table.csv?{ASKED}").content == table.content
    rows = list(csv.DictReader(io.StringIO(table.content.decode())))
    assert [row["variable"] for row in rows] == ["arm", "arm", "age"]
    assert float(rows[1]["together_ratio"]) > 0


def _sums_alone(client):
    text = client.get(f"{PAGE}?{ASKED}").content.decode()
    assert "Counts are to the nearest ten" in text
    assert "160 of 160 patients" in text
    assert "regression/script.R" not in text
    assert "cut at points" not in text
    assert client.get(f"{PAGE}residuals.json?{ASKED}").status_code == 404
    assert client.get(f"{PAGE}script.R?{ASKED}").status_code == 403
    assert client.get(f"{PAGE}forest.svg?{ASKED}").status_code == 200
    answer = client.get(f"{PAGE}?endpoint=OS&x=age&age-by=points&age-points=14")
    assert answer.status_code == 422
    body = client.get(f"{API}?{ASKED}").json()
    level = body["model"]["covariates"][0]["levels"][1]
    assert level["together"]["coef"] is None


def test_too_many_patients_are_not_fitted_while_somebody_waits(client, monkeypatch):
    monkeypatch.setattr("outcomes.regressions.rows.MOST_ROWS", 2)
    the_study(limit=5)
    client.force_login(an_investigator("LDP"))
    assert "at most" in client.get(f"{PAGE}?{ASKED}").content.decode()
    body = client.get(f"{API}?{ASKED}")
    assert body.json()["type"] == "urn:dayzero:problem:too-many-rows"
