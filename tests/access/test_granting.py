"""Roles are written by whoever may give them, whatever the application believes."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from registry.access.reach import NOBODY, reach_of, reaching
from registry.models import Membership, User
from tests import builders

pytestmark = pytest.mark.django_db
MANAGER, SYSTEM = "data_manager", "system_administrator"


@pytest.fixture
def people(db) -> dict[str, User]:
    """Somebody of each kind, at LDP where they are of a centre."""
    former = builders.an_admin("former")
    former.memberships.update(until=timezone.now() - timedelta(days=1))
    closed = builders.an_admin("closed")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    builders.a_data_manager("HEB", name="theirs")
    admin = builders.an_admin("admin")
    User.objects.update(is_superuser=False, is_staff=False)
    return {
        "manager": builders.a_data_manager(name="manager"),
        "centreadmin": builders.a_centre_administrator(name="boss"),
        "admin": admin,
        "superuser": User.objects.create_superuser("root"),
        "former": former,
        "closed": closed,
    }


def to(role: str, centre: str | None):
    """Return that somebody's own role becomes ``role`` at ``centre``."""
    there = builders.a_centre(centre) if centre else None
    return lambda user: Membership.objects.filter(user__username="manager").update(
        role=role, centre=there
    )


def given(role: str, centre: str | None):
    there = builders.a_centre(centre) if centre else None
    new = User.objects.get_or_create(username="new")[0]
    return lambda user: Membership.objects.create(user=new, role=role, centre=there)


def theirs(**values):
    rows = Membership.objects.filter(user__username="theirs")
    return lambda user: rows.update(**values) if values else rows.delete()


def flag(name: str):
    return lambda user: User.objects.filter(pk=user.pk).update(**{name: True})


WRITES = {
    "own role at every centre": (lambda: to(SYSTEM, None), {"admin", "superuser"}),
    "a role here": (
        lambda: given(MANAGER, "LDP"),
        {"centreadmin", "admin", "superuser"},
    ),
    "a role there": (lambda: given(MANAGER, "HEB"), {"admin", "superuser"}),
    "another's role brought here": (
        lambda: theirs(centre=builders.a_centre("LDP")),
        {"admin", "superuser"},
    ),
    "another's role ended": (
        lambda: theirs(until=timezone.now()),
        {"admin", "superuser"},
    ),
    "another's role deleted": (theirs, {"admin", "superuser"}),
    "rule over the site": (lambda: flag("is_superuser"), {"admin", "superuser"}),
    "entry to the site": (lambda: flag("is_staff"), {"admin", "superuser"}),
}


@pytest.mark.parametrize("write", WRITES)
def test_a_role_is_written_by_whoever_may_give_it(people, write):
    make, may = WRITES[write]
    write_it = make()
    for name, user in people.items():
        refused = pytest.raises(ProgrammingError, match="not theirs to give")
        told = nullcontext() if name in may else refused
        with told, transaction.atomic(), reaching(reach_of(user.actor())):
            write_it(user)
            transaction.set_rollback(True)


def test_nobody_writes_one_before_they_are_known(people):
    for write_it in (to(SYSTEM, None), given(MANAGER, "LDP"), theirs()):
        refused = pytest.raises(ProgrammingError, match="not theirs")
        with refused, transaction.atomic(), reaching(NOBODY):
            write_it(people["manager"])
    with reaching(NOBODY):
        User.objects.filter(username="manager").update(last_login=timezone.now())
