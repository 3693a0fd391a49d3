"""The catalogue of checks, and the run over a centre."""

import pytest
from django.test import Client
from django.urls import reverse

from registry.audit.context import SYSTEM
from registry.checks import CHECKS
from registry.models import CheckRun
from registry.services.checking import begin_run, go_on
from tests import builders

pytestmark = pytest.mark.django_db


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def manager() -> Client:
    return browser(builders.a_data_manager())


def page(client: Client, **asked: object) -> str:
    return client.get(reverse("checks"), asked).content.decode()


def test_every_check_is_there_in_both_languages(manager):
    shown = page(manager)
    assert [code for code in CHECKS if f'id="{code}"' not in shown] == []
    manager.cookies["django_language"] = "zh-hans"
    assert "晚于今天" in page(manager)


def test_no_placeholder_is_left(manager):
    assert "{" not in page(manager).split('id="checks"')[1].split("</table>")[0]


@pytest.mark.parametrize(
    "words", ["dq043", "未填写", "apheresis infusion", "weight_kg"]
)
def test_checks_are_found_by_number_words_and_fields(manager, words):
    shown = page(manager, q=words)
    assert 0 < shown.count("<tr id=") < len(CHECKS)


def test_nothing_found_says_so(manager):
    assert "No check holds these words." in page(manager, q="xyzzy")


def test_open_queries_are_counted_and_reached(manager):
    builders.a_query(code="DQ043", severity="soft")
    builders.a_query(builders.a_patient("HEB"), code="DQ043", severity="soft")
    shown = page(manager, q="DQ043")
    assert f'<a href="{reverse("queries")}?check=DQ043">1</a>' in shown


def test_an_administrator_asks_for_a_run_and_sees_how_far_it_is():
    client = browser(builders.a_centre_administrator())
    builders.a_treated_patient()
    assert "Check every patient of LDP now" in page(client)
    client.post(reverse("checks-run"), {"centre": "LDP"})
    assert CheckRun.objects.get().asked_by == builders.a_centre_administrator()
    assert "0 of 1 patients" in page(client)
    assert "every 3s" in page(client)
    go_on()
    shown = client.get(reverse("checks-run")).content.decode()
    assert "1 of 1 patients" in shown
    assert "every 3s" not in shown


def test_a_data_manager_asks_for_no_run(manager):
    assert "Check every patient" not in page(manager)
    assert manager.post(reverse("checks-run"), {"centre": "LDP"}).status_code == 403


def test_of_all_centres_together_only_the_progress_is_told(manager):
    builders.a_treated_patient("HEB")
    begin_run(actor=SYSTEM)
    go_on()
    shown = page(manager)
    assert "1 of 1 patients" in shown
    assert "queries opened" not in shown
