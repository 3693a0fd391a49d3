"""Everybody can set their own password, and is told what is wrong with a weak one."""

import pytest
from django.urls import reverse

from registry.models import ApiToken, Change
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


@pytest.mark.parametrize("door", ["own page", "sign-in link", "administration"])
def test_with_another_password_the_tokens_of_the_old_one_end(client, door):
    who, boss = builders.a_data_manager(), builders.an_admin("boss")
    ApiToken.objects.create(who)
    two = {"new_password1": NEW, "new_password2": NEW}
    if door == "own page":
        client.force_login(who)
        typed = {"old_password": builders.PASSWORD} | two
        said = client.post(reverse("password"), typed, follow=True).content.decode()
        assert "Your tokens no longer work" in said
    elif door == "sign-in link":
        link = sign_in_link(actor=boss.actor(), user=who)
        client.post(client.get(link)["Location"], two)
    else:
        client.force_login(boss)
        typed = {"usable_password": "true", "password1": NEW, "password2": NEW}
        client.post(f"/admin/registry/user/{who.pk}/password/", typed)
    who.refresh_from_db()
    assert who.check_password(NEW)
    assert not ApiToken.objects.exists()
    ended = Change.objects.filter(table="registry_apitoken", operation="-").get()
    assert ended.actor_id == (boss if door == "administration" else who).pk


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
