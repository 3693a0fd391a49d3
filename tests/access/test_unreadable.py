"""A day that no calendar has, in one patient's form: every address answers."""

import re

from tests.access.addresses import form_of
from tests.access.matrix import rows
from tests.access.routes import routes
from tests.access.trying import attempt
from tests.access.world import build
from tests.unreadable import unreadable

ROUTES = {route.name: route for route in routes()}
# One form that cannot be read, one that reads it, and one that does not, for all.
FORMS = {None, "hsct", "diagnosis", "relapse"}


def who_reads(row) -> str | None:
    """Return an actor whom the table lets through."""
    for actor in ("manager2",) if row.site == "HEB" else ("manager", "centreadmin"):
        if row.statuses[actor] < 400 or row.statuses[actor] == 422:
            return actor
    return None


def test_every_address_answers_clearly_and_no_other_centre_is_held_up(committed_db):
    """One database for all of it: committed, so that its refusal can be taken away."""
    world = build()
    refused, odd = set(), []
    with unreadable(world.sites["LDP"].patient):
        for row in rows():
            actor = who_reads(row)
            if actor is None or form_of(row.route) not in FORMS:
                continue
            if row.site == "HEB" and row.method != "GET":
                continue
            site = world.sites[row.site]
            got = attempt(world.clients[actor], row.method, ROUTES[row.route], site)
            if got.status == 409 and "no calendar" in got.text:
                refused.add((row.site, row.route))
            elif got.status != row.statuses[actor]:
                odd.append((got.status, row.route, row.method, row.site, actor))
        page = world.clients["manager"].get(
            f"/patients/{world.sites['LDP'].patient.pk}/history/"
        )
    assert odd == []
    names = {route for _site, route in refused}
    assert {site for site, _route in refused} == {"LDP"}
    assert {"patient", "record", "api-hsct-detail"} <= names
    # What a form held is told by its history, which is kept for good.
    assert not names & {"audit", "audit-file", "patient-history", "patient-audit"}
    assert "infinity" in re.sub(r"<[^>]*>", " ", page.content.decode())
