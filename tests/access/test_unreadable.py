"""A day that no calendar has, in one patient's form: every address answers."""

import re

from tests.access.addresses import form_of
from tests.access.matrix import rows
from tests.access.routes import routes
from tests.access.trying import attempt
from tests.access.world import build
from tests.unreadable import unreadable

ROUTES = {route.name: route for route in routes()}
# The form that cannot be read and one that reads it stand for all.
FORMS = {None, "hsct", "diagnosis"}


def who_reads(row) -> str | None:
    """Return an actor whom the table lets through."""
    for actor in ("manager", "centreadmin"):
        if row.statuses[actor] < 400 or row.statuses[actor] == 422:
            return actor
    return None


def test_every_address_answers_clearly(committed_db):
    """One database for all of it: committed, so that its refusal can be taken away."""
    world = build()
    refused, odd = set(), []
    with unreadable(world.sites["LDP"].patient):
        for row in rows():
            actor = who_reads(row)
            if actor is None or form_of(row.route) not in FORMS:
                continue
            site = world.sites[row.site]
            got = attempt(world.clients[actor], row.method, ROUTES[row.route], site)
            if got.status == 409 and "no calendar" in got.text:
                refused.add(row.route)
            elif got.status != row.statuses[actor]:
                odd.append((got.status, row.route, row.method, row.site, actor))
        page = world.clients["manager"].get(
            f"/patients/{world.sites['LDP'].patient.pk}/history/"
        )
    assert odd == []
    assert {"patient", "record", "api-hsct-detail"} <= refused
    # What a form held is told by its history, which is kept for good.
    assert not refused & {"audit", "audit-file", "patient-history", "patient-audit"}
    # A list of the pages has the others, and says of whom it is.
    assert not refused & {"home", "patients", "forms", "queries", "worklist-visits"}
    assert "infinity" in re.sub(r"<[^>]*>", " ", page.content.decode())
