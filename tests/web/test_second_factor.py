"""Signing in with a code: set up, asked for, used once, lost and found."""

import re
import time
from importlib import import_module

import pyotp
import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from rest_framework.test import APIClient

from registry.models import (
    Access,
    AccessEvent,
    Change,
    RecoveryCode,
    SecondFactor,
    User,
)
from registry.services.masking import OtherKey, masked, unmasked
from registry.services.second_factor import STEP_SECONDS, remask
from registry.views.code_tries import WRONG_AN_HOUR
from tests.builders import PASSWORD, a_centre_administrator, a_data_manager, an_admin

pytestmark = pytest.mark.django_db
PAGE, CODE = "/account/second-factor/", "/sign-in/code/"


class Clock:
    """The clock that codes go by, moved by hand from code to code."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = time.time()
        patch.setattr("registry.services.second_factor.time", lambda: self.now)

    def code(self, key: str) -> str:
        """Return the next code: each works once."""
        self.now += STEP_SECONDS
        return pyotp.TOTP(key).at(int(self.now))


@pytest.fixture
def clock(monkeypatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def person():
    return a_data_manager(name="manager")


@pytest.fixture
def key(person, client, clock) -> str:
    """The key of the person's app, set up by the page."""
    return set_up(client, person, clock)


def set_up(client: Client, person, clock: Clock) -> str:
    client.force_login(person)
    shown = client.get(PAGE).content.decode()
    key = re.search(r'id="key">([A-Z2-7 ]+)<', shown)[1].replace(" ", "")
    answer = client.post(PAGE, {"act": "confirm", "code": clock.code(key)})
    assert answer.status_code == 200
    client.logout()
    return key


def a_superuser(name: str) -> User:
    """The first administrator, as ``createsuperuser`` makes one: without a role."""
    return User.objects.create_superuser(name, password=PASSWORD)


def first_step(client: Client, **more: str):
    typed = {"username": "manager", "password": PASSWORD} | more
    return client.post("/sign-in/", typed)


def is_in(client: Client) -> bool:
    return client.get("/patients/").status_code == 200


def test_the_password_alone_opens_nothing(client, key):
    answer = first_step(client)
    assert answer["Location"] == CODE
    assert not is_in(client)


def test_password_and_code_open_the_page_that_was_asked_for(client, key, clock):
    first_step(client, next="/patients/?q=c03")
    answer = client.post(CODE, {"code": clock.code(key)})
    assert answer["Location"] == "/patients/?q=c03"
    assert is_in(client)
    signed = Change.objects.filter(table="registry_user").latest("id")
    assert (signed.actor_id, signed.reason) == (signed.record_id, "Sign in")


def test_a_code_may_be_typed_with_a_space(client, key, clock):
    first_step(client)
    code = clock.code(key)
    client.post(CODE, {"code": f"{code[:3]} {code[3:]}"})
    assert is_in(client)


def test_a_code_works_once(client, key, clock):
    first_step(client)
    code = clock.code(key)
    client.post(CODE, {"code": code})
    client.logout()
    first_step(client)
    answer = client.post(CODE, {"code": code})
    assert answer.status_code == 422
    assert "used already" in answer.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize(
    ("steps", "works"), [(-1, True), (1, True), (-2, False), (2, False)]
)
def test_a_clock_may_be_one_step_off(client, key, clock, steps, works):
    clock.now += 10 * STEP_SECONDS
    first_step(client)
    client.post(
        CODE, {"code": pyotp.TOTP(key).at(int(clock.now) + steps * STEP_SECONDS)}
    )
    assert is_in(client) == works


@pytest.mark.parametrize("typed", ["", "000000", "abc", "١٢٣٤٥٦", "1" * 5000])
def test_what_is_no_code_opens_nothing(client, key, typed):
    first_step(client)
    assert client.post(CODE, {"code": typed}).status_code == 422
    assert not is_in(client)


def test_wrong_codes_lock_out_like_wrong_passwords(client, key, clock):
    first_step(client)
    answers = [client.post(CODE, {"code": "000000"}) for _try in range(5)]
    assert answers[-1].status_code == 429
    assert client.post(CODE, {"code": clock.code(key)}).status_code == 429
    assert not is_in(client)
    assert first_step(client).status_code == 429


def test_wrong_codes_lock_out_whatever_the_address(
    client, person, key, clock, monkeypatch
):
    monkeypatch.setattr("registry.views.code_tries.time", lambda: 7200.0)
    first_step(client)

    def typed(code: str, number: int):
        return client.post(CODE, {"code": code}, REMOTE_ADDR=f"203.0.113.{number}")

    answers = [typed("000000", number) for number in range(WRONG_AN_HOUR)]
    assert {answer.status_code for answer in answers} == {422}
    refused = typed(clock.code(key), 250)
    assert refused.status_code == 429
    assert "60 minutes" in refused.text
    assert not is_in(client)
    noted = AccessEvent.objects.get(kind=Access.LOCKED_OUT)
    assert (noted.user, noted.address) == (person, "203.0.113.250")


