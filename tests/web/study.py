"""A study with figures, and somebody who looks at it."""

from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from outcomes.cohorts.saving import grant, save_cohort
from outcomes.models import Snapshot, StaleCohort
from outcomes.pipeline.sweep import sweep
from outcomes.study import cohort as founding
from outcomes.version import code_version
from registry.audit.context import SYSTEM
from tests.builders import a_centre
from tests.db.pipeline.study_rows import load_study

REASON = "for a test"
DATA_VERSION = 1691


def the_cohort(*, granted_to=()):
    """Save the founding study's cohort, open to the users ``granted_to``."""
    cohort = save_cohort(
        slug=founding.SLUG,
        title=founding.TITLE,
        definition=founding.DEFINITION,
        centres=[a_centre(founding.CENTRE)],
        actor=SYSTEM,
        reason=REASON,
    )
    for user in granted_to:
        grant(cohort=cohort, user=user, actor=SYSTEM, reason=REASON)
    return cohort


def the_study(*, granted_to=(), limit=None):
    """Load the founding study's patients, compute its figures, return its cohort."""
    load_study(limit)
    cohort = the_cohort(granted_to=granted_to)
    sweep(seconds=float("inf"))
    return cohort


@cache
def results() -> dict[str, Any]:
    """Return the founding study's results, computed once in a run and rolled back."""
    with transaction.atomic():
        computed: dict[str, Any] = the_study().snapshots.get().results
        transaction.set_rollback(True)
    return computed


def the_shown_study(*, granted_to=()):
    """Save the founding study's cohort and results, without its patients."""
    known = results()
    cohort = the_cohort(granted_to=granted_to)
    StaleCohort.objects.all().delete()
    Snapshot.objects.create(
        cohort=cohort,
        cohort_version=cohort.version,
        data_version=DATA_VERSION,
        code_version=code_version(),
        basis="stored",
        computed_at=timezone.now(),
        results=known,
    )
    return cohort
