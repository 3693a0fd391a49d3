"""A study with figures, and somebody who looks at it."""

import json
from pathlib import Path
from typing import Any

from django.utils import timezone

from outcomes.cohorts.days import apart
from outcomes.cohorts.saving import save_cohort
from outcomes.cohorts.sharing import grant
from outcomes.models import Snapshot, StaleCohort
from outcomes.pipeline.sweep import sweep
from outcomes.study import cohort as founding
from outcomes.version import code_version
from registry.audit.context import SYSTEM
from tests.builders import a_centre
from tests.db.pipeline.study_rows import load_study

REASON = "for a test"
DATA_VERSION = 1691
RESULTS = Path(__file__).parents[1] / "data" / "study_results.json"


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


def the_results() -> dict[str, Any]:
    """Return the founding study's results as kept; a test recomputes them."""
    kept: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return kept


def the_shown_study(*, granted_to=()):
    """Save the founding study's cohort and results, without its patients."""
    cohort = the_cohort(granted_to=granted_to)
    StaleCohort.objects.all().delete()
    results, days = apart(the_results())  # type: ignore[arg-type]
    Snapshot.objects.create(
        cohort=cohort,
        cohort_version=cohort.version,
        data_version=DATA_VERSION,
        code_version=code_version(),
        basis="stored",
        computed_at=timezone.now(),
        results=results,
        days=days,
    )
    return cohort
