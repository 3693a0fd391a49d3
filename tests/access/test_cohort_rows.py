"""The database and the querysets agree on who sees which cohort."""

from itertools import product

import pytest
from django.db import connection

from outcomes.cohorts.access import cohorts_readable_by, cohorts_shareable_by
from outcomes.models import Cohort, CohortGrant, Snapshot
from registry.access.policy import SYSTEM_WIDE, Role
from registry.access.reach import reach_of, reaching
from registry.models import Membership, User
from tests import builders
from tests.api.study import a_cohort

CENTRES = ("LDP", "HEB", "SZX")
GRANTS = {
    "to a user": lambda users: {"user": users[0]},
    "to a role": lambda users: {"role": Role.STATISTICIAN.value},
    "to a centre": lambda users: {"centre": builders.a_centre("HEB")},
    "to a role of a centre": lambda users: {
        "role": Role.MONITOR.value,
        "centre": builders.a_centre("LDP"),
    },
}


@pytest.fixture
def people(db) -> list[User]:
    """One of each role without a centre, at one centre, and at two."""
    made = [builders.a_user(role, None) for role in sorted(SYSTEM_WIDE)]
    held = sorted(set(Role) - {Role.SYSTEM_ADMINISTRATOR})
    made += [builders.a_user(role, "LDP") for role in held]
    for role, also in product(held, held[:2]):
        user = builders.a_user(role, "LDP", f"{role}-and-{also}")
        Membership.objects.create(user=user, role=also, centre=builders.a_centre("HEB"))
        made.append(user)
    return made


@pytest.fixture
def cohorts(people) -> list[Cohort]:
    """Cohorts of one, two and three centres, opened in every way or not at all."""
    made = []
    for number, centres in enumerate((["LDP"], ["HEB"], ["LDP", "HEB"], [*CENTRES])):
        made.append(a_cohort(f"closed-{number}", centres))
        for name, whom in GRANTS.items():
            cohort = a_cohort(f"{name.replace(' ', '-')}-{number}", centres)
            CohortGrant.objects.create(cohort=cohort, **whom(people))
            made.append(cohort)
    for user in people[:6]:
        own = a_cohort(f"of-{user.username}".replace("_", "-"), ["LDP", "HEB"])
        Cohort.objects.filter(pk=own.pk).update(made_by=user)
        made.append(own)
    return made


def keys(rows) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def test_the_database_shows_whom_the_querysets_show(people, cohorts):
    for user in people:
        actor = user.actor()
        seen = keys(Cohort.objects.visible_to(actor))
        listed = keys(cohorts_readable_by(actor)) | keys(cohorts_shareable_by(actor))
        with reaching(reach_of(actor)), connection.cursor() as cursor:
            cursor.execute("SELECT seen FROM outcomes_reach()")
            assert set(cursor.fetchone()[0]) == seen, user
            assert keys(Cohort.objects.all()) == listed | seen, user
            of = Snapshot.objects.values_list("cohort_id", flat=True)
            assert set(of) <= seen


def test_nobody_without_a_role_sees_one(cohorts):
    user = User.objects.create_user("newcomer")
    with reaching(reach_of(user.actor())):
        assert not Cohort.objects.exists()