def test_a_network_counts_as_one_address_and_each_is_noted(client, person):
    tries = [
        client.post(
            "/sign-in/",
            {"username": "manager", "password": "wrong"},
            REMOTE_ADDR=f"2001:db8:0:{network}::{number}",
        )
        for network, number in ((1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (1, 5))
    ]
    assert [one.status_code == 429 for one in tries] == [False] * 5 + [True]
    noted = AccessEvent.objects.get(kind=Access.LOCKED_OUT)
    assert noted.address == "2001:db8:0:1::5"


@pytest.mark.parametrize("act", ["remove", "renew"])
def test_the_page_takes_no_more_guesses_than_signing_in(client, person, clock, act):
    key = set_up(client, person, clock)
    client.force_login(person)
    for _try in range(5):
        client.post(PAGE, {"act": act, "code": "000000"})
    noted = AccessEvent.objects.filter(user_id=person.pk, kind=Access.NOT_LET_IN)
    assert noted.count() == 5
    right = {"act": act, "code": clock.code(key)}
    assert client.post(PAGE, right).status_code == 429
    assert SecondFactor.objects.exists()


def test_the_code_has_to_come_soon(client, key, clock, monkeypatch):
    first_step(client)
    later = time.time() + 301
    monkeypatch.setattr("registry.views.sign_in_code.time", lambda: later)
    assert client.post(CODE, {"code": clock.code(key)})["Location"] == "/sign-in/"
    assert not is_in(client)


def test_nobody_comes_by_the_second_step_alone(client, key, clock):
    assert client.post(CODE, {"code": clock.code(key)})["Location"] == "/sign-in/"


def test_somebody_closed_meanwhile_stays_out(client, key, clock, person):
    first_step(client)
    person.is_active = False
    person.save()
    client.post(CODE, {"code": clock.code(key)})
    assert not is_in(client)


def recovery_codes(client: Client, key: str, clock: Clock) -> list[str]:
    first_step(client)
    client.post(CODE, {"code": clock.code(key)})
    answer = client.post(PAGE, {"act": "renew", "code": clock.code(key)})
    client.logout()
    return re.findall(r"<li><code>([\w-]+)</code>", answer.content.decode())


def test_a_recovery_code_works_once_and_is_nowhere_to_read(client, key, clock):
    codes = recovery_codes(client, key, clock)
    assert len(set(codes)) == 10
    kept = "".join(map(str, RecoveryCode.history.values_list())) + "".join(
        map(str, RecoveryCode.objects.values_list())
    )
    assert not any(code.replace("-", "") in kept for code in codes)
    for tries, works in ((codes[0].upper(), True), (codes[0], False), (codes[1], True)):
        first_step(client)
        client.post(CODE, {"code": tries})
        assert is_in(client) == works
        client.logout()
    client.force_login(SecondFactor.objects.get().user)
    assert "8 not used yet" in client.get(PAGE).content.decode()


def test_new_recovery_codes_end_the_old_ones(client, key, clock):
    old = recovery_codes(client, key, clock)
    recovery_codes(client, key, clock)
    first_step(client)
    assert client.post(CODE, {"code": old[0]}).status_code == 422


def test_it_is_taken_away_with_a_code_alone(client, key, clock):
    first_step(client)
    client.post(CODE, {"code": clock.code(key)})
    answer = client.post(PAGE, {"act": "remove", "code": "000000"})
    assert answer.status_code == 422
    assert SecondFactor.objects.exists()
    client.post(PAGE, {"act": "remove", "code": clock.code(key)})
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    client.logout()
    assert first_step(client)["Location"] == "/"


def test_its_key_is_not_shown_again_and_is_in_no_history(client, key, clock, person):
    client.force_login(person)
    assert key not in client.get(PAGE).content.decode().replace(" ", "")
    assert key not in str(list(SecondFactor.history.values_list()))
    assert key not in str(list(SecondFactor.objects.values_list()))
    told = Change.objects.filter(table="registry_secondfactor")
    assert {one.actor_id for one in told} == {person.pk}


def test_before_it_is_confirmed_signing_in_stays_as_it_was(client, person):
    client.force_login(person)
    client.get(PAGE)
    assert client.post(PAGE, {"act": "confirm", "code": "000000"}).status_code == 422
    client.logout()
    assert first_step(client)["Location"] == "/"


@pytest.mark.parametrize(
    ("asked", "make"),
    [
        ("administrators", a_centre_administrator),
        ("administrators", an_admin),
        ("administrators", a_superuser),
        ("all", a_data_manager),
    ],
)
def test_who_needs_one_is_led_to_set_it_up(client, settings, clock, asked, make):
    settings.SECOND_FACTOR = asked
    person = make(name="somebody")
    client.force_login(person)
    for path in ("/", "/admin/", "/calculators/"):
        assert client.get(path)["Location"] == PAGE
    assert client.get("/api/v1/grading/").status_code == 403
    assert "Your role needs one" in client.get(PAGE).content.decode()
    key = set_up(client, person, clock)
    first_step(client, username="somebody")
    client.post(CODE, {"code": clock.code(key)})
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("asked", "make"), [("off", an_admin), ("administrators", a_data_manager)]
)
def test_others_are_left_alone(client, settings, asked, make):
    settings.SECOND_FACTOR = asked
    client.force_login(make(name="somebody"))
    assert client.get("/").status_code == 200


