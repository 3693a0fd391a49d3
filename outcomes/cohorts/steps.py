"""Who is behind a step of a curve: for those who may see the patients."""

from django.db.models import QuerySet

from outcomes.cohorts.definition import parse
from outcomes.cohorts.members import main_groups, members
from outcomes.models import AnalysisOutcome, Cohort


def outcomes_at(
    cohort: Cohort, *, paramcd: str, group: str, day: int
) -> QuerySet[AnalysisOutcome]:
    """Return the outcomes of one day of one group's curve, events and censorings.

    Each has its ``subject``, whose ``patient_id`` leads on: ask
    ``Patient.objects.visible_to`` before showing anybody. Nobody for a group that
    the cohort does not have.
    """
    definition = parse(cohort.definition)
    subjects = members(cohort, definition)
    found = {g.key: g.lookups for g in main_groups(subjects, definition)}
    outcomes = AnalysisOutcome.objects.filter(paramcd=paramcd, day=day)
    if group not in found:
        return outcomes.none()
    of_group = subjects.filter(**found[group])
    return outcomes.filter(subject__in=of_group).select_related("subject")
