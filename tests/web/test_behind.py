"""From a figure to the patients behind it, on the page and by REST."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from outcomes.behind.links import BARS, CURVES, FORESTS
from outcomes.cohorts.kept import whole
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.ratios import RATIOS
from tests.builders import a_statistician, an_investigator
from tests.unit.figures.conftest import SHOWN
from tests.web.study import the_study

pytestmark = pytest.mark.django_db
STUDY = "/studies/cd7-hsct/"


@pytest.fixture
def investigator(client):
    client.force_login(an_investigator())
    return client


def test_figures_that_lead_to_patients_are_in_the_catalogue():
    assert {*CURVES, *BARS, *FORESTS, *RATIOS} <= set(FIGURES)


def test_the_table_leads_to_the_patients_without_script(investigator):
    the_study()
    shown = investigator.get(f"{STUDY}survival/").content.decode()
    link = f"{STUDY}behind/?group=car_t&amp;endpoint=OS&amp;cause=1&amp;last=731"
    assert link in shown or link.replace("731", "730") in shown
    page = investigator.get(f"{STUDY}behind/?group=car_t&endpoint=OS&cause=1")
    said = page.content.decode()
    assert "Overall survival · CAR-T · Death" in said
    assert "/forms/death/" in said or "/death/" in said
    assert "history" in said
    assert "14 patients" in said


def test_a_drawing_leads_to_the_patients_and_a_file_does_not(investigator):
    the_study()
    figures = f"{STUDY}figures/"
    for name in {*CURVES, *BARS, *FORESTS, *RATIOS} & {*SHOWN}:
        spec = json.loads(investigator.get(f"{figures}{name}.json").content)
        urls = {
            row["behind"]
            for rows in spec["datasets"].values()
            for row in rows
            if "behind" in row
        }
        assert urls, name
        for url in sorted(urls)[:3]:
            assert investigator.get(url).status_code == 200, url
    assert b"/behind/" not in investigator.get(f"{figures}relapse.svg").content
    page = investigator.get(f"{STUDY}courses/").content.decode()
    assert "figures/swimmer.json?file=1" in page
    for name in ("relapse", "swimmer", "expansion", "characteristics"):
        figure = f"{figures}{name}.json"
        assert b'"behind"' in investigator.get(figure).content, name
        rest = f"/api/v1/cohorts/cd7-hsct/figures/{name}.json"
        for answer in (investigator.get(figure, {"file": 1}), investigator.get(rest)):
            assert answer["Content-Disposition"].startswith("attachment; filename=")
            assert b"behind" not in answer.content, name
            assert b"/patients/" not in answer.content, name


def test_the_drawing_of_a_step_names_the_day_that_somebody_left(investigator):
    cohort = the_study()
    spec = json.loads(investigator.get(f"{STUDY}figures/overall-survival.json").content)
    curve = whole(cohort.snapshots.get())["survival"]["OS"]["curves"]["car_t"]
    days = {int(day) for day in curve["day"][1:]}
    found = [r["behind"] for r in spec["datasets"]["car_t-steps"] if "behind" in r]
    asked = [parse_qs(urlsplit(url).query) for url in found]
    spans = [(int(one["first"][0]), int(one["last"][0])) for one in asked]
    # Two days within a pixel are one point.
    assert len(spans) >= len([day for day in days if day <= 1095]) - 1
    for day in days:
        named = [span for span in spans if span[0] <= day <= span[1]]
        assert len(named) == (day <= 1095), day


def test_who_sees_no_patients_gets_no_links(client):
    user = a_statistician()
    client.force_login(user)
    the_study(granted_to=[user])
    assert b"/behind/?" not in client.get(STUDY).content
    spec = client.get(f"{STUDY}figures/relapse.json").content
    assert b"behind" not in spec
    page = client.get(f"{STUDY}behind/?group=car_t&endpoint=OS").content.decode()
    assert "34 patients are of those whom you may not see" in page
    assert "not listed to your role" in page
    assert "<table" not in page


def test_a_mark_that_is_none_is_not_found(investigator):
    the_study(limit=3)
    assert investigator.get(f"{STUDY}behind/?endpoint=nothing").status_code == 404
