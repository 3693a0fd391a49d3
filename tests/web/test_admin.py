"""The administration of users: everything in the name of who is signed in."""

from django.contrib import admin

from registry.models import ApiToken, Change, User

URL = "/admin/registry/user/{}/password/"


def test_a_password_set_for_somebody_has_its_author(client, db):
    admin = User.objects.create_superuser("chief", password="chief-of-the-registry")
    user = User.objects.create_user("somebody")
    client.force_login(admin)
    words = {"usable_password": "true", "password1": "winter-in-langfang"}
    answer = client.post(URL.format(user.pk), words | {"password2": words["password1"]})
    assert answer.status_code == 302
    assert User.objects.get(pk=user.pk).check_password(words["password1"])
    newest = Change.objects.filter(table="registry_user", record_id=user.pk)
    assert newest.latest("id").actor_id == admin.pk


def test_nobody_makes_a_token_for_somebody_else():
    assert not admin.site.is_registered(ApiToken)
