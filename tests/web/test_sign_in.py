"""Signing in, being kept out, and coming back to where one was."""

import pytest

from registry.models import Change
from tests.builders import PASSWORD, a_data_manager

pytestmark = pytest.mark.django_db


def sign_in(client, password=PASSWORD, **more):
    a_data_manager(name="manager")
    return client.post(
        "/sign-in/", {"username": "manager", "password": password} | more
    )


def test_page_asked_for_comes_back_after_signing_in(client):
    asked = client.get("/patients/?q=c03")
    assert asked.status_code == 302
    assert asked["Location"] == "/sign-in/?next=/patients/%3Fq%3Dc03"
    page = client.get(asked["Location"]).content.decode()
    assert 'name="next" value="/patients/?q=c03"' in page
    assert sign_in(client, next="/patients/?q=c03")["Location"] == "/patients/?q=c03"


def test_the_log_of_changes_names_who_signed_in(client):
    sign_in(client)
    signed = Change.objects.filter(table="registry_user").latest("id")
    assert (signed.actor_id, signed.reason) == (signed.record_id, "Sign in")


def test_foreign_next_is_not_followed(client):
    assert sign_in(client, next="https://elsewhere.example/")["Location"] == "/"


def test_wrong_password_says_what_to_do_and_not_which_was_wrong(client):
    answer = sign_in(client, password="wrong")
    page = answer.content.decode()
    assert "User name and password do not belong together" in page
    assert 'value="manager"' in page


def test_lock_out_says_when_to_try_again(client):
    for _ in range(5):
        answer = sign_in(client, password="wrong")
    assert answer.status_code == 429
    assert "Try again in 15 minutes, at " in answer.content.decode()
    assert sign_in(client).status_code == 429


def test_signing_out_ends_the_session(client):
    sign_in(client)
    assert client.get("/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/").status_code == 302


def test_language_is_kept_and_comes_back_to_the_page(client):
    answer = client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/sign-in/"})
    assert answer["Location"] == "/sign-in/"
    assert '<html lang="zh-Hans">' in client.get("/sign-in/").content.decode()


def test_htmx_part_is_not_replaced_by_the_sign_in_page(client):
    answer = client.get("/find/?q=c0", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer["X-Sign-In"].startswith("/sign-in/?next=")
