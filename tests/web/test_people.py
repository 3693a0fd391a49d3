"""People invited, helped in again and let go, without mail and within one's reach."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from registry.access.policy import Role
from registry.models import Change, Membership, SecondFactor, User
from tests import builders

pytestmark = pytest.mark.django_db
PASSWORD = "winter-in-langfang"


@pytest.fixture
def admin(client) -> Client:
    """A centre administrator of LDP."""
    client.force_login(builders.a_centre_administrator(name="head"))
    return client


def invited(client: Client, **typed: object):
    plain = {"username": "new", "last_name": "New", "role": "data_manager"}
    plain |= {"centre": builders.a_centre("LDP").pk}
    return client.post("/people/invite", plain | typed)


def link_in(answer) -> str:
    found = re.search(
        r'id="link" readonly value="http://[^/]+(/welcome/[^"]+)"',
        answer.content.decode(),
    )
    assert found
    return found[1]


def use(link: str, password: str = PASSWORD):
    """Open a link in another browser and set a password by it."""
    browser = Client()
    page = browser.get(link, follow=True)
    path = page.redirect_chain[-1][0] if page.redirect_chain else link
    typed = {"new_password1": password, "new_password2": password}
    return browser, browser.post(path, typed, follow=True)


def test_who_is_invited_sets_a_password_and_comes_in(admin):
    answer = invited(admin)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    browser, page = use(link_in(answer))
    assert "Sign in with it" in page.content.decode()
    browser.post("/sign-in/", {"username": "new", "password": PASSWORD})
    assert browser.get("/patients/").status_code == 200


def test_a_link_works_once(admin):
    link = link_in(invited(admin))
    use(link)
    _browser, page = use(link, "another-winter-here")
    assert "This link no longer works" in page.content.decode()
    assert User.objects.get(username="new").check_password(PASSWORD)


def test_a_link_ends_after_three_days(admin, settings):
    link = link_in(invited(admin))
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "no longer works" in Client().get(link, follow=True).content.decode()


def test_a_weak_password_is_refused_with_the_reason(admin):
    _browser, page = use(link_in(invited(admin)), "short")
    assert page.status_code == 422
    assert "at least 12 characters" in page.content.decode()


def test_everything_is_in_the_history_and_the_link_is_not(admin):
    link = link_in(invited(admin))
    user = User.objects.get(username="new")
    acts = Change.objects.filter(table="registry_user", record_id=user.pk)
    assert [act.reason for act in acts.order_by("id")] == ["invitation", "sign-in link"]
    assert {act.actor_id for act in acts} == {User.objects.get(username="head").pk}
    use(link)
    newest = acts.latest("id")
    assert (newest.actor_id, "sign-in link" in newest.reason) == (user.pk, True)


def test_a_taken_name_keeps_what_was_typed(admin):
    builders.a_data_manager("HEB", name="new")
    answer = invited(admin, last_name="Typed")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody has this user name" in page
    assert 'value="Typed"' in page


@pytest.mark.parametrize(
    "typed",
    [
        {"role": "system_administrator"},
        {"role": "system_administrator", "centre": ""},
        {"centre": ""},
        {"last_day": "2001-01-01"},
    ],
)
def test_a_centres_administrator_gives_no_role_beyond_the_centre(admin, typed):
    assert invited(admin, **typed).status_code == 422
    assert not User.objects.filter(username="new").exists()


def test_nor_one_at_another_centre(admin):
    assert invited(admin, centre=builders.a_centre("HEB").pk).status_code == 422


def test_a_role_lasts_until_the_end_of_its_last_day(admin):
    today = timezone.localdate()
    invited(admin, last_day=today.isoformat())
    until = Membership.objects.get(user__username="new").until
    assert timezone.localdate(until) == today + timedelta(days=1)
    assert User.objects.get(username="new").actor().grants


def page_of(user) -> str:
    return f"/people/{user.pk}/"


def test_a_role_ends_with_a_reason_at_this_moment(admin):
    person = builders.a_data_manager(name="leaving")
    act = f"end:{person.memberships.get().pk}"
    answer = admin.post(page_of(person), {"act": act, "reason": " "})
    assert answer.status_code == 422
    assert "Say why." in answer.content.decode()
    admin.post(page_of(person), {"act": act, "reason": "moved away"})
    assert not person.actor().grants
    assert Change.objects.latest("id").reason == "moved away"


def test_a_role_that_ended_can_be_given_again(admin):
    person = builders.a_data_manager(name="back")
    given = {"act": "role", "role": "data_manager", "centre": builders.a_centre().pk}
    assert "already" in admin.post(page_of(person), given).content.decode()
    act = f"end:{person.memberships.get().pk}"
    admin.post(page_of(person), {"act": act, "reason": "leave"})
    assert admin.post(page_of(person), given).status_code == 302
    assert person.actor().grants


def test_people_of_other_centres_are_not_there(admin):
    other = builders.a_data_manager("HEB", name="elsewhere")
    assert "elsewhere" not in admin.get("/people/").content.decode()
    assert admin.get(page_of(other)).status_code == 404


@pytest.mark.parametrize("act", ["link", "factor", "close"])
def test_whoever_holds_a_role_elsewhere_is_helped_by_the_system_administrator(
    admin, act
):
    both = builders.a_data_manager(name="both")
    heb = builders.a_centre("HEB")
    Membership.objects.create(user=both, role=Role.DATA_MANAGER, centre=heb)
    answer = admin.post(page_of(both), {"act": act, "reason": "asked"})
    assert answer.status_code == 403
    both.refresh_from_db()
    assert both.is_active
    system = Client()
    system.force_login(builders.an_admin())
    assert system.post(page_of(both), {"act": "link"}).status_code == 200


def test_nobody_takes_over_a_system_administrator(admin):
    system = builders.an_admin(name="root")
    Membership.objects.create(
        user=system, role=Role.DATA_MANAGER, centre=builders.a_centre()
    )
    assert admin.post(page_of(system), {"act": "link"}).status_code == 403


def test_a_lost_second_factor_is_taken_away(admin):
    person = builders.a_data_manager(name="lost")
    SecondFactor.objects.create(user=person, key="A" * 32, confirmed_at=timezone.now())
    assert "with a second factor" in admin.get("/people/").content.decode()
    admin.post(page_of(person), {"act": "factor", "reason": "phone stolen"})
    assert not SecondFactor.objects.exists()


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(admin):
    person = builders.a_data_manager(name="closed")
    browser = Client()
    browser.force_login(person)
    assert browser.get("/patients/").status_code == 200
    admin.post(page_of(person), {"act": "close", "reason": "left"})
    assert browser.get("/patients/").status_code == 302
    admin.post(page_of(person), {"act": "open", "reason": "came back"})
    person.refresh_from_db()
    assert person.is_active


def test_an_unknown_act_does_nothing(admin):
    person = builders.a_data_manager(name="somebody")
    assert admin.post(page_of(person), {"act": "x", "reason": "y"}).status_code == 400
    person.refresh_from_db()
    assert person.is_active


def test_people_are_found_by_name_and_the_queries_do_not_grow(admin):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    builders.a_data_manager(name="first")
    admin.get("/people/")
    with CaptureQueriesContext(connection) as few:
        assert "first" in admin.get("/people/", {"q": "FIR"}).content.decode()
    for number in range(5):
        builders.a_data_manager(name=f"first{number}")
    with CaptureQueriesContext(connection) as many:
        admin.get("/people/", {"q": "FIR"})
    assert len(many) == len(few)
    assert "Nobody of this name" in admin.get("/people/", {"q": "xyz"}).content.decode()
