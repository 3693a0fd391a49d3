"""Everybody can set their own password, and is told what is wrong with a weak one."""

import pytest
from django.urls import reverse

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
    ("old", "new", "says"),
    [("wrong", NEW, "old password"), (builders.PASSWORD, "short", "12 characters")],
)
def test_what_is_wrong_is_said_and_nothing_changes(client, old, new, says):
    who, answer = change(client, old, new)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    who.refresh_from_db()
    assert who.check_password(builders.PASSWORD)
