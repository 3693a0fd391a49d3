"""Pages of data cuts: the list, one cut, and what comes next."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.models import CutWork, DataCut
from outcomes.views import cut as one_cut
from outcomes.views import cuts as all_cuts
from tests import builders
from tests.api.cuts import a_cut


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
    monkeypatch.setattr(one_cut, "OTHERS", 0)
    assert "/since/" not in said(investigator.get("/cuts/second/"))


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