def test_the_administration_site_is_no_door_of_its_own(client, settings, clock):
    """Neither its sign-in, nor a session that some other door began, asks for less."""
    settings.SECOND_FACTOR = "administrators"
    person = a_superuser("root")
    key = set_up(client, person, clock)
    typed = {"username": "root", "password": PASSWORD}
    answer = client.post("/admin/login/?next=/admin/registry/user/", typed)
    assert answer["Location"] == "/sign-in/?next=/admin/registry/user/"
    assert client.get("/admin/").status_code == 302
    client.force_login(person)
    assert client.get("/admin/")["Location"] == "/sign-in/"
    client.force_login(person)
    assert client.get("/api/v1/grading/").status_code == 403
    assert not client.session.get("_auth_user_id")
    first_step(client, username="root", next="/admin/")
    answer = client.post(CODE, {"code": clock.code(key)}, follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == "/admin/"


def test_a_factor_of_ones_own_choice_is_asked_for_too(client, key, settings, person):
    settings.SECOND_FACTOR = "administrators"
    client.force_login(person)
    assert client.get("/patients/")["Location"] == "/sign-in/"
    assert not client.session.get("_auth_user_id")


def test_whoever_is_no_administrator_is_refused_and_not_led_in_a_circle(client, person):
    client.force_login(person)
    assert client.get("/admin/", follow=True).status_code == 403


def comes_in(client: Client, code: str) -> bool:
    client.logout()
    first_step(client)
    assert client.post(CODE, {"code": code}).status_code in (302, 422)
    return is_in(client)


def test_the_key_of_the_installation_can_be_replaced(client, key, clock, settings):
    """Under the old key all goes on; after the command, without it, codes do."""
    one, two, *_ = recovery_codes(client, key, clock)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, as long as it is random"
    assert comes_in(client, clock.code(key))
    assert comes_in(client, one)
    old, settings.SECRET_KEY_FALLBACKS = settings.SECRET_KEY_FALLBACKS, []
    assert not comes_in(client, clock.code(key))
    assert remask() == (0, ["manager"])
    settings.SECRET_KEY_FALLBACKS = old
    assert remask() == (1, [])
    settings.SECRET_KEY_FALLBACKS = []
    assert comes_in(client, clock.code(key))
    assert not comes_in(client, two)


def test_a_secret_is_its_owners_and_cannot_be_altered():
    kept = masked("A" * 32, owner=1)
    assert unmasked(kept, owner=1) == "A" * 32
    assert masked("A" * 32, owner=1) != kept
    for other, owner in ((kept, 2), (kept[:-8] + "AAAAAAA=", 1), ("A" * 32, 1)):
        with pytest.raises(OtherKey):
            unmasked(other, owner)
    with pytest.raises(ValueError, match="longer"):
        masked("A" * 65, owner=1)


def test_secrets_of_before_are_masked_by_the_upgrade(client, key, clock, monkeypatch):
    upgrade = import_module("registry.migrations.0041_mask_second_factors")
    upgrade.unmask(apps, None)
    assert SecondFactor.objects.get().key == key
    refused = pytest.raises(ImproperlyConfigured, match="DAYZERO_SECRET_KEY")
    with monkeypatch.context() as patch, refused:
        patch.delenv("DAYZERO_SECRET_KEY")
        upgrade.mask(apps, None)
    for _again in range(2):
        upgrade.mask(apps, None)
    assert key not in SecondFactor.objects.get().key
    newest = SecondFactor.history.first()
    assert newest.history_change_reason == "second factors masked"
    assert comes_in(client, clock.code(key))


def test_a_token_needs_no_code(client, person, settings):
    from registry.models import ApiToken

    settings.SECOND_FACTOR = "all"
    _made, token = ApiToken.objects.create(person)
    program = APIClient()
    program.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert program.get("/api/v1/patients/").status_code == 200
