"""Tokens: made once, shown once, ended at once, and only by whom they belong to."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from registry.models import ApiToken, Change, Scope
from tests.builders import PASSWORD, a_data_manager, an_investigator

NEW = {"days": 30, "name": "R", "scope": "read", "password": PASSWORD}


@pytest.fixture
def signed_in(client, db):
    client.force_login(a_data_manager())
    return client


def call(token):
    program = APIClient()
    program.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return program.get("/api/v1/patients/").status_code


def test_a_token_is_shown_once_and_works(signed_in):
    page = signed_in.post("/account/tokens/", NEW)
    assert page.status_code == 201
    assert "no-store" in page["Cache-Control"]
    token = re.search(r'id="token">(\w+)<', page.content.decode())[1]
    assert call(token) == 200
    again = signed_in.get("/account/tokens/").content.decode()
    assert token not in again
    assert ApiToken.objects.get().token_key in again


def test_a_new_token_is_ready_to_paste_and_leads_back(signed_in):
    clients = "/programs/?cohort=&cut="
    page = signed_in.get(clients).content.decode()
    link = html.unescape(re.search(r'href="(/account/tokens/\?[^"]*)"', page)[1])
    page = signed_in.get(link).content.decode()
    assert f'id="back" href="{html.escape(clients)}"' in page
    assert f'name="next" value="{html.escape(clients)}"' in page
    sent = NEW | {"next": clients}
    page = signed_in.post("/account/tokens/", sent).content.decode()
    assert f'id="back" href="{html.escape(clients)}"' in page
    token = re.search(r'id="token">(\w+)<', page)[1]
    lines = dict(re.findall(r'id="set-(\w+)" tabindex="0">(.*)</pre>', page))
    assert html.unescape(lines["shell"]) == f"export DAYZERO_TOKEN={token}"
    assert html.unescape(lines["r"]) == f'Sys.setenv(DAYZERO_TOKEN = "{token}")'
    key = ApiToken.objects.get().token_key
    answer = signed_in.post(f"/account/tokens/{key}/revoke/", {"next": clients})
    assert f'href="{html.escape(clients)}"' in (
        signed_in.get(answer["Location"]).content.decode()
    )


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", ""])
def test_a_new_token_leads_to_no_other_server(signed_in, elsewhere):
    page = signed_in.get("/account/tokens/", {"next": elsewhere}).content.decode()
    assert 'id="back"' not in page
    assert not re.search(r"""(href|value)="[^"?]*example""", page)


def test_a_token_ends_on_its_day(signed_in):
    signed_in.post("/account/tokens/", NEW | {"days": 7})
    made = ApiToken.objects.get()
    assert timedelta(days=6) < made.expiry - timezone.now() < timedelta(days=7)
    page = signed_in.post("/account/tokens/", NEW | {"days": 7})
    token = re.search(r'id="token">(\w+)<', page.content.decode())[1]
    ApiToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert call(token) == 401


def test_a_revoked_token_no_longer_works(signed_in):
    page = signed_in.post("/account/tokens/", NEW)
    token = re.search(r'id="token">(\w+)<', page.content.decode())[1]
    key = ApiToken.objects.get().token_key
    answer = signed_in.post(f"/account/tokens/{key}/revoke/")
    assert answer["Location"] == "/account/tokens/"
    assert call(token) == 401


def test_somebody_elses_token_does_not_exist(signed_in):
    ApiToken.objects.create(an_investigator())
    theirs = ApiToken.objects.get().token_key
    assert signed_in.post(f"/account/tokens/{theirs}/revoke/").status_code == 404
    assert theirs not in signed_in.get("/account/tokens/").content.decode()
    assert ApiToken.objects.exists()


def test_a_token_of_a_closed_account_does_not_work(signed_in):
    user = an_investigator()
    _, token = ApiToken.objects.create(user)
    user.is_active = False
    user.save()
    assert call(token) == 401


@pytest.mark.parametrize("days", ["", "0", "9999", "for ever"])
def test_no_token_lasts_for_ever(signed_in, days):
    page = signed_in.post("/account/tokens/", NEW | {"days": days})
    assert page.status_code == 422
    assert not ApiToken.objects.exists()


def test_a_session_alone_makes_no_token(signed_in):
    """Nor may the password be guessed here any longer than at the door."""
    answer = signed_in.post("/account/tokens/", NEW | {"password": "wrong"})
    assert answer.status_code == 422
    assert "This is not your password" in answer.content.decode()
    for _try in range(4):
        signed_in.post("/account/tokens/", NEW | {"password": "wrong"})
    assert signed_in.post("/account/tokens/", NEW).status_code == 429
    assert not ApiToken.objects.exists()


def test_a_get_makes_nothing(signed_in):
    assert signed_in.get("/account/tokens/?days=30").status_code == 200
    assert not ApiToken.objects.exists()


def test_a_stranger_signs_in_first(client, db):
    assert client.get("/account/tokens/")["Location"].startswith("/sign-in")


def test_a_token_that_only_reads_writes_nothing(db):
    user = a_data_manager()
    _made, token = ApiToken.objects.create(user, scope=Scope.READ)
    program = APIClient()
    program.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert program.get("/api/v1/patients/").status_code == 200
    answer = program.post("/api/v1/patients/", {"study_no": "X-1"}, format="json")
    assert answer.status_code == 403
    assert "This token only reads" in answer.json()["detail"]
    # A question is no change.
    graded = program.post("/api/v1/grading/crs/", {}, format="json")
    assert graded.status_code != 403


def test_making_and_ending_a_token_is_in_the_history(signed_in):
    signed_in.post("/account/tokens/", NEW | {"days": 7})
    made = ApiToken.objects.get()
    signed_in.post(f"/account/tokens/{made.token_key}/revoke/")
    acts = Change.objects.filter(table="registry_apitoken").order_by("id")
    assert [(one.operation, one.actor_id) for one in acts] == [
        ("+", made.user_id),
        ("-", made.user_id),
    ]
    assert made.digest not in str(list(ApiToken.history.values_list()))
