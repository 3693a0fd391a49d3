"""What is another centre's costs the same statements as what is nowhere.

Time itself is noise on a shared machine; the statements that are run are not. If they
are the same, and each finds no row, neither answer takes longer by what is there.
"""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import FORMS
from tests.access.addresses import JSON, body_of
from tests.access.matrix import rows
from tests.access.routes import routes
from tests.access.trying import address_of

NOWHERE = 987_654_321
ROUTES = {route.name: route for route in routes()}
# One form stands for all: they share a view.
ONE_FORM = {f"api-{form}-{end}" for form in FORMS for end in ("list", "detail")} - {
    "api-diagnosis-detail"
}
TRIED = [
    row
    for row in rows()
    if row.site == "HEB"
    and row.statuses["manager"] == 404
    and "pk" in ROUTES[row.route].arguments
    and row.route not in ONE_FORM
]


def statements(client, method, path, body) -> list[str]:
    """Return the statements of one request, without their values."""
    with CaptureQueriesContext(connection) as ran:
        if method == "GET":
            answer = client.get(path)
        elif path.startswith("/api/"):
            said = json.dumps(body)
            headers = {"If-Match": '"1"', "X-Reason": "tried"}
            answer = client.generic(method, path, said, JSON, headers=headers)
        else:
            answer = client.post(path, body)
    assert answer.status_code == 404
    # That the session is still used is noted now and then, whatever is asked.
    asked = [one["sql"] for one in ran.captured_queries]
    asked = [sql for sql in asked if not re.search("SAVEPOINT|django_session", sql)]
    return [re.sub(r"'[^']*'|\b\d+\b", "?", sql) for sql in asked]


@pytest.mark.parametrize("row", TRIED, ids=lambda row: f"{row.route} {row.method}")
def test_another_centres_and_nowhere_run_the_same(world, row):
    site, client = world.sites["HEB"], world.clients["manager"]
    path = address_of(ROUTES[row.route], site)
    body = body_of(row.route, row.method, site)
    keys = [str(key) for key in re.findall(r"/(\d+)(?=/|$)", path)]
    nowhere = re.sub(rf"/{keys[0]}(?=/|$)", f"/{NOWHERE}", path, count=1)
    assert nowhere != path
    theirs = statements(client, row.method, path, body)
    assert theirs == statements(client, row.method, nowhere, body)
