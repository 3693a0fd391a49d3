"""A list asks the database the same questions, however many rows it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import FORMS
from tests.builders import a_record, a_treated_patient

# How many forms of the case are read for a form's derivations, where that is more.
READ = {"follow_up": len(FORMS)}


def queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(captured), len(answer.json()["results"])


@pytest.mark.parametrize("name", ["patients", *FORMS])
def test_queries_do_not_grow_with_the_rows(manager, name):
    def grow():
        patient = a_treated_patient()
        if name in FORMS:
            a_record(name, patient)

    grow()
    few, rows = queries(manager, f"/api/v1/{name}/")
    for _ in range(4):
        grow()
    many, more = queries(manager, f"/api/v1/{name}/")
    assert more > rows
    assert many == few
    # Derivations read the case: a query for each form that they ask for, and a few.
    assert many < READ.get(name, 8) + 8
