"""About how many rows a file would have, without reading them."""

import re

from django.conf import settings
from django.db import connection

from outcomes.cohorts.definition import parse
from outcomes.cohorts.members import members
from outcomes.exports.datasets import Dataset
from outcomes.models import AnalysisSubject, Cohort

TABLE = re.compile(r"\b(?:registry|outcomes)_\w+")
# What the planner believes; it is told by each vacuum.
ABOUT = """
SELECT relname, reltuples::bigint FROM pg_class
WHERE relname = ANY (%s) AND relnamespace = current_schema()::regnamespace
"""


def is_large(dataset: Dataset, cohort: Cohort | None) -> bool:
    """Tell whether a dataset, or a cohort's share of it, is too large to wait for."""
    most = settings.EXPORT_ROWS_AT_ONCE
    subjects = AnalysisSubject._meta.db_table
    about = _about([*TABLE.findall(dataset.tables), subjects])
    rows = max(about.values(), default=0)
    if rows <= most or cohort is None:
        return rows > most
    among = members(cohort, parse(cohort.definition)).count()
    return rows * among / max(about.get(subjects, 0), 1) > most


def _about(tables: list[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(ABOUT, [tables])
        return dict(cursor.fetchall())
