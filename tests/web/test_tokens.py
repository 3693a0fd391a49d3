"""Tokens: made once, shown once, ended at once, and only by whom they belong to."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from tests.builders import a_data_manager, an_investigator


@pytest.fixture
def signed_in(client, db):
    client.force_login(a_data_manager())
    return client


def call(token):
    program = APIClient()
    program.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return program.get("/api/v1/patients/").status_code


def test_a_token_is_shown_once_and_works(signed_in):
    page = signed_in.post("/account/tokens/", {"days": 30})
    assert page.status_code == 201
    assert "no-store" in page["Cache-Control"]
    token = re.search(r'id="token">(\w+)<', page.content.decode())[1]
    assert call(token) == 200
    again = signed_in.get("/account/tokens/").content.decode()
    assert token not in again
    assert AuthToken.objects.get().token_key in again


def test_a_token_ends_on_its_day(signed_in):
    signed_in.post("/account/tokens/", {"days": 7})
    made = AuthToken.objects.get()
    assert timedelta(days=6) < made.expiry - timezone.now() < timedelta(days=7)
    page = signed_in.post("/account/tokens/", {"days": 7})
    token = re.search(r'id="token">(\w+)<', page.content.decode())[1]
    AuthToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert call(token) == 401


def test_a_revoked_token_no_longer_works(signed_in):
    page = signed_in.post("/account/tokens/", {"days": 30})
    token = re.search(r'id="token">(\w+)<', page.content.decode())[1]
    key = AuthToken.objects.get().token_key
    answer = signed_in.post(f"/account/tokens/{key}/revoke/")
    assert answer["Location"] == "/account/tokens/"
    assert call(token) == 401


def test_somebody_elses_token_does_not_exist(signed_in):
    AuthToken.objects.create(an_investigator())
    theirs = AuthToken.objects.get().token_key
    assert signed_in.post(f"/account/tokens/{theirs}/revoke/").status_code == 404
    assert theirs not in signed_in.get("/account/tokens/").content.decode()
    assert AuthToken.objects.exists()


def test_a_token_of_a_closed_account_does_not_work(signed_in):
    user = an_investigator()
    _, token = AuthToken.objects.create(user)
    user.is_active = False
    user.save()
    assert call(token) == 401


@pytest.mark.parametrize("days", ["", "0", "9999", "for ever"])
def test_no_token_lasts_for_ever(signed_in, days):
    page = signed_in.post("/account/tokens/", {"days": days})
    assert page.status_code == 422
    assert not AuthToken.objects.exists()


def test_a_get_makes_nothing(signed_in):
    assert signed_in.get("/account/tokens/?days=30").status_code == 200
    assert not AuthToken.objects.exists()


def test_a_stranger_signs_in_first(client, db):
    assert client.get("/account/tokens/")["Location"].startswith("/sign-in")
