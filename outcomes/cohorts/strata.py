"""Counts within strata, for tests that compare groups only with their like."""

from itertools import product

from django.db.models import Q, QuerySet

from outcomes.cohorts.counts import Reading, counts_of
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.members import Group, cuts, groups_of
from outcomes.estimators import Counts
from outcomes.models import AnalysisSubject


def stratified(
    subjects: QuerySet[AnalysisSubject], groups: list[Group], definition: Definition
) -> dict[str, list[Counts]]:
    """Return by endpoint the counts of each stratum: a query a stratum, and its cuts.

    Strata are the combinations of the definition's; who has an unknown value is in
    none of them. Empty without strata.
    """
    if not definition.strata:
        return {}
    found: dict[str, list[Counts]] = {}
    for condition in _strata(subjects, definition):
        of_stratum = counts_of(
            subjects.filter(condition),
            groups,
            definition.endpoints,
            Reading.of(definition),
        )
        for paramcd, counts in of_stratum.items():
            found.setdefault(paramcd, []).append(counts)
    return found


def _strata(subjects: QuerySet[AnalysisSubject], definition: Definition) -> list[Q]:
    at = cuts(subjects, definition.strata)
    splits = [
        groups_of(subjects, one, at[one.variable.name]) for one in definition.strata
    ]
    found = []
    for parts in product(*splits):
        whole = Q()
        for part in parts:
            whole &= part.condition()
        found.append(whole)
    return found
