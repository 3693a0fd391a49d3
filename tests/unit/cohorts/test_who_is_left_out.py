"""Who is left out of analyses is asked in a way that bears a million patients."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.exports.reach import _shared
from outcomes.models import AnalysisSubject
from outcomes.running.state import running

# PostgreSQL reads such a list anew for each row once it is too long to be hashed.
LIST = re.compile(r"NOT \([^()]* IN \(SELECT", re.IGNORECASE)


@pytest.mark.parametrize(
    "rows",
    [
        AnalysisSubject.objects.consenting,
        lambda: _shared(AnalysisSubject.objects.all()),
    ],
)
def test_rows_of_whom_consent_leaves_out_are_not_asked_as_a_list(db, rows):
    said = str(rows().query)
    assert "NOT EXISTS" in said or "NOT (EXISTS" in said
    assert not LIST.search(said)


def test_the_page_of_what_runs_asks_for_no_list(db):
    with CaptureQueriesContext(connection) as asked:
        running()
    assert not [one["sql"] for one in asked if LIST.search(one["sql"])]
