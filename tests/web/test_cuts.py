"""Pages of data cuts: the list, one cut, and what comes next."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.cuts import making
from outcomes.cuts.catalogue import KEPT
from outcomes.exports.conduct import CONDUCT_DATASETS
from outcomes.models import CutWork, DataCut
from outcomes.views import cut as one_cut
from outcomes.views import cuts as all_cuts
from tests import builders
from tests.api.cuts import a_cut
from tests.api.study import a_cohort
from tests.db.pipeline.conftest import a_transplanted


@pytest.fixture
def investigator(client, db):
    builders.a_treated_patient()
    client.force_login(builders.an_investigator())
    return client


def said(answer):
    return answer.content.decode()


def asked_for(*numbers):
    """Write down cuts that no worker has come to."""
    for n in numbers:
        cut = DataCut.objects.create(
            name=f"cut-{n:02}", at="1", data_version=1, reason="report"
        )
        CutWork.objects.create(cut=cut)


def test_the_list_has_pages_and_asks_as_often_for_many(investigator, monkeypatch):
    assert "Make the first one" in said(investigator.get("/cuts/"))
    asked_for(0, 1)
    investigator.get("/cuts/")
    with CaptureQueriesContext(connection) as few:
        assert "Page 1 of" not in said(investigator.get("/cuts/"))
    monkeypatch.setattr(all_cuts, "SHOWN", 3)
    asked_for(*range(2, 7))
    with CaptureQueriesContext(connection) as more:
        page = investigator.get("/cuts/")
    assert len(more) == len(few)
    assert "Page 1 of 3" in said(page)
    names = [row["cells"][0]["text"] for row in page.context["table"]["rows"]]
    assert names == ["cut-06", "cut-05", "cut-04"]
    page = investigator.get(f"/cuts/{page.context['pager']['next_url']}")
    names = [row["cells"][0]["text"] for row in page.context["table"]["rows"]]
    assert names == ["cut-03", "cut-02", "cut-01"]
    assert page.context["pager"]["previous_url"]


def test_a_cut_leads_to_what_can_be_taken_and_compared(investigator, monkeypatch):
    a_cut()
    a_cut("second")
    page = said(investigator.get("/cuts/second/"))
    assert 'href="/exports/?cut=second"' in page
    assert 'href="/exports/?dataset=adtte&amp;cut=second"' in page
    assert 'href="/cuts/second/since/first/"' in page
    define = re.search(r'href="(/codebook/analysis/define.xml[^"]*)"', page)[1]
    assert "Data cut second at change" in said(investigator.get(define))
    assert investigator.get(f"{define}-none").status_code == 404
    (kept,) = re.findall(r'href="(/exports/[^"]*codebook[^"]*)"', page)
    answer = investigator.get(kept)
    assert b"crs_episode" in b"".join(answer.streaming_content)
    offered = said(investigator.get("/exports/?cut=second"))
    assert '<option value="codebook"' in offered
    monkeypatch.setattr(one_cut, "OTHERS", 0)
    assert "/since/" not in said(investigator.get("/cuts/second/"))


HSCT = {"index": "hsct", "horizon": 730}


def counted(client, **query):
    answer = client.get("/cuts/second/since/first/", {"dataset": "hsct", **query})
    assert answer.status_code == 200
    return answer, answer.context["found"].counts


def test_two_cuts_are_compared_of_one_study(investigator, monkeypatch):
    after_car_t = {"variable": "arm", "is": True}
    a_cohort("all", definition=HSCT)
    a_cohort("car-t", definition={**HSCT, "filters": [after_car_t]})
    stays = a_transplanted(study_no="A-STAYS")
    with monkeypatch.context() as then:
        kept = {name: KEPT[name] for name in KEPT if name not in CONDUCT_DATASETS}
        then.setattr(making, "KEPT", kept)
        a_cut()
    stays.hsct_set.update(donor_sex="F")
    a_transplanted(study_no="C-NEW", car_t=False)
    a_cohort("later", definition=HSCT)
    a_cut("second")
    whole = {"added": 1, "removed": 0, "changed": 1}
    page, counts = counted(investigator)
    assert counts == whole
    assert "1 added, 0 removed, 1 changed." in said(page)
    assert (
        "In second alone, and so not compared: Queries, one row each (queries), "
        in (said(page))
    )
    record = stays.hsct_set.get().pk
    assert f'LDP-A-STAYS<br><span class="muted small">record {record}</span>' in said(
        page
    )
    page, counts = counted(investigator, cohort="all", dataset="adtte")
    assert '<span class="muted small">HSCT 1 OS</span>' in said(page)
    page, counts = counted(investigator, cohort="all")
    assert counts == whole
    assert '<option value="all" selected>' in said(page)
    assert 'value="later"' not in said(page)
    page, counts = counted(investigator, cohort="car-t")
    assert counts == {"added": 0, "removed": 0, "changed": 1}
    page, counts = counted(investigator, cohort="car-t", dataset="relapse")
    assert counts == {"added": 0, "removed": 0, "changed": 0}
    assert "No record of this dataset differs." in said(page)


@pytest.mark.parametrize(
    ("query", "anchor"),
    [({"cohort": "later"}, "id_cohort"), ({"dataset": "codebook"}, "id_dataset")],
)
def test_what_a_cut_has_not_got_is_said_where_it_was_chosen(
    investigator, query, anchor
):
    a_cut()
    a_cut("second")
    a_cohort("later", definition=HSCT)
    answer = investigator.get("/cuts/second/since/first/", query)
    assert answer.status_code == 422
    assert f'href="#{anchor}"' in said(answer)
    assert "Nothing was saved" not in said(answer)
    asked = {"cohort": "nobody-knows"}
    assert investigator.get("/cuts/second/since/first/", asked).status_code == 404


def test_a_comparison_asks_as_often_for_many_studies(investigator):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            counted(investigator, cohort="one")
        return len(queries)

    a_cohort("one", definition=HSCT)
    a_cut()
    a_cut("second")
    investigator.get("/cuts/second/since/first/")
    few = asked()
    for n in range(4):
        a_cohort(f"more-{n}", definition=HSCT)
    assert asked() == few


def test_a_cut_that_failed_says_what_to_do(investigator):
    asked_for(0)
    page = investigator.get("/cuts/cut-00/")
    assert page.status_code == 202
    assert "Waiting for a worker" in said(page)
    CutWork.objects.update(failed=True, attempts=3)
    assert "could not be made" in said(investigator.get("/cuts/cut-00/"))
    page = investigator.post("/cuts/cut-00/again", follow=True)
    assert "tried again" in said(page)
    assert not CutWork.objects.get().failed
