"""The page of files that a worker writes."""

import pytest

from outcomes.api.taking import taken_by_job
from outcomes.exports.jobs.working import go_on
from outcomes.models import ExportJob
from outcomes.pipeline.sweep import sweep
from registry.models import Patient
from tests.builders import a_data_manager, a_statistician, a_treated_patient

PAGE = "/exports/jobs/"


@pytest.fixture
def manager(client, db):
    a_treated_patient("LDP")
    sweep(seconds=float("inf"))
    client.force_login(a_data_manager("LDP"))
    return client


def asked(manager):
    sent = {"dataset": "adtte", "kind": "csv", "query": "PARAMCD=OS"}
    return manager.post(PAGE, sent, follow=True).content.decode()


def test_a_file_is_asked_for_followed_and_fetched(manager):
    assert "You have asked for no large file." in manager.get(PAGE).content.decode()
    html = asked(manager)
    assert "waits for a worker" in html
    assert 'hx-trigger="every 2s"' in html
    assert go_on(taken_by_job)
    html = manager.get(PAGE).content.decode()
    assert "kept until" in html
    assert 'hx-trigger="every 2s"' not in html
    job = ExportJob.objects.get()
    answer = manager.get(f"{PAGE}{job.pk}/file")
    content = b"".join(answer.streaming_content)
    assert len(content) == job.log.size


def test_a_file_to_which_the_right_ended_is_gone_and_the_page_says_so(manager):
    asked(manager)
    assert go_on(taken_by_job)
    Patient.objects.update(consent_status="withdrawn")
    job = ExportJob.objects.get()
    answer = manager.get(f"{PAGE}{job.pk}/file")
    assert answer.status_code == 410
    html = answer.content.decode()
    assert "has ended since it was written" in html
    assert 'id="export-jobs"' in html
    assert "kept until" not in html


def test_a_poll_answers_the_part_alone(manager):
    asked(manager)
    html = manager.get(PAGE, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert 'id="export-jobs"' in html


def test_a_file_is_dropped(manager):
    asked(manager)
    job = ExportJob.objects.get()
    html = manager.post(f"{PAGE}{job.pk}/drop", follow=True).content.decode()
    assert "There will be no file of it." in html
    assert "cancelled" in html


def test_what_there_is_not_is_said(manager):
    sent = {"dataset": "nothing", "kind": "csv"}
    html = manager.post(PAGE, sent, follow=True).content.decode()
    assert "There is no such dataset in this format." in html
    assert not ExportJob.objects.exists()


def test_the_page_costs_the_same_for_many(manager, django_assert_max_num_queries):
    asked(manager)
    owner = ExportJob.objects.get().user
    for _ in range(20):
        ExportJob.objects.create(user=owner, dataset="adsl", kind="csv")
    with django_assert_max_num_queries(12):
        manager.get(PAGE)


def test_what_was_asked_is_said_briefly_and_may_be_chosen_again(manager):
    asked(manager)
    owner = ExportJob.objects.get().user
    query = "cut=second&safe=1&columns=AGE%2CSEX&PARAMCD=OS"
    ExportJob.objects.create(
        user=owner, dataset="adtte", kind="csv", query=query, state="failed"
    )
    html = manager.get(PAGE).content.decode()
    assert "cut = second · 2 columns · PARAMCD = OS<" in html
    assert f'href="/exports/?dataset=adtte&amp;kind=csv&amp;{query[:10]}' in html
    assert html.count("Choose again") == 1


def test_a_profile_that_is_not_for_the_reader_says_which_are(client, db):
    client.force_login(a_statistician())
    sent = {"dataset": "adsl", "kind": "csv", "query": "profile=full"}
    client.post(PAGE, sent)
    assert go_on(taken_by_job)
    html = client.get(PAGE).content.decode()
    assert "You may use: ages, shifted." in html
    assert "Choose again" in html
