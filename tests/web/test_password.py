"""Everybody can set their own password, and is told what is wrong with a weak one."""

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import ApiToken, Change
from registry.services.notices import calendar_token, open_calendar
from registry.services.people import sign_in_link
from tests import builders

pytestmark = pytest.mark.django_db
NEW = "another long enough phrase"


def change(client, old, new):
    who = builders.a_data_manager()
    client.force_login(who)
    typed = {"old_password": old, "new_password1": new, "new_password2": new}
    return who, client.post(reverse("password"), typed)


def test_a_new_password_holds_and_the_session_stays(client):
    who, answer = change(client, builders.PASSWORD, NEW)
    assert answer.status_code == 302
    who.refresh_from_db()
    assert who.check_password(NEW)
    assert client.get(reverse("home")).status_code == 200


@pytest.mark.parametrize(
    "door", ["own page", "sign-in link", "administration", "no password"]
)
def test_with_another_password_what_the_old_one_opened_ends(client, door):
    who, boss = builders.a_data_manager(), builders.an_admin("boss")
    ApiToken.objects.create(who)
    token = calendar_token(open_calendar(actor=who.actor()))
    feed = f"{reverse('visits-file')}?token={token}"
    assert Client().get(feed).status_code == 200
    two = {"new_password1": NEW, "new_password2": NEW}
    if door == "own page":
        client.force_login(who)
        typed = {"old_password": builders.PASSWORD} | two
        said = client.post(reverse("password"), typed, follow=True).content.decode()
        assert "Your tokens no longer work" in said
        assert "The calendar&#x27;s address no longer works" in said
    elif door == "sign-in link":
        link = sign_in_link(actor=boss.actor(), user=who)
        client.post(client.get(link)["Location"], two)
    else:
        client.force_login(boss)
        typed = {"usable_password": "true", "password1": NEW, "password2": NEW}
        if door == "no password":
            typed = {"usable_password": "false", "unset-password": ""}
        client.post(f"/admin/registry/user/{who.pk}/password/", typed)
    who.refresh_from_db()
    assert who.check_password(NEW) == (door != "no password")
    assert not ApiToken.objects.exists()
    assert Client().get(feed).status_code == 404
    by = who if door in ("own page", "sign-in link") else boss
    ended = Change.objects.filter(table="registry_apitoken", operation="-").get()
    assert ended.actor_id == by.pk
    closed = Change.objects.filter(table="registry_notices").latest("pk")
    assert closed.actor_id == by.pk


def test_a_new_hash_of_the_same_password_ends_no_token(client, settings):
    who = builders.a_data_manager()
    ApiToken.objects.create(who)
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    typed = {"username": who.username, "password": builders.PASSWORD}
    assert client.post(reverse("sign-in"), typed).status_code == 302
    who.refresh_from_db()
    assert who.password.startswith("scrypt")
    assert ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [("wrong", NEW, "old password"), (builders.PASSWORD, "short", "12 characters")],
)
def test_what_is_wrong_is_said_and_nothing_changes(client, old, new, says):
    who, answer = change(client, old, new)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    who.refresh_from_db()
    assert who.check_password(builders.PASSWORD)
