"""Each layer alone keeps the other centre's data in: policies, and querysets.

Here by a part of the addresses and actors; ``FULL_ACCESS=1`` tries all of them.
"""

import os
from fnmatch import fnmatch

import pytest
from django.test import override_settings

from outcomes.models import AnalysisSubject, Cohort, Snapshot
from registry.audit.context import acting
from registry.models import DataQuery, Patient
from tests.access.layers import without_policies, without_scoping
from tests.access.matrix import rows
from tests.access.routes import routes
from tests.access.test_matrix import leaks
from tests.access.trying import attempt
from tests.access.world import ACTORS

FULL = bool(os.environ.get("FULL_ACCESS"))
ROUTES = {route.name: route for route in routes()}
ROWS = rows()
# Whoever belongs to LDP tries HEB's objects, and the lists that name none.
TRIED = [
    row
    for row in ROWS
    if FULL
    or (row.method == "GET" and (row.site == "HEB" or not ROUTES[row.route].arguments))
]
ROLES = ACTORS if FULL else ("manager", "monitor", "statistician")
# Lists, searches and logs that find what they are asked for; ``FULL_ACCESS`` all.
ASKED_FOR = {
    *("patients", "find", "forms", "queries", "worklist-visits", "worklist-forms"),
    *("completeness", "audit", "audit-accesses", "duplicates", "transfers", "studies"),
    *("api-patients-list", "api-diagnosis-list", "api-queries-list", "api-visits-list"),
}
LAYERS = {"policies alone": without_scoping, "querysets alone": without_policies}
# What policies alone do not keep, by actor and addresses, and why.
NOT_POLICED = {
    ("centreadmin", "person"): "people have no policy: they are read to sign in",
    **dict.fromkeys(
        [("admin", "study*"), ("admin", "figure"), ("admin", "api-cohort*")],
        "who may open a cohort to others reads its name, and none of its results",
    ),
}


def not_policed(actor: str, route: str) -> bool:
    return any(who == actor and fnmatch(route, at) for who, at in NOT_POLICED)


def as_told(told: int, got: int) -> bool:
    """Whether somebody got what the table says, or was refused.

    Without a scope what is there and not theirs is forbidden rather than not found, and
    a choice among too many centres refuses also whose it is.
    """
    return got == told or 400 <= got < 500


def test_what_is_asked_for_is_there(world):
    """What nobody finds, nobody else would find either."""
    assert not ASKED_FOR - ROUTES.keys()
    site = world.sites["HEB"]
    for name, asked in (
        *(("patients", asked) for asked in ASKED[:2]),
        ("queries", ASKED[0]),
        *(("api-diagnosis-list", asked) for asked in ASKED_BY_REST),
    ):
        got = attempt(world.clients["manager2"], "GET", ROUTES[name], site, asked)
        assert got.status == 200
        assert site.canary in got.text, (name, asked)


def test_the_layers_are_really_off(world):
    """A test of one layer that runs under both would show nothing."""
    actor, heb = world.users["manager"].actor(), world.sites["HEB"].patient
    with without_scoping():
        assert heb in Patient.objects.visible_to(actor)
        assert world.sites["HEB"].query in DataQuery.objects.visible_to(actor)
        assert heb.centre_id in actor.readable_centres
    with without_policies(), acting(actor, "reading"):
        assert Patient.objects.filter(pk=heb.pk).exists()
    with acting(actor, "reading"):
        assert not Patient.objects.filter(pk=heb.pk).exists()


def test_policies_alone_show_no_result_to_who_may_open_a_cohort(world):
    """Why the system's administrator is left out above."""
    with without_scoping(), acting(world.users["admin"].actor(), "reading"):
        assert Cohort.objects.exists()
        assert not Snapshot.objects.exists()
        assert not AnalysisSubject.objects.exists()


@pytest.fixture(params=LAYERS, scope="module")
def one_layer(request, world):
    """The two centres, with one of the layers switched off."""
    # All of it takes longer than a session lasts; each try takes back that it is used.
    lasting = override_settings(SESSION_IDLE_SECONDS=10**6, SESSION_COOKIE_AGE=10**6)
    with LAYERS[request.param](), lasting:
        yield request.param


# What somebody may ask a list for; a part of a word that no answer repeats whole.
ASKED = (
    {"q": "HEBCAN", "search": "HEBCAN", "reason": "HEBCAN", "state": "all"},
    {"q": "HEBNAM", "search": "HEBNAM", "sort": "newest"},
    {"centre": "HEB", "form": "diagnosis", "patient": "{patient}"},
)
# REST refuses what it does not know, and repeats nothing of what it was asked.
ASKED_BY_REST = ({"centre": "HEB"}, {"study_no": "HEBCANARY"})
LISTS = sorted(
    name
    for name, route in ROUTES.items()
    if not route.arguments
    and name != "api-docs"  # a page of no data, whose script has its own address
    and any(row.route == name and row.method == "GET" for row in ROWS)
    and (FULL or name in ASKED_FOR)
)


@pytest.mark.parametrize("name", LISTS)
def test_one_layer_alone_finds_nobody_elses(world, one_layer, name):
    """Each list and file, asked for the other centre's words, patients and forms."""
    site = world.sites["HEB"]
    for asked in ASKED_BY_REST if name.startswith("api-") else ASKED:
        sent = {
            key: said.format(patient=site.patient.pk) for key, said in asked.items()
        }
        for actor in ROLES if FULL else ("manager", "monitor"):
            got = attempt(world.clients[actor], "GET", ROUTES[name], site, sent)
            assert got.status < 500
            assert not leaks(got.text, actor, world), (actor, asked)


@pytest.mark.parametrize(
    "row", TRIED, ids=lambda row: f"{row.route} {row.method} {row.site}"
)
def test_one_layer_alone_tells_nothing(world, one_layer, row):
    found = {
        actor: attempt(
            world.clients[actor], row.method, ROUTES[row.route], world.sites[row.site]
        )
        for actor in ROLES
    }
    if one_layer == "policies alone":
        found = {a: got for a, got in found.items() if not not_policed(a, row.route)}
    told = {actor: leaks(got.text, actor, world) for actor, got in found.items()}
    assert not {actor: words for actor, words in told.items() if words}
    assert not [actor for actor, got in found.items() if got.status >= 500]
    if row.site == "HEB":
        wrong = {
            actor: (row.statuses[actor], got.status)
            for actor, got in found.items()
            if not as_told(row.statuses[actor], got.status)
        }
        assert not wrong
