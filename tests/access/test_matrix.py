"""Every address, every method, every actor: the status, and nobody else's words."""

import pytest

from tests.access.addresses import form_of
from tests.access.matrix import rows
from tests.access.routes import routes
from tests.access.trying import METHODS, attempt
from tests.access.world import ACTORS

ROUTES = {route.name: route for route in routes()}
ADMINISTRATION = {name for name in ROUTES if name.startswith("admin")}
ROWS = rows()
# Django's own pages lead people on, whatever the method.
OPEN_TO_ALL = {"sign-in", "set_language"}
BELONGS = {
    "manager": "LDP",
    "investigator": "LDP",
    "monitor": "LDP",
    "centreadmin": "LDP",
    "manager2": "HEB",
}
# Who may know who the patients are, at the own centre.
KNOWS_NAMES = {"manager", "investigator", "centreadmin", "manager2"}


def words_not_meant_for(actor, world):
    """Return what must not stand in anything that ``actor`` reads."""
    for code, site in world.sites.items():
        own = BELONGS.get(actor) == code
        if not own or actor not in KNOWS_NAMES:
            yield site.name.lower()
        if own:
            continue
        yield site.canary.lower()
        if (actor, code) != ("statistician", "LDP"):
            yield site.title.lower()


def leaks(text, actor, world):
    """Return the words in ``text`` that ``actor`` should never see."""
    read = text.lower()
    return [word for word in words_not_meant_for(actor, world) if word in read]


def test_every_address_has_a_row():
    listed = {row.route for row in ROWS} | ADMINISTRATION
    missing = sorted(ROUTES.keys() - listed)
    assert not missing, f"add rows to tests/access/matrix.py for {missing}"


def test_every_row_has_an_address():
    assert not {row.route for row in ROWS} - ROUTES.keys()


# Where nobody is let through here, and where it is tried instead.
NOT_HERE = {
    "visits-file": "its address is the key: tests/web/test_visits_file.py",
    "study-regression-file": "one patient has no model: tests/web/test_regression.py",
    "api-cohort-regression-file": "as study-regression-file",
    "emergency-patient": "no opening is an actor's: tests/access/test_emergency.py",
    "api-transfers-accept": "no actor is of the receiving centre: test_transfers.py",
    "api-transfers-refuse": "as api-transfers-accept",
}
REFUSED = (401, 403, 404, 405)


def test_somebody_is_let_through_at_every_address():
    """A row that refuses everybody would pass with nothing behind it."""
    reached = {
        (row.route, row.method)
        for row in ROWS
        for actor, status in row.statuses.items()
        if actor != "anonymous" and status not in REFUSED
        # What is sent with a change may be refused; what is read is there.
        if row.method != "GET" or status < 400
    }
    every = {(row.route, row.method) for row in ROWS if row.route not in NOT_HERE}
    assert sorted(every - reached) == []
    assert not {route for route, _method in reached} & NOT_HERE.keys()


def test_the_planted_words_are_read_where_they_belong(world):
    for actor, code in BELONGS.items():
        site = world.sites[code]
        found = attempt(world.clients[actor], "GET", ROUTES["api-patients-list"], site)
        assert site.canary in found.text
        if actor in KNOWS_NAMES:
            found = attempt(world.clients[actor], "GET", ROUTES["patient"], site)
            assert site.name in found.text
        found = attempt(world.clients[actor], "GET", ROUTES["api-cohorts"], site)
        assert site.title in found.text


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row.route} {row.method} {row.site}"
)
def test_everybody_gets_what_the_table_says(world, row):
    route, site = ROUTES[row.route], world.sites[row.site]
    found = {
        actor: attempt(world.clients[actor], row.method, route, site)
        for actor in ACTORS
    }
    assert {actor: got.status for actor, got in found.items()} == row.statuses
    told = {actor: leaks(got.text, actor, world) for actor, got in found.items()}
    assert not {actor: words for actor, words in told.items() if words}


@pytest.mark.parametrize("name", sorted(ROUTES.keys() - ADMINISTRATION))
def test_methods_without_a_row_are_refused(world, name):
    route, site = ROUTES[name], world.sites["LDP"]
    listed = {row.method for row in ROWS if row.route == name}
    for method in METHODS:
        if method not in listed:
            got = attempt(world.clients["manager"], method, route, site)
            assert got.status == (302 if name in OPEN_TO_ALL else 405), method


# One form speaks for all where the view is the same; what anybody reads tells nothing.
OPEN = {row.route for row in ROWS if row.statuses["anonymous"] == 200}
ONE_OF_A_KIND = sorted(
    name
    for name in ROUTES.keys() - ADMINISTRATION - OPEN
    if form_of(name) in (None, "diagnosis")
)


@pytest.mark.parametrize("name", ONE_OF_A_KIND)
def test_no_method_tells_an_outsider_more_than_reading_does(world, name):
    """Also HEAD and OPTIONS, and what no row lists, by others than its manager."""
    route, site = ROUTES[name], world.sites["LDP"]
    listed = {row.method: row.statuses for row in ROWS if row.route == name}
    for method in ("HEAD", "OPTIONS"):
        got = attempt(world.clients["manager2"], method, route, site)
        assert got.status < 500
        assert not leaks(got.text, "manager2", world), method
    for method in {*METHODS} - listed.keys():
        got = attempt(world.clients["admin"], method, route, site)
        assert got.status in ((302,) if name in OPEN_TO_ALL else REFUSED), method


@pytest.mark.parametrize("name", ONE_OF_A_KIND)
def test_whose_memberships_ended_has_no_role_left(world, name):
    """Whoever had all of them is refused what is refused to any role."""
    for row in ROWS:
        if row.route == name and row.method == "GET" and row.site == "LDP":
            got = attempt(world.ended, "GET", ROUTES[name], world.sites["LDP"])
            words = [site.canary.lower() for site in world.sites.values()]
            assert not [word for word in words if word in got.text.lower()]
            if {*REFUSED} & {*row.statuses.values()} - {row.statuses["anonymous"]}:
                assert got.status in REFUSED


@pytest.mark.parametrize("name", sorted(ADMINISTRATION))
def test_the_administration_site_is_for_administrators(world, name):
    route, site = ROUTES[name], world.sites["LDP"]
    for method in ("GET", "POST"):
        for actor in ("anonymous", "manager", "statistician", "manager2"):
            got = attempt(world.clients[actor], method, route, site)
            refused = name == "admin:login" and actor != "anonymous"
            assert got.status == (403 if refused else 302), actor
            assert not leaks(got.text, actor, world)
        got = attempt(world.clients["admin"], method, route, site)
        assert got.status < 500
        assert not leaks(got.text, "admin", world)
