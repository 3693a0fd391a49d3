"""The rows behind a figure, read again for a script that needs more than its results.

Results keep what a figure shows, not every value that it came from. What is read is of
today, and the script says of which change. It holds values and how many have each, or
courses in the order of their days: nobody is named.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from outcomes.cohorts.definition import parse
from outcomes.cohorts.members import Group, condition, main_groups, members
from outcomes.cohorts.results import Results, compute
from outcomes.cohorts.shared import counted
from outcomes.figures.caption import Provenance
from outcomes.models import AnalysisSubject, Cohort
from outcomes.pipeline.versions import data_version, one_view


@dataclass(frozen=True, slots=True)
class Again:
    """A cohort as it is now; ``subset`` is the part that some figures are about."""

    results: Results
    subjects: QuerySet[AnalysisSubject]
    subset: QuerySet[AnalysisSubject]
    groups: list[Group]
    source: Provenance


@contextmanager
def read_again(cohort: Cohort, source: Provenance) -> Iterator[Again]:
    """Read a cohort from one view of the rows; ``source`` then says of which change."""
    definition = parse(cohort.definition)
    with counted(cohort), one_view():
        subjects = members(cohort, definition)
        rule = definition.subset
        yield Again(
            compute(cohort),
            subjects,
            subjects.filter(condition(rule)) if rule else subjects,
            main_groups(subjects, definition),
            replace(source, data_version=data_version()),
        )
